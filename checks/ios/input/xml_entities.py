"""Does the app have external entities of XML resolved?"""

from collections.abc import Iterator

from appsec.api import Hit, IosApp, Question, Seen, numbers, sightings

_SETTER = "-[NSXMLParser setShouldResolveExternalEntities:]"
_OPTIONS = {"xmlReadMemory": 4, "xmlReadFile": 2, "xmlReadDoc": 3, "xmlCtxtReadMemory": 5}
"""Functions of libxml2, and which parameter holds the options."""
_RESOLVES = 0b110
"""XML_PARSE_NOENT and XML_PARSE_DTDLOAD."""


def check(app: IosApp) -> Iterator[Seen]:
    """A question: where the XML comes from makes it a weakness. Neither is so by default."""
    yield from sightings(_hits(app))


def _hits(app: IosApp) -> Iterator[Hit]:
    for call in app.native_code.calls(_SETTER):
        if any(numbers(call.argument(0))):
            yield Hit(call, "resolves", {"function": call.caller}, Question)
    for name, number in _OPTIONS.items():
        for call in app.native_code.calls(name):
            if any(option & _RESOLVES for option in numbers(call.argument(number))):
                yield Hit(call, "resolves", {"function": call.caller}, Question)
