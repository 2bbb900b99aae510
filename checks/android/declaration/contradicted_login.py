"""Does the build point to a login that the declaration says there is not?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Question, Seen, android_logins, listed, undeclared


def check(app: AndroidApp) -> Iterator[Seen]:
    """A mark suggests and proves nothing: one question for all."""
    things = undeclared(app.declaration, android_logins(app))
    if things:
        places = tuple(place for one in things for place in one.locations)
        values = {"names": listed(", ", (one.name for one in things)), "count": str(len(things))}
        yield Question("contradicted", places, values, ("names",))
