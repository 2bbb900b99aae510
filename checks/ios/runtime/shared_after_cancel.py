"""Does a recorded run show data handed on although the user cancelled?"""

from collections.abc import Iterator

from appsec.api import (
    IOS_HANDS_ON,
    IosApp,
    Seen,
    Tried,
    after,
    ios_judge,
    noted_of,
    passed_on,
    told_of,
)


def check(app: IosApp) -> Iterator[Seen]:
    """What is handed on after the tester's note of having cancelled, up to the next mark."""
    attempts = list(app.runs.attempts(Tried.SHARE))
    yield from noted_of(attempts, "noted")
    passed = passed_on(app, IOS_HANDS_ON, ios_judge)
    yield from told_of(after(passed, attempts))
