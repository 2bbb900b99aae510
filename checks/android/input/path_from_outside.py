"""Does text from outside name the file that the app opens?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Hit, Seen, flows, sightings

_OPENS = (
    "android.os.ParcelFileDescriptor.open",
    "java.io.FileInputStream.<init>",
    "java.io.FileOutputStream.<init>",
    "java.io.FileReader.<init>",
    "java.io.FileWriter.<init>",
    "java.io.RandomAccessFile.<init>",
)
_NORMALISES = ("getCanonicalFile", "getCanonicalPath", "normalize", "toRealPath")


def check(app: AndroidApp) -> Iterator[Seen]:
    """The name comes from an intent or from the user. A method that brings the path into its
    plain form is taken to compare it."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for site in app.code.calls(*_OPENS):
        if not any(one.name in _NORMALISES for one in site.around):
            yield from flows(site, 0, app.manifest, typed="typed")
