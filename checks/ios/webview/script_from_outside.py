"""Can whoever sends a link put scripts into a page of the app?"""

from collections.abc import Iterator

from appsec.api import Finding, Hit, IosApp, Question, Seen, from_outside, looks_first, sightings

_SCRIPTS = (
    "-[WKWebView evaluateJavaScript:completionHandler:]",
    "-[UIWebView stringByEvaluatingJavaScriptFromString:]",
    "-[JSContext evaluateScript:]",
)


def check(app: IosApp) -> Iterator[Seen]:
    """Proof is a link, or part of one, in a script with nothing between that might judge it."""
    yield from sightings(
        Hit(call, "may-flow", {"function": call.caller}, Question)
        if looks_first(call)
        else Hit(call, "flows", {"function": call.caller}, Finding)
        for call in app.native_code.calls(*_SCRIPTS)
        if from_outside(call, call.argument(0))
    )
