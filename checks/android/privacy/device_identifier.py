"""Which identifiers of the device does the app read?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, CallSite, Location, Origin, Question, Seen, constant_texts, table


def check(app: AndroidApp) -> Iterator[Seen]:
    """The norm counts them as sensitive data, in libraries, too. One question for all: a person
    compares them with what the app declares."""
    known: dict[str, str] = table(__file__, "identifiers")
    places: dict[Location, Origin] = {}
    names = set()
    for site in app.code.calls(*known):
        if site.origin is not Origin.UNREACHED and _reads(site):
            names.add(known[site.method.api] if site.method.api in known else _by_name(site, known))
            places[site.at] = site.origin
    if names:
        origin = Origin.APP if Origin.APP in places.values() else Origin.LIBRARY
        values = {"names": ", ".join(sorted(names)), "count": str(len(places))}
        yield Question("read", tuple(sorted(places)), values, ("names",), origin)


def _reads(site: CallSite) -> bool:
    """Of the settings only one is an identifier."""
    return site.method.name != "getString" or "android_id" in constant_texts(site.argument(1))


def _by_name(site: CallSite, known: dict[str, str]) -> str:
    """A call on a subclass goes by its method."""
    found = (what for api, what in known.items() if api.endswith(f".{site.method.name}"))
    return next(found, site.method.name)
