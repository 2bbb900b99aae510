"""Does a WebView load whatever address another app or the user hands over?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Hit, Seen, beginning, flows, sightings

_LOADS = (
    "android.webkit.WebView.loadData",
    "android.webkit.WebView.loadUrl",
    "android.webkit.WebView.postUrl",
)
_OPEN = ("", "http://", "https://")
"""Beginnings that leave the site to what follows."""


def check(app: AndroidApp) -> Iterator[Seen]:
    """Where an address already begins with its site, only the rest comes from outside."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for site in app.code.calls(*_LOADS):
        if beginning(site.argument(0)).lower() in _OPEN:
            yield from flows(site, 0, app.manifest)
