"""Names that were looked up, as exchanges: where an app means to connect to."""

import base64
import binascii
import struct
from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from urllib.parse import parse_qs, urlsplit

from appsec.model.frozen import slotted
from appsec.model.run_files import Exchange
from appsec.model.trace import Phase
from appsec.runtime.imports.bodies import header
from appsec.runtime.imports.gathered import TRAFFIC, Gathered, Moved
from appsec.runtime.imports.names import PORT, question
from appsec.runtime.imports.timeline import LATEST, SECOND

MAX_LOOKUPS = 20_000
MAX_TIMES = 5_000
MAX_ODD = 64 << 10
_MIME = "application/dns-message"
_PLAIN_TAIL = 11
"""What follows a plain question: the record by which a client says how long answers may be."""


@slotted
class _Lookup:
    at: int
    seconds: dict[int, tuple[int, int]] = field(default_factory=dict)
    odd: bytearray = field(default_factory=bytearray)


@slotted
class Lookups:
    """Each name once, with all times at which it was asked for. `full` says since when further
    names are not kept, 0 if all are."""

    full: int = 0
    _known: dict[tuple[str, bool | None], _Lookup] = field(default_factory=dict)

    def add(self, message: bytes, at: int, own: bool | None = None) -> bool:
        """Takes one message, a question or its answer. False for what is none and may be all."""
        try:
            name, end = question(message)
        except (struct.error, IndexError, ValueError):
            return False
        key = name.lower().rstrip("."), own
        if key not in self._known and len(self._known) == MAX_LOOKUPS:
            self.full = self.full or at
            return True
        known = self._known.setdefault(key, _Lookup(at))
        known.at = min(known.at, at)
        second = at // SECOND
        first, last = known.seconds.get(second, (at, at))
        if second in known.seconds or len(known.seconds) < MAX_TIMES:
            known.seconds[second] = min(first, at), max(last, at)
        if name != key[0] or len(message) > end + _PLAIN_TAIL:
            # What a name or its tail may carry besides is searched as it stands.
            known.odd += message[: MAX_ODD - len(known.odd)]
        return True

    def moved(self, address_of: dict[str, str]) -> Iterator[Moved]:
        """One lookup for each name; `address_of` has the first address of those answered."""
        for (name, own), one in self._known.items():
            times = (at for both in one.seconds.values() for at in both)
            exchange = Exchange(
                one.at, Phase.BEFORE, name, PORT, "dns", address=address_of.get(name, ""),
                method="DNS", own=own,
            )  # fmt: skip
            yield Moved(exchange, bytes(one.odd), times=tuple(dict.fromkeys(sorted(times))))

    def tell(self, told: Gathered, address_of: dict[str, str]) -> None:
        """Adds them all to what a file brought."""
        told.moved += self.moved(address_of)
        if self.full:
            told.lose("too-many", most=f"{MAX_LOOKUPS} DNS")
            told.hole(TRAFFIC, "more names were looked up than are kept", self.full, LATEST)


def over_http(moved: Iterable[Moved]) -> Iterator[Moved]:
    """The names that requests looked up which could be read (DNS over HTTPS)."""
    for one in moved:
        lookups = Lookups()
        if any(lookups.add(each, one.exchange.at, one.exchange.own) for each in _questions(one)):
            for each in lookups.moved({}):
                # The bytes are searched where they were sent.
                yield replace(each, request=b"")


def _questions(one: Moved) -> Iterator[bytes]:
    exchange = one.exchange
    if not exchange.url:
        return
    if _MIME in header(exchange.request_headers, "content-type").lower():
        yield one.request
    for text in _asked(exchange.url):
        try:
            yield base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        except (binascii.Error, ValueError):
            continue


def _asked(url: str) -> list[str]:
    try:
        return parse_qs(urlsplit(url).query, max_num_fields=100).get("dns", [])
    except ValueError:
        return []
