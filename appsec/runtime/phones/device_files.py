"""What lists and reads files of a device, however it is reached."""

from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import IO, Protocol

from appsec.model.frozen import frozen, slotted
from appsec.runtime.phones.places import Place


@frozen
class Fact:
    """What the device says of a file. `mark` is all of it that changes when the file does."""

    path: bytes
    size: int
    mode: int
    modified: int
    changed: int
    mark: str


@frozen
class Listing:
    """What is below a folder. `links` have their targets; `others` are sockets, pipes and devices,
    which hold nothing; `why` says what could not be listed, and is empty if all was."""

    files: tuple[Fact, ...] = ()
    links: tuple[tuple[bytes, bytes], ...] = ()
    others: tuple[bytes, ...] = ()
    why: str = ""


@slotted
class Content:
    """A file that is being read, or why it cannot be."""

    fact: Fact
    stream: IO[bytes] | None = field(default=None)
    why: str = ""


class DeviceFiles(Protocol):
    """Reads files of a device. Raises CollectError or Cut if the device is gone."""

    def settled(self) -> int:
        """A time of the device's clock: files that changed last before it have nothing in memory
        that is not on the disk, so that any later change shows in their facts. 0 if none is."""
        ...

    def exists(self, folder: str) -> bool:
        """Whether a folder is there, as far as one may see."""
        ...

    def listing(self, place: Place, *, links: bool) -> Listing:
        """What is below a folder now."""
        ...

    def contents(self, facts: Sequence[Fact]) -> Iterator[Content]:
        """The files' contents in any order; each is to be read before the next is taken."""
        ...


def text(path: bytes) -> str:
    """A name as a manifest has it."""
    return path.decode("utf-8", "surrogateescape")
