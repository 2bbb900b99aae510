"""Can pages in a web view call methods of the app?"""

from collections.abc import Iterator

from appsec.api import IosApp, Location, Origin, Question, Seen, Words, choices

_OFFERS = {
    "-[WKUserContentController addScriptMessageHandler:name:]": 1,
    "-[WKUserContentController addScriptMessageHandler:contentWorld:name:]": 2,
    "-[WKUserContentController addScriptMessageHandlerWithReply:contentWorld:name:]": 2,
}
"""What offers a handler to pages, and which parameter is its name."""


def check(app: IosApp) -> Iterator[Seen]:
    """One question for all: who is behind the pages decides it. The bridges of libraries are
    left out, because their own pages use them."""
    places: set[Location] = set()
    names: set[str] = set()
    for pattern, number in _OFFERS.items():
        for call in app.native_code.calls(pattern):
            if call.origin is Origin.APP:
                places.add(call.at)
                told = choices(call.argument(number))
                names.update(one.text for one in told if isinstance(one, Words))
    if places:
        yield Question("offered", tuple(sorted(places)), {"names": ", ".join(sorted(names)) or "?"})
