"""Which pages the web views of a run loaded, and from where."""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from appsec.engine.declaration.matching import covers
from appsec.engine.lookups import is_this_device
from appsec.engine.run_screen import is_own_class, is_own_view
from appsec.facts.run import OnScreen, Recorded
from appsec.model.outcome import Finding, Location, Question, Seen
from appsec.model.text import visible
from appsec.model.trace import Text, Thing

if TYPE_CHECKING:
    from appsec.model.declaration_form import Declaration

_ADDRESS = re.compile(
    r"\s*(?:<NS(?:Mutable)?URLRequest[^>]*>\s*\{\s*URL:\s*)?(https?://[^\s\"'<>}]+)", re.IGNORECASE
)
"""What is loaded begins with where it lies: further on in a script or a page it is only named."""
MAX_PLACES = 20
Pages = dict[tuple[str, str, bool], list[Location]]


def pages_of(
    calls: Iterable[Recorded], pages: Iterable[OnScreen], packages: Collection[str]
) -> Pages:
    """The addresses that web views load or have loaded: scheme, host, and whether the app's own
    code or views are behind it. What lies on the device is none."""
    told = [(text, one.at, one.call.own is True) for one in calls for text in _texts(one)]
    loaded = {_parts(text)[1] for text, _, own in told if own}
    for one in pages:
        text = str(one.value)
        own = is_own_class(one.subject, packages)
        # SDKs, too, show their pages in the system's own views.
        own = own or (is_own_view(one.subject, packages) and _parts(text)[1] in loaded)
        told.append((text, one.at, own))
    found: Pages = {}
    for text, at, own in told:
        scheme, host = _parts(text)
        if host and not is_this_device(host):
            found.setdefault((scheme, host, own), []).append(at)
    return {key: list(dict.fromkeys(at))[:MAX_PLACES] for key, at in found.items()}


def clear_pages(pages: Pages) -> Iterator[Seen]:
    """Those that come by unencrypted http."""
    for (scheme, host, own), places in pages.items():
        if scheme == "http":
            kind, key = (Finding, "clear") if own else (Question, "of-library")
            yield kind(key, tuple(places), {"host": visible(host)}, ("host",))


def undeclared_pages(
    pages: Pages, declaration: "Declaration", logins: Collection[str]
) -> Iterator[Seen]:
    """Those of hosts that the declaration does not name; a well-known login is asked about."""
    declared = [one.host for one in declaration.domains if one.host.strip()]
    for (scheme, host, own), places in pages.items():
        if any(covers(one, host) for one in declared) or (scheme == "http" and not own):
            continue
        kind, key = (Finding, "undeclared") if own else (Question, "of-library")
        if any(covers(one, host) for one in logins):
            kind, key = Question, "login"
        yield kind(key, tuple(places), {"host": visible(host)}, ("host",))


def _texts(one: Recorded) -> Iterator[str]:
    for value in one.call.arguments[:1]:
        match value:
            case str():
                yield value
            case Thing() | Text():
                yield value.text


def _parts(text: str) -> tuple[str, str]:
    """Scheme and host of what is loaded; empty if that is no address of the web."""
    address = _ADDRESS.match(text)
    try:
        parts = urlsplit(address[1] if address else "")
        return parts.scheme.casefold(), (parts.hostname or "").rstrip(".")
    except ValueError:
        return "", ""
