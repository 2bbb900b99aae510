"""Does a recorded run show sensitive data handed to other apps?"""

from collections.abc import Iterator

from appsec.api import (
    ANDROID_HANDS_ON,
    AndroidApp,
    Seen,
    Where,
    android_judge,
    copied,
    passed_on,
    told_of,
)


def check(app: AndroidApp) -> Iterator[Seen]:
    judge = android_judge({one.package for one in app.runs.metas})
    yield from told_of(passed_on(app, ANDROID_HANDS_ON, judge))
    yield from copied(app.leaks.looked_at(Where.CLIPBOARD))
