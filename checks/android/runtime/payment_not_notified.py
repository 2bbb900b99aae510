"""Does a recorded run show payments of which the user is not told?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Question, Seen, Tried, noted_of


def check(app: AndroidApp) -> Iterator[Seen]:
    """A notice may be somewhere that the tester did not look."""
    yield from noted_of(app.runs.attempts(Tried.PAYMENT_NOTICE), "noted", Question)
