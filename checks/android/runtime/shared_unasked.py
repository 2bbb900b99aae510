"""Does a recorded run show data handed to other apps while nobody touched the app?"""

from collections.abc import Iterator

from appsec.api import (
    ANDROID_HANDS_ON,
    AndroidApp,
    Seen,
    android_judge,
    passed_on,
    told_of,
    unasked,
)


def check(app: AndroidApp) -> Iterator[Seen]:
    """Whether the user asked for it no call tells; in these phases nobody can have."""
    judge = android_judge({one.package for one in app.runs.metas})
    passed = passed_on(app, ANDROID_HANDS_ON, judge)
    yield from told_of(unasked(passed))
