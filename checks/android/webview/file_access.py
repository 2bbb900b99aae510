"""May pages from files that a WebView shows read other files, or any site?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Constant, Hit, Question, Seen, alternatives, sightings

_SETTINGS = "android.webkit.WebSettings."
_CROSSES = ("setAllowFileAccessFromFileURLs", "setAllowUniversalAccessFromFileURLs")
_MIXED = "setMixedContentMode"
_ALWAYS = 0
"""MIXED_CONTENT_ALWAYS_ALLOW."""


def check(app: AndroidApp) -> Iterator[Seen]:
    """A setting alone is no violation: what the WebView shows makes it one."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for name in _CROSSES:
        for site in app.code.calls(_SETTINGS + name):
            if Constant(True) in alternatives(site.argument(0)):
                yield Hit(site, "crosses-files", {"setting": name}, Question)
    for site in app.code.calls(_SETTINGS + _MIXED):
        if Constant(_ALWAYS) in alternatives(site.argument(0)):
            yield Hit(site, "mixed-content", kind=Question)
