"""Does a recorded run show sensitive data in notifications?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Seen, Tried, noted_of, notified, told_of

_NOTIFIES = "android.app.NotificationManager.notify"


def check(app: AndroidApp) -> Iterator[Seen]:
    """Whether the lock screen shows what is neither public nor secret the user's settings tell."""
    yield from noted_of(app.runs.attempts(Tried.LOCK_SCREEN), "noted")
    yield from told_of(notified(app, (_NOTIFIES,)))
