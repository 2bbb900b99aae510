"""Does a recorded run show sensitive data in notifications?"""

from collections.abc import Iterator

from appsec.api import IosApp, Seen, Tried, noted_of, notified, told_of

_NOTIFIES = "-[UNUserNotificationCenter addNotificationRequest:withCompletionHandler:]"


def check(app: IosApp) -> Iterator[Seen]:
    """Whether the lock screen shows it the user's settings tell."""
    yield from noted_of(app.runs.attempts(Tried.LOCK_SCREEN), "noted")
    yield from told_of(notified(app, (_NOTIFIES,)))
