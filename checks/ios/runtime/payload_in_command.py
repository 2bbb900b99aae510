"""Does a recorded run show payloads in queries, scripts or commands as they were typed?"""

from collections.abc import Iterator

from appsec.api import IosApp, Seen, payloads_in

_TAKES = {
    "sqlite3_exec": 1,
    "sqlite3_prepare_v2": 1,
    "-[WKWebView evaluateJavaScript:completionHandler:]": 0,
}


def check(app: IosApp) -> Iterator[Seen]:
    """A payload that stands there as it was typed was neither bound nor escaped."""
    yield from payloads_in(app, _TAKES)
