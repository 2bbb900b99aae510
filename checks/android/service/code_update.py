"""Does the app bring a service that updates its code outside of the store?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Location, Question, Seen, table


def check(app: AndroidApp) -> Iterator[Seen]:
    """To be declared, no violation: the norm knows updates inside an app."""
    libraries: dict[str, str] = table(__file__, "libraries")["update"]
    found: dict[str, Location] = {}
    beginnings = tuple(libraries.values())
    for one in app.code.class_names():
        if one.name.startswith(beginnings):  # of very many classes few do
            for name, beginning in libraries.items():
                if one.name.startswith(beginning):
                    found.setdefault(name, one.at)
    if found:
        places = tuple(sorted(set(found.values())))
        yield Question("outside-store", places, {"services": ", ".join(sorted(found))})
