"""Canaries that nobody typed: what a server gave the app to be recognised by, from its traffic."""

import re
from collections.abc import Collection, Iterable, Iterator

from appsec.engine.token_kinds import NEVER, TokenKind, kind_of
from appsec.model.frozen import frozen
from appsec.model.run_files import Exchange
from appsec.model.trace import Phase
from appsec.readers.trace.carried import (
    LOGINS,
    MIN_TOKEN,
    Carried,
    Requests,
    Slot,
    can_be_found,
    is_of_session,
    may_be_token,
    ordinary,
    says_little,
    short,
    tokens_in,
    words_in,
    words_only,
)
from appsec.readers.trace.documents import told_in

_COOKIE = re.compile(r"^\s*([^=;\s]+)=\"?([^;\"]+)")
_MEDIA = re.compile(r"(?i)\s*(?:image|video|audio|font)/")
_NAMED = frozenset((TokenKind.SESSION, TokenKind.VAGUE, TokenKind.CSRF, TokenKind.DEVICE))
"""Kinds whose names are enough to look for a value."""
BESIDE = frozenset((TokenKind.CSRF, TokenKind.DEVICE, *NEVER))
"""Kinds of what no session rests on."""


@frozen
class Learned:
    """A value, what it is for, and when it came to be known. `hosts` gave it, or were told by it
    who is there; `carried` is when a request last carried it, if that shows that somebody is
    recognised by it; `given` whether an answer gave it or it is only known from requests; `sure`
    whether a session surely rests on it. `names` are those that the answer gave it, or else those
    that requests do; `deniable` is whether none of all those is a session's. `too_short` is what
    one is called that is too short to be looked for, empty for all others."""

    value: str
    kind: TokenKind
    hosts: tuple[str, ...]
    at: int
    carried: int | None
    given: bool
    sure: bool
    names: tuple[str, ...] = ()
    deniable: bool = False
    too_short: str = ""


def learned(one: Exchange, answer: bytes, requests: Requests) -> Iterator[Learned]:
    """The tokens and cookies of one answer, and what of it came back, whatever its name."""
    carried = requests.all()
    for name, text, cookie in given_by(one, answer):
        own = kind_of(name)
        if len(text) < MIN_TOKEN and not (own is TokenKind.SESSION or cookie or text in carried):
            continue
        for value in _values(name, text):
            if not (cookie or own in _NAMED or value in carried):
                continue
            back = requests.back(value, one.at)
            kind = kind_by_use(own, back.slots if back else ())
            # What goes back as a trace of requests may be a session's by its own name.
            if kind in NEVER and own is not TokenKind.SESSION:
                continue
            used = back is not None and back.recognises(value, one.phase)
            named = value == text and any(
                _is_named(k, text, cookie=cookie, login=one.phase in LOGINS) for k in (own, kind)
            )
            if not (used or named) or not _is_long_enough(value, kind, back, one.phase):
                continue
            shown = back is not None and (
                kind is TokenKind.SESSION or (kind is TokenKind.UNKNOWN and back.apart)
            )
            last = back.last if back and shown else None
            hosts = (one.host, *(back.hosts if back else ()))
            sure = kind is TokenKind.SESSION
            names = (name,) if name else tuple(back.names if back else ())
            kinds = {kind, *map(kind_of, names), *(k for _, k in (back.slots if back else ()))}
            deniable = bool(names) and TokenKind.SESSION not in kinds
            untold = "" if can_be_found(value) else name
            yield Learned(
                value, kind, hosts, one.at, last, given=True, sure=sure, names=names,
                deniable=deniable, too_short=untold,
            )  # fmt: skip


def _values(name: str, text: str) -> Iterable[str]:
    if len(text) < MIN_TOKEN:
        return (text,) if short(text) else ()
    return tokens_in(text) if name else (text,)


def _is_long_enough(value: str, kind: TokenKind, back: Carried | None, given: Phase) -> bool:
    """A short value is a token if it is used as a session's, or a login gave it that calls it so.
    What any other cookie brings back is, if it can be found."""
    if len(value) >= MIN_TOKEN:
        return True
    if kind is TokenKind.SESSION:
        return back is not None or (given in LOGINS and not words_only(value))
    return kind is TokenKind.UNKNOWN and bool(back) and given in LOGINS and can_be_found(value)


def brought(requests: Requests, known: Collection[str]) -> Iterator[Learned]:
    """What requests carry as a session's that no answer was seen to give."""
    for value, one in requests.all().items():
        if value in known:
            continue
        bearer = any(slot is Slot.AUTHORIZATION for slot, _ in one.slots)
        # What differs each time is a signature.
        again = one.first < one.last and any(is_of_session(*each) for each in one.slots)
        if bearer or again:
            kind, hosts = TokenKind.SESSION, tuple(one.hosts)
            untold = "" if can_be_found(value) else min(slot for slot, _ in one.slots)
            yield Learned(
                value, kind, hosts, one.first, one.last, given=False, sure=bearer, too_short=untold
            )


def kind_by_use(given: TokenKind, slots: Collection[tuple[Slot, TokenKind]]) -> TokenKind:
    """What a value is for that came under a name of this kind and went back in these places."""
    if any(is_of_session(*each) for each in slots):
        return TokenKind.SESSION
    if given in BESIDE:
        return given
    kinds = {kind for _, kind in slots}
    if kinds and kinds <= BESIDE:
        return min(kinds)
    return TokenKind.UNKNOWN if given is TokenKind.VAGUE else given


def named_tokens(exchange: Exchange, response: bytes) -> Iterator[tuple[str, str]]:
    """The tokens and cookies of one answer, each with its name."""
    for name, value, cookie in given_by(exchange, response):
        kind = kind_of(name)
        fitting = may_be_token(value, kind) and can_be_found(value)
        if fitting and _is_named(kind, value, cookie=cookie):
            yield name, value


def _is_named(kind: TokenKind, value: str, *, cookie: bool, login: bool = False) -> bool:
    """Whether its name is enough to look for a value. `login` is whether a login gave it: what else
    is called a ticket and has a number is one for a train."""
    if cookie:
        return kind not in NEVER
    if kind is TokenKind.VAGUE and (words_only(value) if login else says_little(value)):
        return False
    return kind in _NAMED and (value.isdigit() or not ordinary(value))


def given_by(one: Exchange, answer: bytes) -> Iterator[tuple[str, str, bool]]:
    """What an answer gives, each with its name, and whether it is a cookie."""
    for name, value in one.response_headers:
        if name.casefold() == "set-cookie":
            if match := _COOKIE.match(value):
                yield match[1], match[2].strip(), True
        else:
            yield name, value.strip(), False
    media = any(n.casefold() == "content-type" and _MEDIA.match(v) for n, v in one.response_headers)
    if answer and not media:
        told, whole = told_in(answer)
        known = set()
        for name, value in told:
            known.add(value)
            yield name or "_", value, False
        if not whole:
            yield from (("", word, False) for word in words_in(answer) if word not in known)
