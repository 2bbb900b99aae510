"""Which ways to other apps does the build have that the declaration does not name?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Question, Seen, android_sharing_points, listed, undeclared


def check(app: AndroidApp) -> Iterator[Seen]:
    """One question for all: being reachable is no leak."""
    things = undeclared(app.declaration, android_sharing_points(app))
    if things:
        places = tuple(place for one in things for place in one.locations)
        values = {"names": listed(", ", (one.name for one in things)), "count": str(len(things))}
        yield Question("undeclared", places, values, ("names",))
