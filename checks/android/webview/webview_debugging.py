"""Can a computer look into the app's WebViews?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Constant, Hit, Method, Question, Seen, alternatives, sightings

_SWITCH = "android.webkit.WebView.setWebContentsDebuggingEnabled"
_ASKS = ("can", "get", "has", "is", "should")


def check(app: AndroidApp) -> Iterator[Seen]:
    """Switched on by a constant, whatever way the method takes, proves it; by a value of the run,
    or behind what may be a question whether the build debugs, is for a person to judge."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for site in app.code.calls(_SWITCH):
        values = alternatives(site.argument(0))
        if all(value == Constant(False) for value in values):
            continue
        asks = not site.always or any(map(_may_ask, site.around))
        if Constant(True) in values and len(values) == 1 and not asks:
            yield Hit(site, "on")
        else:
            yield Hit(site, "perhaps-on", kind=Question)


def _may_ask(method: Method) -> bool:
    """Whether a method that calls this one may switch debugging on in some builds only."""
    named = method.returns == "boolean" and method.name.startswith(_ASKS)
    return named or method.name == "getApplicationInfo"
