"""Does a recorded run show purchases that the user finds no record of?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Question, Seen, Tried, noted_of


def check(app: AndroidApp) -> Iterator[Seen]:
    """A record may be somewhere that the tester did not look."""
    yield from noted_of(app.runs.attempts(Tried.PURCHASE_RECORD), "noted", Question)
