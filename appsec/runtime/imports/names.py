"""Which names belong to which addresses, as the DNS answers in a capture tell."""

import struct
from collections.abc import Iterator
from dataclasses import field
from ipaddress import IPv4Address, IPv6Address

from appsec.model.frozen import slotted

PORT = 53
MAX_NAMES = 100_000
MAX_ANSWERS = 200
MAX_LABELS = 128
MAX_NAME = 255
_A, _CNAME, _AAAA = 1, 5, 28
_ANSWER, _OPERATION = 0x8000, 0x7800
_HEAD = 12
_POINTER = 0xC0


@slotted
class Names:
    """The names that were asked for, by the addresses that were answered; the last one counts."""

    _by_address: dict[str, str] = field(default_factory=dict)

    def of(self, address: str) -> str:
        """The name of an address, or the address itself."""
        return self._by_address.get(address, address)

    @property
    def addresses(self) -> dict[str, str]:
        """An address of each name."""
        return {name: address for address, name in reversed(self._by_address.items())}

    def add(self, message: bytes) -> None:
        """Takes one message of DNS. What is none tells nothing."""
        try:
            for name, address in _answers(message):
                if len(self._by_address) < MAX_NAMES or address in self._by_address:
                    self._by_address[address] = name
        except (struct.error, IndexError, ValueError):
            return


def _answers(message: bytes) -> Iterator[tuple[str, str]]:
    _, flags, asked, answered = struct.unpack(">HHHH", message[:8])
    if not flags & _ANSWER or asked != 1:
        return
    # All answers are for the name that was asked, by way of its aliases.
    name, at = _name(message, _HEAD)
    name, at = name.lower(), at + 4
    for _ in range(min(answered, MAX_ANSWERS)):
        _, at = _name(message, at)
        kind, _, _, size = struct.unpack(">HHIH", message[at : at + 10])
        data = message[at + 10 : at + 10 + size]
        if kind == _A and size == 4:  # noqa: PLR2004
            yield name, str(IPv4Address(data))
        elif kind == _AAAA and size == 16:  # noqa: PLR2004
            yield name, str(IPv6Address(data))
        at += 10 + size


def question(message: bytes) -> tuple[str, int]:
    """The name that a message asks for, or answers, and where the question ends. Raises ValueError,
    IndexError or struct.error for what is no such message."""
    _, flags, asked = struct.unpack(">HHH", message[:6])
    if flags & _OPERATION or asked != 1:
        raise ValueError("no question")
    name, end = _name(message, _HEAD)
    if len(message) < end + 4 or not name.isprintable():
        raise ValueError("no question")
    return name, end + 4


def _name(message: bytes, at: int) -> tuple[str, int]:
    """A name, and where what follows it begins."""
    labels: list[str] = []
    after = 0
    for _ in range(MAX_LABELS):
        size = message[at]
        if size & _POINTER == _POINTER:
            after = after or at + 2
            at = struct.unpack(">H", message[at : at + 2])[0] & 0x3FFF
        elif size == 0:
            return ".".join(labels)[:MAX_NAME], after or at + 1
        else:
            labels.append(message[at + 1 : at + 1 + size].decode("ascii", "replace"))
            at += 1 + size
    raise ValueError("a name without an end")
