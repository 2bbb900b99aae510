"""Can pages in a WebView call methods of the app?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    Location,
    Origin,
    Question,
    Seen,
    classes_of,
    constant_text,
    inside,
    one_question,
)

_OFFERS = "android.webkit.WebView.addJavascriptInterface"
_LISTENS = "androidx.webkit.WebViewCompat.addWebMessageListener"
_ORIGINS = 2


def check(app: AndroidApp) -> Iterator[Seen]:
    """One question for all: who is behind the pages decides it. The bridges of libraries are
    left out, because their own pages use them."""
    places: list[Location] = []
    offered: set[str] = set()
    for site in app.code.calls(_OFFERS):
        if site.origin is Origin.APP:
            places.append(site.at)
            offered.update(classes_of(site.argument(0)))
    if places:
        classes = ", ".join(sorted(offered)) or "?"
        yield Question("offered", tuple(sorted(set(places))), {"classes": classes})
    listeners = (one for one in app.code.calls(_LISTENS) if one.origin is Origin.APP)
    yield from one_question("any-origin", filter(_takes_any, listeners))


def _takes_any(site: CallSite) -> bool:
    return any(constant_text(one) == "*" for one in inside(site.argument(_ORIGINS)))
