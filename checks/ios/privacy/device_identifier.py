"""Which identifiers of the device does the app read?"""

from collections.abc import Iterator

from appsec.api import IosApp, Location, Origin, Question, Seen, table


def check(app: IosApp) -> Iterator[Seen]:
    """The norm counts them as sensitive data, in libraries, too. One question for all: a person
    compares them with what the app declares."""
    known: dict[str, str] = table(__file__, "identifiers")
    places: dict[Location, Origin] = {}
    names = set()
    for name, what in known.items():
        for call in app.native_code.calls(name):
            names.add(what)
            places[call.at] = call.origin
    if names:
        origin = Origin.APP if Origin.APP in places.values() else Origin.LIBRARY
        values = {"names": ", ".join(sorted(names)), "count": str(len(places))}
        yield Question("read", tuple(sorted(places)), values, ("names",), origin)
