"""Does a recorded run show payloads in queries, scripts or commands as they were typed?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Seen, payloads_in

_TAKES = {
    "android.database.sqlite.SQLiteDatabase.execSQL": 0,
    "android.database.sqlite.SQLiteDatabase.rawQueryWithFactory": 1,
    "android.webkit.WebView.evaluateJavascript": 0,
    "java.lang.Runtime.exec": 0,
}


def check(app: AndroidApp) -> Iterator[Seen]:
    """A payload that stands there as it was typed was neither bound nor escaped."""
    yield from payloads_in(app, _TAKES)
