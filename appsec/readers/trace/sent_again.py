"""Requests after a logout that carry a token from before it."""

from collections.abc import Callable, Iterator, Sequence
from urllib.parse import SplitResult, urlsplit

from appsec.facts.traffic import Sent, SentAgain
from appsec.model.outcome import Location
from appsec.model.run_files import Exchange
from appsec.model.text import visible
from appsec.model.trace import Phase
from appsec.readers.trace.index import Index
from appsec.readers.trace.watched import whole_spans

OK = range(200, 300)
MAX_TOKENS = 500
Kept = Sequence[tuple[Location, Exchange]]
Text = Callable[[Index, Exchange], str]
Named = Callable[[Index, Exchange], Iterator[tuple[str, str]]]


def sent_again(told: Index, kept: Kept, text: Text, named: Named) -> Iterator[SentAgain]:
    """Those of one run, after its last logout. What was given anew since is no old token."""
    spans = whole_spans(told, Phase.LOGOUT)
    if not spans:
        return
    begin, end = spans[-1].begin, spans[-1].end
    old: dict[str, tuple[str, str]] = {}
    for _, one in kept:
        for name, value in named(told, one):
            if one.at < begin and len(old) < MAX_TOKENS:
                old[value] = (visible(one.host), visible(name))
            elif one.at >= begin:
                old.pop(value, None)
    carried = {id(one): _carried(text(told, one), old) for _, one in kept} if old else {}
    asked = {_what(one) for _, one in kept if one.at < begin and carried.get(id(one))}
    # What a token brought that nobody knows is not shown to be open to all: only what had none.
    public = {_what(one) for _, one in kept if one.status in OK and _bare(one)}
    for at, one in kept:
        value = carried.get(id(one), "")
        if value and one.at > end and one.phase is not Phase.LOGOUT:
            host, name = old[value]
            sent = Sent(one, at, told.meta.run, bool(told.meta.variant))
            yield SentAgain(sent, host, name, _what(one) in asked, _what(one) in public)


def _carried(text: str, tokens: dict[str, tuple[str, str]]) -> str:
    return next((value for value in tokens if value in text), "")


def _bare(one: Exchange) -> bool:
    """Whether a request brings nothing by which anybody is recognised."""
    names = {name.casefold() for name, _ in one.request_headers}
    return not names & {"authorization", "cookie", "x-auth-token", "x-access-token"} and not (
        one.request_body or _split(one.url).query
    )


def _what(one: Exchange) -> tuple[str, str, str]:
    return one.method, one.host, _split(one.url).path


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:  # an app may ask for anything: then all of it is what it asks
        return SplitResult("", "", url, url, "")
