"""Does a recorded run show data handed on although the user cancelled?"""

from collections.abc import Iterator

from appsec.api import (
    ANDROID_HANDS_ON,
    AndroidApp,
    Seen,
    Tried,
    after,
    android_judge,
    noted_of,
    passed_on,
    told_of,
)


def check(app: AndroidApp) -> Iterator[Seen]:
    """What is handed on after the tester's note of having cancelled, up to the next mark."""
    attempts = list(app.runs.attempts(Tried.SHARE))
    yield from noted_of(attempts, "noted")
    judge = android_judge({one.package for one in app.runs.metas})
    passed = passed_on(app, ANDROID_HANDS_ON, judge)
    yield from told_of(after(passed, attempts))
