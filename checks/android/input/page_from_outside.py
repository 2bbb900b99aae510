"""Does a WebView load whatever address another app or the user hands over?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Hit,
    Origin,
    Question,
    Seen,
    beginning,
    calls_in,
    flows,
    sightings,
)

_LOADS = (
    "android.webkit.WebView.loadData",
    "android.webkit.WebView.loadUrl",
    "android.webkit.WebView.postUrl",
)
_OPEN = ("", "http://", "https://")
"""Beginnings that leave the site to what follows."""
_SHARED = (
    "android.os.Environment.getExternalStorageDirectory",
    "android.os.Environment.getExternalStoragePublicDirectory",
)


def check(app: AndroidApp) -> Iterator[Seen]:
    """Where an address already begins with its site, only the rest comes from outside. A file of
    shared storage may have been written by another app."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for site in app.code.calls(*_LOADS):
        page = site.argument(0)
        if beginning(page).lower() in _OPEN:
            yield from flows(site, 0, app.manifest, typed="typed")
        if site.origin is Origin.APP and any(one.api in _SHARED for one in calls_in(page)):
            yield Hit(site, "shared-file", kind=Question)
