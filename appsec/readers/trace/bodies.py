"""The bodies of exchanges as the app understood them: what a server packed is unpacked."""

import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

from appsec.model.run_files import Exchange
from appsec.readers.trace.index import Index
from appsec.readers.trace.learned import named_tokens
from appsec.readers.trace.run_file import BadFile, by_hash
from appsec.readers.trace.streams import Ended, decompressed

_BODIES = "bodies"
MAX_BODY = 64 << 20
MAX_KEPT = 4 << 20
"""So much of a body as it was kept is looked at for tokens."""
MAX_BLOWN = 256 << 20
"""So much of one run comes out of bodies beyond what text packs to: a few bytes may be packed zeros
without end, and one body may be that of many answers."""
FAIR = 32
"""Times its packed length that text comes to at most, and more than most does."""
_EMPTY = (204, 304)
"""Answers that have no body."""
_PLAIN = ("", "identity", "aws-chunked")
_GZIP = ("gzip", "x-gzip")
_RAW = -15


class Bodies:
    """What was sent and answered in one run. A body that is not there, or not as it was, is empty:
    `bad_bodies` tells of it."""

    def __init__(self, told: Index) -> None:
        self._folder = _folder(told)
        self._opener = Opener()

    def named(self, one: Exchange) -> Iterator[tuple[str, str]]:
        """The tokens and cookies of the answer, each with its name."""
        return named_tokens(one, self.opened(one)[0])

    def opened(self, one: Exchange) -> tuple[bytes, str]:
        """The body of the answer as far as it could be had, and why not all of it."""
        return self._opener.opened(one.response_headers, self._kept(one.response_body))

    def sent(self, one: Exchange) -> str:
        """The body of the request."""
        body, _ = self._opener.opened(one.request_headers, self._kept(one.request_body))
        return body.decode("utf-8", "replace")

    def text(self, one: Exchange) -> str:
        """All that the request carries: its address, headers and body, unquoted too."""
        told_of = "\n".join([one.url, *(v for _, v in one.request_headers), self.sent(one)])
        return f"{told_of}\n{unquote(told_of)}"

    def answer(self, one: Exchange) -> bytes | None:
        """The body of the answer; None if it was not kept, or cannot be unpacked."""
        body, why = self.opened(one)
        if why or len(body) >= MAX_KEPT:
            return None
        length = {v.strip() for n, v in one.response_headers if n.casefold() == "content-length"}
        return body if body or one.status in _EMPTY or length == {"0"} else None

    def came(self, one: Exchange) -> tuple[bytes, bool]:
        """What was kept of the answer's body, and whether it could be unpacked: more of it than for
        tokens, as an archive tells what it holds at its end."""
        kept = self._kept(one.response_body, MAX_BODY)
        body, why = self._opener.opened(one.response_headers, kept)
        return body, not why

    def _kept(self, name: str, most: int = MAX_KEPT) -> bytes:
        if not name:
            return b""
        try:
            with by_hash(self._folder, name).open("rb") as file:
                return file.read(most)
        except BadFile:
            return b""


def bad_bodies(told: Index, every: Iterable[Exchange]) -> Iterator[BadFile]:
    """The bodies of these exchanges that are not there, or not as they were: nobody knows what was
    sent or answered in them."""
    names = (name for one in every for name in (one.request_body, one.response_body) if name)
    for name in dict.fromkeys(names):
        try:
            by_hash(_folder(told), name)
        except BadFile as error:
            yield BadFile(error.key, f"{_BODIES}/{error.path}", error.why)


def _folder(told: Index) -> Path:
    return told.path.parent / _BODIES


class Opener:
    """Takes the encodings off the bodies of one run, in bounds for all of them together."""

    def __init__(self) -> None:
        self._left = MAX_BLOWN

    def opened(self, headers: Iterable[tuple[str, str]], body: bytes) -> tuple[bytes, str]:
        """A body without its encodings, and why it could not be had (empty if it could). Some
        recorders keep bodies packed as they came, others do not."""
        for encoding in reversed(encodings(headers)):
            if encoding in _PLAIN or not body or _is_text(body):
                continue
            body, whole = self._without(encoding, body)
            if not whole:
                return body, encoding
        return body, ""

    def _without(self, encoding: str, body: bytes) -> tuple[bytes, bool]:
        kinds = (31,) if encoding in _GZIP else (15, _RAW) if encoding == "deflate" else ()
        fair = FAIR * len(body)
        for bits in kinds:
            most = min(MAX_BODY, fair + self._left)
            stream = decompressed(lambda bits=bits: zlib.decompressobj(bits), body, 0, most)  # type: ignore[misc]
            self._left -= max(len(stream.data) - fair, 0)
            if stream.how is Ended.WHOLE:
                return stream.data, True
        return body, False


def encodings(headers: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """How a body was packed, in the order in which that was done."""
    named = [value for name, value in headers if name.casefold() == "content-encoding"]
    return tuple(each.strip().casefold() for each in ",".join(named).split(","))


def _is_text(body: bytes) -> bool:
    """Whether it was kept unpacked: packed bytes are no text."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
