"""Does a WebView load pages from http:// addresses?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Finding,
    Hit,
    Question,
    Seen,
    alternatives,
    cleartext_host,
    sightings,
)

_LOADS = ("android.webkit.WebView.loadUrl", "android.webkit.WebView.postUrl")


def check(app: AndroidApp) -> Iterator[Seen]:
    """As for requests: proven where the network configuration permits it for the host."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for site in app.code.calls(*_LOADS):
        for address in alternatives(site.argument(0)):
            if (host := cleartext_host(address)) is not None:
                allowed = app.network_config.permits_cleartext(host)
                key, kind = ("in-clear", Finding) if allowed else ("forbidden", Question)
                yield Hit(site, key, {"host": host or "?"}, kind)
