"""Does a recorded run show pre-authorisations that no record tells apart from charges?"""

from collections.abc import Iterator

from appsec.api import IosApp, Question, Seen, Tried, noted_of


def check(app: IosApp) -> Iterator[Seen]:
    """A record may be somewhere that the tester did not look."""
    yield from noted_of(app.runs.attempts(Tried.PRE_AUTHORISATION), "noted", Question)
