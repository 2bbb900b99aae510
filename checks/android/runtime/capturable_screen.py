"""Does a recorded run show sensitive screens that can be captured?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Seen, Tried, noted_of, unprotected_windows


def check(app: AndroidApp) -> Iterator[Seen]:
    """A flag tells what to try; what comes of it, only who tried. Prevention counts as warning."""
    captured = list(app.runs.attempts(Tried.CAPTURE))
    yield from noted_of(captured, "captured")
    yield from noted_of(app.runs.attempts(Tried.THUMBNAIL), "thumbnail")
    if not captured:
        yield from unprotected_windows(app.runs.windows())
