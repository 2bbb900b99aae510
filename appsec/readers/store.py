"""What holds an artefact's files, be it a zip file or a folder."""

from collections.abc import Iterator, Mapping
from typing import Protocol

from appsec.readers.zip_model import Entry, Refusal


class Store(Protocol):
    """Named files, bounded and never guessed at; `Archive` and `Folder` are such.

    A symbolic link is an entry whose content is its target; none is ever followed.
    """

    @property
    def names(self) -> tuple[str, ...]:
        """What can be read."""

    @property
    def refused(self) -> Mapping[str, Refusal]:
        """What cannot be read, and why."""

    def entry(self, name: str) -> Entry:
        """One entry. Raises EntryError or MissingEntry."""

    def read(self, name: str, limit: int | None = None) -> bytes:
        """A whole content. Raises EntryError or MissingEntry."""

    def head(self, name: str, count: int) -> bytes:
        """The first bytes of a content. Raises EntryError or MissingEntry."""

    def pieces(self, name: str) -> Iterator[bytes]:
        """A whole content bit by bit, for a hash: what may be read in all is not charged for it.
        Raises EntryError or MissingEntry."""

    def sha256(self) -> str:
        """What identifies the artefact."""

    def close(self) -> None:
        """Gives it back."""
