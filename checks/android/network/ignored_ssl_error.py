"""Does a WebView go on although the server's certificate is not valid?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Hit, Question, Seen, given, sharing, sightings

_CLIENT = "android.webkit.WebViewClient"
_SETS = "android.webkit.WebView.setWebViewClient"
_PROCEEDS = "android.webkit.SslErrorHandler.proceed"


def check(app: AndroidApp) -> Iterator[Seen]:
    """A client that never cancels accepts everything. One that also cancels or asks something, or
    that goes on elsewhere (as when the user agrees in a dialog), is for a person to judge."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    used = set(given(app, (_CLIENT,), _SETS))
    judged = set()
    bodies = list(app.code.overriding(_CLIENT, "onReceivedSslError"))
    for body in bodies:
        owner, calls = body.method.owner, {one.api for one in body.calls}
        if _PROCEEDS not in calls:
            continue
        judged.add(body.at)
        refuses = any(one.endswith((".cancel", ".onReceivedSslError")) for one in calls)
        refuses |= any(one.returns == "boolean" for one in body.calls)
        if refuses:
            yield Hit(body, "goes-on-at-times", {"class": owner}, Question)
        elif sharing(app.code, body, bodies) & used:
            yield Hit(body, "goes-on", {"class": owner})
        else:
            yield Hit(body, "goes-on-unused", {"class": owner}, Question)
    for site in app.code.calls(_PROCEEDS):
        if site.at not in judged:
            yield Hit(site, "goes-on-at-times", {"class": site.caller.owner}, Question)
