"""Can a computer look into the app's WebViews?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Constant, Hit, Question, Seen, alternatives, sightings

_SWITCH = "android.webkit.WebView.setWebContentsDebuggingEnabled"
_MAY_ASK = ("getApplicationInfo", "isDebuggable", "isLoggable")
"""A method that calls one of these may switch it on in builds that debug only."""


def check(app: AndroidApp) -> Iterator[Seen]:
    """Switched on by a constant proves it; by a value of the run, or perhaps behind a question
    whether the build debugs, is for a person to judge."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for site in app.code.calls(_SWITCH):
        values = alternatives(site.argument(0))
        if all(value == Constant(False) for value in values):
            continue
        asks = any(one.name in _MAY_ASK for one in site.around)
        if Constant(True) in values and len(values) == 1 and not asks:
            yield Hit(site, "on")
        else:
            yield Hit(site, "perhaps-on", kind=Question)
