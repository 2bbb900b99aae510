"""Which hosts does the build name that the declaration does not?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Question, Seen, android_domains, listed, undeclared


def check(app: AndroidApp) -> Iterator[Seen]:
    """One question for all: that a host stands in a build does not show that data goes there."""
    things = undeclared(app.declaration, android_domains(app))
    if things:
        places = tuple(place for one in things for place in one.locations)
        values = {"names": listed(", ", (one.name for one in things)), "count": str(len(things))}
        yield Question("undeclared", places, values, ("names",))
