"""What the requests of a run carry by which somebody may be recognised, whatever its name."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from enum import StrEnum
from urllib.parse import parse_qsl, unquote

from appsec.engine.token_kinds import TokenKind, kind_of
from appsec.model.frozen import slotted
from appsec.model.run_files import Exchange
from appsec.model.trace import Phase
from appsec.readers.trace.documents import MIN_SHORT, told_in
from appsec.readers.trace.requests import PLAIN, cookies, split

MIN_TOKEN = 12
"""A shorter value is hardly one that a session rests on, unless it is called or used as one."""
MIN_MIXED, MIN_DIGITS = 8, 9
"""From so many on, letters and digits, or digits alone, turn up by chance no more."""
MAX_TOKEN = 4096
MAX_CARRIED = 200_000
MAX_HOSTS = 20
MAX_NAMES = 5
ENOUGH = 3
"""Addresses that one value is sent to from which on it is none of what they ask for."""
LOGINS = (Phase.REGISTER, Phase.LOGIN, Phase.SESSION)
BEARER = re.compile(r"(?i)^(?:bearer|token|jwt)\s+(\S+)$")
_WORD = re.compile(rf"[\w.~+/-]{{{MIN_TOKEN},}}={{0,2}}", re.ASCII)
_SOLID = re.compile(r"[\x21-\x7e]+")
_PARTED = re.compile(r"[^\x21-\x7e]|[=,;:?&]")
_ORDINARY = re.compile(
    r"(?:application|text|image|audio|video|font|multipart)/.*|[\w.+-]+@[\w.-]+"
    r"|(?:[a-z0-9-]+\.)+[a-z]{2,10}(?:/.*)?|\d{4}[-/]\d\d[-/]\d\d(?:[T_-].*)?|20\d{12}|1[5-9]\d{11}"
    r"|\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?"
)
"""Media types, addresses, hosts and times: no generator of tokens makes them."""
_WORDS = re.compile(r"(?:[A-Z]?[a-z]+|[A-Z]+)(?:[-_./+~](?:[A-Z]?[a-z]+|[A-Z]+))*")
"""Each letter can be matched in one way only: an app's strings would take for ever otherwise."""
_NUMBER = re.compile(r"[A-Za-z]{0,8}(?:[-_./]?\d)+")
"""A number of something: an order, a member, a ticket."""
_NOBODY = re.compile(r"(?i)null|undefined|none|nil|nan|false|true|guest|anonymous|deleted|expired")
_SECONDS = re.compile(r"1[5-9]\d{8}")


class Slot(StrEnum):
    """Where in a request a value is."""

    AUTHORIZATION = "authorization"
    HEADER = "header"
    COOKIE = "cookie"
    ELSEWHERE = "elsewhere"  # in the address or the body


@slotted
class Carried:
    """When requests carried a value, where in them and under names of which kinds, to how many
    addresses (at most ENOUGH are kept, and one of each further host), and to which hosts to say who
    is there. `names` are a few of its names."""

    first: int
    last: int
    slots: set[tuple[Slot, TokenKind]] = field(default_factory=set)
    addresses: set[tuple[str, str]] = field(default_factory=set)
    hosts: dict[str, None] = field(default_factory=dict)
    names: dict[str, None] = field(default_factory=dict)

    @property
    def apart(self) -> bool:
        """Whether it is where nothing is that is asked for: in a header or a cookie."""
        return any(slot is not Slot.ELSEWHERE for slot, _ in self.slots)

    def is_news(self, host: str) -> bool:
        """Whether none of the addresses that are kept is of this host, of no more than are told."""
        return len(self.addresses) < MAX_HOSTS and not self.is_sent_to(host)

    def is_sent_to(self, host: str) -> bool:
        """Whether this host is known to be sent it."""
        return any(host == one for one, _ in self.addresses)

    def is_for_others(self, giver: str) -> bool:
        """Whether it only goes to other hosts than the one that gave it, in addresses and bodies,
        where no session is told."""
        told = not self.apart and len(self.addresses) < MAX_HOSTS
        return told and not self.is_sent_to(giver)

    def recognises(self, value: str, given: Phase) -> bool:
        """Whether somebody may be recognised by what came in this phase: what addresses and bodies
        carry is that if a login gave it, or if it is sent wherever the app goes."""
        if ordinary(value) or self.apart:
            return not ordinary(value)
        return not words_only(value) and (given in LOGINS or len(self.addresses) >= ENOUGH)


class Requests:
    """All that the requests of one run carry. `many` is whether there was more than is kept."""

    def __init__(self) -> None:
        self._carried: dict[str, Carried] = {}
        self.many = False

    def add(self, one: Exchange, body: bytes) -> None:
        """Notes one request with its body, unpacked."""
        self.note(one, parts(one, body))

    def note(self, one: Exchange, every: Iterable[tuple[Slot, str, str]]) -> None:
        """Notes the parts of one request."""
        path = "/".join("*" if len(p) >= MIN_TOKEN else p for p in split(one.url).path.split("/"))
        for slot, name, value in every:
            for each, kind in _each(slot, kind_of(name), value):
                known = self._carried.get(each)
                if known is None:
                    if len(self._carried) >= MAX_CARRIED:
                        self.many = True
                        continue
                    known = self._carried[each] = Carried(one.at, one.at)
                known.first, known.last = min(known.first, one.at), max(known.last, one.at)
                known.slots.add((slot, kind))
                if name and len(known.names) < MAX_NAMES:
                    known.names[name] = None
                if len(known.addresses) < ENOUGH or known.is_news(one.host):
                    known.addresses.add((one.host, path))
                if is_of_session(slot, kind) and len(known.hosts) < MAX_HOSTS:
                    known.hosts[one.host] = None

    def back(self, value: str, at: int) -> Carried | None:
        """Who carries a value back that was given then."""
        known = self._carried.get(value)
        return known if known and known.last > at else None

    def all(self) -> Mapping[str, Carried]:
        """Each value with who carries it."""
        return self._carried


def is_of_session(slot: Slot, kind: TokenKind) -> bool:
    """Whether a value is there, under a name of this kind, to say who is there."""
    named = kind in (TokenKind.SESSION, TokenKind.VAGUE) and slot is not Slot.ELSEWHERE
    return named or slot is Slot.AUTHORIZATION


def fits(value: str) -> bool:
    """Whether a text may be a token: neither short nor a sentence or an address."""
    fitting = MIN_TOKEN <= len(value) <= MAX_TOKEN and not value.startswith(("http:", "https:"))
    return fitting and _SOLID.fullmatch(value) is not None


def may_be_token(value: str, kind: TokenKind) -> bool:
    """Whether a text under a name of this kind may be a token: a session's may be short."""
    return fits(value) or (kind is TokenKind.SESSION and short(value))


def short(value: str) -> bool:
    """Whether a text shorter than others may be a token, if it is called or used as a session's."""
    if not MIN_SHORT <= len(value) < MIN_TOKEN or not _SOLID.fullmatch(value):
        return False
    return _NOBODY.fullmatch(value) is None and (value.isdigit() or not ordinary(value))


def can_be_found(value: str) -> bool:
    """Whether a token is long enough for finding it to mean anything."""
    if value.isdigit() and len(value) < MIN_TOKEN:
        return len(value) >= MIN_DIGITS and _SECONDS.fullmatch(value) is None
    mixed = any(map(str.isdigit, value)) and any(map(str.isalpha, value))
    return len(value) >= (MIN_MIXED if mixed else MIN_TOKEN)


def words_only(value: str) -> bool:
    """Whether it is made of words: no generator of tokens makes them."""
    return _WORDS.fullmatch(value) is not None


def says_little(value: str) -> bool:
    """Whether a value is words, or the number of something: under a name that may be anything's, it
    is no token."""
    return words_only(value) or _NUMBER.fullmatch(value) is not None


def ordinary(value: str) -> bool:
    """Whether it has the form of something that nobody is recognised by."""
    return _ORDINARY.fullmatch(value) is not None


def tokens_in(value: str) -> Iterator[str]:
    """The whole of a value if it may be a token, its words otherwise."""
    if len(value) < MIN_TOKEN:
        return
    for each in dict.fromkeys((value, unquote(value))) if "%" in value else (value,):
        if _PARTED.search(each) is None:
            if MIN_TOKEN <= len(each) <= MAX_TOKEN:
                yield each
            continue
        if fits(each):
            yield each
        yield from filter(fits, _WORD.findall(each))


def words_in(data: bytes) -> Iterator[str]:
    """The words of an answer that is no JSON. Beside a text in binary data there may be bytes that
    look like a part of it."""
    try:
        yield from filter(fits, _WORD.findall(data.decode("utf-8")))
    except UnicodeDecodeError:
        for word in _WORD.findall(data.decode("latin-1")):
            every = (word[begin : len(word) - end] for begin in range(3) for end in range(3))
            yield from filter(fits, every)


def used_as(kind: TokenKind, value: str) -> TokenKind:
    """What a value is for that a request carries under a name of this kind."""
    return TokenKind.UNKNOWN if kind is TokenKind.VAGUE and says_little(value) else kind


def _each(slot: Slot, kind: TokenKind, value: str) -> Iterator[tuple[str, TokenKind]]:
    """The tokens of a value, and what each may be for."""
    for one in (value,) if short(value) else tokens_in(value):
        of = used_as(kind, one)
        cookie = slot is Slot.COOKIE and can_be_found(one)
        if len(one) >= MIN_TOKEN or is_of_session(slot, of) or cookie:
            yield one, of


def parts(one: Exchange, body: bytes) -> Iterator[tuple[Slot, str, str]]:
    """The values of a request with its body, unpacked, each with where it is and its name."""
    for name, value in one.request_headers:
        low = name.casefold()
        bearer = BEARER.match(value.strip()) if low == "authorization" else None
        if bearer:
            yield Slot.AUTHORIZATION, name, bearer[1]
        elif low != "cookie" and not PLAIN.fullmatch(low):
            yield Slot.HEADER, name, value.strip()
    for name, value in cookies(one):
        yield Slot.COOKIE, name.removeprefix("cookie "), value
    address = split(one.url)
    for name, value in parse_qsl(address.query):
        yield Slot.ELSEWHERE, name, value
    for segment in re.split("[/;=]", address.path):
        yield Slot.ELSEWHERE, "", segment
    yield from ((Slot.ELSEWHERE, name, value) for name, value in _sent(body))


def _sent(body: bytes) -> Iterator[tuple[str, str]]:
    if not body:
        return
    told, whole = told_in(body)
    yield from told
    if whole:
        return
    if re.match(rb"[\w.%\[\]-]+=", body):
        yield from parse_qsl(body.decode("utf-8", "replace"), max_num_fields=None)
    yield from (("", word) for word in words_in(body))
