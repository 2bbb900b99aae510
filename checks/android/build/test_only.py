"""Is the build marked as one for tests only?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Question, Seen


def check(app: AndroidApp) -> Iterator[Seen]:
    """No weakness by itself, but a sign that this is not the build that users get."""
    if app.manifest.test_only:
        yield Question("test-only", app.manifest.at)
