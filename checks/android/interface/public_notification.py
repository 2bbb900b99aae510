"""Do notifications show their content on the lock screen?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Hit, Origin, Question, Seen, constant_numbers, sightings

_SHOWN = (
    "android.app.Notification$Builder.setVisibility",
    "androidx.core.app.NotificationCompat$Builder.setVisibility",
    "android.app.NotificationChannel.setLockscreenVisibility",
)
_PUBLIC = 1


def check(app: AndroidApp) -> Iterator[Seen]:
    """Only where the app itself asks for it: by default the user's setting holds, and what
    libraries show (the state of a download, say) is for them to know."""
    yield from sightings(
        Hit(site, "public", kind=Question)
        for site in app.code.calls(*_SHOWN)
        if site.origin is Origin.APP and _PUBLIC in constant_numbers(site.argument(0))
    )
