"""Which fields for sensitive data does the build show that the declaration does not name?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Question, Seen, android_fields, listed, undeclared


def check(app: AndroidApp) -> Iterator[Seen]:
    """One question for all. Fields that ask for nothing sensitive need no word."""
    things = undeclared(app.declaration, android_fields(app))
    if things:
        places = tuple(place for one in things for place in one.locations)
        values = {"names": listed(", ", (one.name for one in things)), "count": str(len(things))}
        yield Question("undeclared", places, values, ("names",))
