"""Does a short message or a notification show a password, a code or a token?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Hit,
    Origin,
    Question,
    Seen,
    called,
    carried,
    labels,
    names_secret,
    sightings,
)

_ON_SCREEN = {
    "android.app.AlertDialog$Builder.setMessage": 0,
    "android.widget.Toast.makeText": 1,
    "androidx.appcompat.app.AlertDialog$Builder.setMessage": 0,
    "com.google.android.material.snackbar.Snackbar.make": 1,
}
_NOTIFIED = (
    "android.app.Notification$BigTextStyle.bigText",
    "android.app.Notification$Builder.setContentText",
    "android.app.Notification$Builder.setContentTitle",
    "android.app.Notification$Builder.setTicker",
    "androidx.core.app.NotificationCompat$BigTextStyle.bigText",
    "androidx.core.app.NotificationCompat$Builder.setContentText",
    "androidx.core.app.NotificationCompat$Builder.setContentTitle",
    "androidx.core.app.NotificationCompat$Builder.setTicker",
)


def check(app: AndroidApp) -> Iterator[Seen]:
    """By the names of the values, or by the label before one. Texts of the code and of resources
    are no one's secret, and what identifies a person is shown to that person."""
    yield from sightings(_hits(app), together=True)


def _hits(app: AndroidApp) -> Iterator[Hit]:
    shown = {**_ON_SCREEN, **dict.fromkeys(_NOTIFIED, 0)}
    for api, number in shown.items():
        for site in app.code.calls(api):
            values = list(carried(site.argument(number)))
            names = (*map(called, values), *labels(values))
            if site.origin is Origin.APP and (name := next(filter(names_secret, names), "")):
                key = "notified" if api in _NOTIFIED else "shown"
                yield Hit(site, key, {"name": name}, Question)
