"""Does the app write files to storage that it shares with other apps?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Hit, Origin, Question, Returned, Seen, sightings, within

_WRITES = (
    "java.io.FileOutputStream.<init>",
    "java.io.FileWriter.<init>",
    "java.io.RandomAccessFile.<init>",
    "java.io.PrintWriter.<init>",
)
_DOWNLOADS = "android.app.DownloadManager$Request.setDestinationInExternalPublicDir"
_SHARED = (
    "android.os.Environment.getExternalStorageDirectory",
    "android.os.Environment.getExternalStoragePublicDirectory",
)


def check(app: AndroidApp) -> Iterator[Seen]:
    """The app's own folder there (getExternalFilesDir) stays quiet, and so do libraries, which
    write where the app tells them."""
    yield from sightings(_hits(app), together=True)


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for site in app.code.calls(*_WRITES):
        if site.origin is Origin.APP and site.method.parameters:
            made = within(site.argument(0))
            if any(isinstance(one, Returned) and one.method.api in _SHARED for one in made):
                yield Hit(site, "written", {}, Question)
    for site in app.code.calls(_DOWNLOADS):
        if site.origin is Origin.APP:
            yield Hit(site, "downloaded", {}, Question)
