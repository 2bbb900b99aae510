"""Does the build point to transactions that the declaration says there are not?"""

from collections.abc import Iterator

from appsec.api import IosApp, Question, Seen, ios_payments, listed, undeclared


def check(app: IosApp) -> Iterator[Seen]:
    """A mark suggests and proves nothing: one question for all."""
    things = undeclared(app.declaration, ios_payments(app))
    if things:
        places = tuple(place for one in things for place in one.locations)
        values = {"names": listed(", ", (one.name for one in things)), "count": str(len(things))}
        yield Question("contradicted", places, values, ("names",))
