"""Does a delegate of the app accept every server certificate?"""

from collections.abc import Iterator

from appsec.api import (
    CHALLENGES,
    Callee,
    Evidence,
    Finding,
    Hit,
    IosApp,
    NativeBody,
    Origin,
    Question,
    Seen,
    challenge_answer,
    classes_given,
    sightings,
)

_TAKES = {
    "+[NSURLSession sessionWithConfiguration:delegate:delegateQueue:]": 1,
    "+[NSURLConnection connectionWithRequest:delegate:]": 1,
    "-[NSURLConnection initWithRequest:delegate:]": 1,
    "-[NSURLConnection initWithRequest:delegate:startImmediately:]": 1,
    "-[WKWebView setNavigationDelegate:]": 0,
}
"""What is given a delegate, and as which parameter."""


def check(app: IosApp) -> Iterator[Seen]:
    """A method that answers with the server's own certificate, and calls nothing that could judge
    it. It counts where an object of the class is given to a connection."""
    yield from sightings(_hits(app))


def _hits(app: IosApp) -> Iterator[Hit]:
    used = classes_given(app.native_code, _TAKES)
    for body in app.native_code.implementing(*CHALLENGES):
        key, kind = _judged(body, Callee(body.name).owner in used)
        if body.origin is Origin.APP or key.startswith("accepts"):
            yield Hit(body, key, {"method": body.name}, kind)


def _judged(body: NativeBody, used: bool) -> tuple[str, type[Seen]]:
    answer = challenge_answer(body)
    if answer.evaluates:
        if answer.refuses:
            return "evaluates", Evidence
        return ("own-check" if answer.otherwise or not answer.accepts else "ignored"), Question
    if not answer.accepts or not answer.plain:
        return "own-check", Question
    if answer.reads_host:
        return "accepts-for-hosts", Question
    return ("accepts-all", Finding) if used else ("accepts-all-unused", Question)
