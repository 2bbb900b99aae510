"""Does text from outside become part of a script that a WebView runs?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Hit, Seen, beginning, flows, sightings

_RUNS = "android.webkit.WebView.evaluateJavascript"
_LOADS = "android.webkit.WebView.loadUrl"
_SCHEME = "javascript:"


def check(app: AndroidApp) -> Iterator[Seen]:
    """A script made of constants only is none of this."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for site in app.code.calls(_RUNS, _LOADS):
        script = site.method.api == _RUNS or beginning(site.argument(0)).lower().startswith(_SCHEME)
        if script:
            yield from flows(site, 0, app.manifest)
