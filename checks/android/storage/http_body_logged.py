"""Is the whole HTTP traffic written to the log?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, FieldRead, Hit, Question, Seen, alternatives, sightings

_LEVELS = (
    "okhttp3.logging.HttpLoggingInterceptor.setLevel",
    "okhttp3.logging.HttpLoggingInterceptor.level",
)


def check(app: AndroidApp) -> Iterator[Seen]:
    """Levels below `HEADERS` show neither tokens nor content."""
    yield from sightings(_hits(app), together=True)


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for site in app.code.calls(*_LEVELS):
        for one in alternatives(site.argument(0)) if site.method.parameters else ():
            if isinstance(one, FieldRead) and one.name in ("BODY", "HEADERS"):
                yield Hit(site, "logged", {"level": one.name}, Question)
