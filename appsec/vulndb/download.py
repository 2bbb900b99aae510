"""Feeds from the network, only when asked for: resumed where they broke off, and verified."""

import base64
import hashlib
import http.client
import os
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from pathlib import Path
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from appsec.model.frozen import frozen
from appsec.vulndb.ecosystems import RETIRE, ecosystems

OSV = "https://osv-vulnerabilities.storage.googleapis.com"
RETIRE_JS = (
    "https://raw.githubusercontent.com/RetireJS/retire.js/master/repository/jsrepository-v5.json"
)
MAX_BYTES = 4 * 1024**3
MAX_TRIES = 5
_CHUNK = 1 << 18
_TIMEOUT = 60
_HERE = ("127.0.0.1", "localhost", "::1")


class DownloadProblem(Exception):
    """A feed could not be had: where from, and why, in English and zh-TW."""

    def __init__(self, address: str, why: str, why_zh: str) -> None:
        super().__init__(f"{address}: {why}；{why_zh}")


@frozen
class Fetched:
    """A feed's file, where it came from, and the day on which its publisher wrote it, if the
    server tells."""

    path: Path
    source: str
    dated: str


def addresses(only: tuple[str, ...] = (), base: str = "", retire: str = "") -> Mapping[str, str]:
    """Where each feed is, by the name of its ecosystem; of all, or of `only` these."""
    known = {
        name: f"{(base or OSV).rstrip('/')}/{about.bucket}/all.zip"
        for name, about in ecosystems().items()
        if about.bucket
    } | {RETIRE: retire or RETIRE_JS}
    return {name: address for name, address in known.items() if not only or name in only}


class _NoDetour(HTTPRedirectHandler):
    """Follows a redirection only where it is as safe as the address that was asked for."""

    def redirect_request(  # noqa: PLR0917 - as urllib calls it
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> Request | None:
        _must_be_safe(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _must_be_safe(address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme != "https" and (parts.scheme, parts.hostname in _HERE) != ("http", True):
        raise DownloadProblem(address, "is no https address", "不是https網址")


def fetch(
    address: str, folder: Path, name: str, wait: Callable[[float], None] = time.sleep
) -> Fetched:
    """The file at an address, in `folder`. Raises DownloadProblem.

    What an earlier attempt left there is gone on with if the server still has the same file.
    """
    _must_be_safe(address)
    folder.mkdir(parents=True, exist_ok=True)
    part = _Part(folder / f"{name}.part", folder / f"{name}.etag")
    why = ""
    for attempt in range(MAX_TRIES):
        if attempt:
            wait(2.0**attempt)
        try:
            return _attempt(address, part, folder / name)
        except HTTPError as error:
            if error.code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
                part.drop()
            elif error.code < HTTPStatus.INTERNAL_SERVER_ERROR:
                raise DownloadProblem(address, f"HTTP {error.code}", "伺服器拒絕") from error
            why = f"HTTP {error.code}"
        except (URLError, OSError, http.client.HTTPException) as error:
            why = str(error) or type(error).__name__
    told = f"gave up after {MAX_TRIES} attempts: {why}; what came is kept, run it again to go on"
    raise DownloadProblem(address, told, "下載中斷，已保留部分內容，請重新執行以續傳")


@frozen
class _Part:
    """What has come so far, and the mark by which the server knows the file it is of."""

    path: Path
    mark: Path

    def had(self) -> tuple[int, str]:
        """How much there is, of which file; nothing where that is not known."""
        try:
            return self.path.stat().st_size, self.mark.read_text("ascii")
        except (OSError, ValueError):
            return 0, ""

    def drop(self) -> None:
        self.path.unlink(missing_ok=True)
        self.mark.unlink(missing_ok=True)


def _attempt(address: str, part: _Part, done: Path) -> Fetched:
    size, mark = part.had()
    headers = {"User-Agent": "appsec", "Accept-Encoding": "identity"}
    if size and mark:
        headers |= {"Range": f"bytes={size}-", "If-Range": mark}
    answer = build_opener(_NoDetour).open(Request(address, headers=headers), timeout=_TIMEOUT)
    with closing(answer):
        resumed = answer.status == HTTPStatus.PARTIAL_CONTENT
        if not resumed:
            part.drop()
            size = 0
        etag = answer.headers.get("ETag", "")
        # A weak mark says only that two files mean the same.
        if etag and not etag.startswith("W/"):
            part.mark.write_text(etag, "ascii")
        whole = _whole_size(answer.headers, size)
        _append(answer, part.path, size, address)
        told = answer.headers
    if whole is not None and part.path.stat().st_size != whole:
        raise http.client.IncompleteRead(b"")
    _verify(part, told, address)
    os.replace(part.path, done)
    part.drop()
    return Fetched(done, address, _day(told.get("Last-Modified", "")))


def _whole_size(headers: http.client.HTTPMessage, had: int) -> int | None:
    length = headers.get("Content-Length", "")
    return had + int(length) if length.isdecimal() else None


def _append(answer: IO[bytes], path: Path, had: int, address: str) -> None:
    with path.open("ab") as file:
        while chunk := answer.read(_CHUNK):
            had += len(chunk)
            if had > MAX_BYTES:
                raise DownloadProblem(address, f"more than {MAX_BYTES} bytes", "檔案過大")
            file.write(chunk)


def _verify(part: _Part, headers: http.client.HTTPMessage, address: str) -> None:
    """Against the hash that the server states, as Google's storage does; zip files are verified
    once more by their own checksums when they are imported."""
    stated = (
        each.strip() for line in headers.get_all("x-goog-hash", []) for each in line.split(",")
    )
    md5 = next((each.removeprefix("md5=") for each in stated if each.startswith("md5=")), "")
    if not md5:
        return
    with part.path.open("rb") as file:
        digest = hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).digest()
    if base64.b64encode(digest).decode() != md5:
        part.drop()
        raise DownloadProblem(address, "came damaged: its hash differs", "內容雜湊值不符")


def _day(stamp: str) -> str:
    """The day of an HTTP date; empty where there is none: what a mirror serves may be old."""
    try:
        return parsedate_to_datetime(stamp).astimezone(UTC).date().isoformat()
    except (ValueError, TypeError):
        return ""
