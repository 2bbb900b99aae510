"""Does the app write files to storage that it shares with other apps?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    FieldRead,
    Hit,
    Origin,
    Question,
    Returned,
    Seen,
    Value,
    sightings,
    within,
)

_WRITES = (
    "java.io.FileOutputStream.<init>",
    "java.io.FileWriter.<init>",
    "java.io.RandomAccessFile.<init>",
    "java.io.PrintWriter.<init>",
)
_HANDS_OVER = (
    "android.app.DownloadManager$Request.setDestinationInExternalPublicDir",
    "android.content.ContentResolver.insert",
)
_LISTS = ("MediaStore$Downloads", "MediaStore$Files")
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
    for site in app.code.calls(*_HANDS_OVER):
        downloads = site.method.name != "insert" or any(map(_is_shared, within(site.argument(0))))
        if site.origin is Origin.APP and downloads:
            yield Hit(site, "downloaded", {}, Question)


def _is_shared(place: Value) -> bool:
    """Whether it is the list of documents and downloads: pictures and the like are media."""
    if isinstance(place, FieldRead):
        return place.owner.endswith(_LISTS)
    return isinstance(place, Returned) and place.method.owner.endswith(_LISTS)
