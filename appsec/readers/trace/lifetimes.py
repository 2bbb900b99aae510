"""Until when tokens are good, as the answers say that give them."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from math import inf

from appsec.engine.run_sessions import expiry
from appsec.model.run_files import Exchange

MAX_BODY = 100_000
"""So much of an answer is looked at: what a login tells is short."""
_COOKIE = re.compile(r"\s*[^=;\s]+=\"?([^;\"]+)")
_MAX_AGE = re.compile(r"(?i);\s*max-age\s*=\s*\"?(-?\d{1,15})")
_EXPIRES = re.compile(r"(?i);\s*expires\s*=\s*\"?([^;\"]+)")
_FIELD = re.compile(
    r"(?i)(?<![\w.-])([\w.-]{0,40}(?:exp|ttl|life|timeout|valid|age)[\w.-]{0,20})\\*[\"']?\s{0,5}[:=>]"
    r"\s{0,5}\\*[\"']?([^\"'<>,;&{}\\\r\n]{1,60})"
)
_NAME = re.compile(
    r"(?:access|refresh|id|auth|session|token|jwt|login|bearer|x)*"
    r"(?:exp|expir(?:es?|ed|y|ation)|ttl|lifetime|timeout|valid(?:until|to|for)|maxage)"
    r"(?:in|at|on|time|date|s|secs?|seconds|ms|millis(?:econds)?|mins?|minutes|stamp|utc)*"
)
_MS, _MINUTES = re.compile(r"ms$|milli"), re.compile(r"min(?:ute)?s?$")
_NUMBER = re.compile(r"\d{1,15}(?:\.\d+)?")
_EPOCH, _EPOCH_MS = 1e9, 1e11
_LEAST_MS = 60_000
_HERE = timezone(timedelta(hours=8))


class Lifetimes:
    """When each token of one run ends by itself. `created` is when the run began."""

    def __init__(self, created: str) -> None:
        self._since = _moment(created)
        self._ends: dict[str, float] = {}

    def note(self, one: Exchange, answer: bytes, given: Sequence[tuple[str, str]]) -> None:
        """Takes what an answer gave. What it gives again lasts from then."""
        now = self._since + one.at / 1_000_000
        cookies = dict(_cookies(one, now))
        self._ends.update(cookies)
        others = [(name, value) for name, value in given if value not in cookies]
        told = list(_fields(one, answer, now)) if others else []
        for name, value in others:
            refresh = "refresh" in name.casefold()
            if every := [end for field, end in told if ("refresh" in field) == refresh]:
                self._ends[value] = min(every)

    def has_ended(self, value: str, one: Exchange) -> bool:
        """Whether a token had expired by itself when it was sent: then that it is refused shows
        nothing of the logout. What a JWT says of itself counts, too."""
        ends = [end for end in (expiry(value), self._ends.get(value)) if end is not None]
        return any(end <= self._since + one.at / 1_000_000 for end in ends)


def _cookies(one: Exchange, now: float) -> Iterator[tuple[str, float]]:
    for name, value in one.response_headers:
        match = _COOKIE.match(value) if name.casefold() == "set-cookie" else None
        if match is None:
            continue
        if age := _MAX_AGE.search(value):
            yield match[1].strip(), now + int(age[1])
        elif (date := _EXPIRES.search(value)) and (end := _date(date[1].strip())) is not None:
            yield match[1].strip(), end


def _fields(one: Exchange, answer: bytes, now: float) -> Iterator[tuple[str, float]]:
    """The fields that tell when something ends, whatever the form of the answer."""
    text = answer[:MAX_BODY].decode("utf-8", "replace")
    told = [(n, v) for n, v in one.response_headers if n.casefold() != "expires"]  # of caches
    for name, value in (*told, *_FIELD.findall(text)):
        field = re.sub(r"[\W_]", "", name).casefold()
        if _NAME.fullmatch(field) and (end := _end(field, value.strip(), now)) is not None:
            yield field, end


def _end(field: str, value: str, now: float) -> float | None:
    if not _NUMBER.fullmatch(value):
        return _date(value)
    number = float(value)
    if number >= _EPOCH:
        return number / 1000 if number >= _EPOCH_MS else number
    # Round thousands may be milliseconds: a token that may have ended is none that was refused.
    if _MS.search(field) or (number >= _LEAST_MS and number % 1000 == 0):
        return now + number / 1000
    return now + number * (60 if _MINUTES.search(field) else 1)


def _date(text: str) -> float | None:
    """A date of HTTP or of ISO 8601, without a zone as early as it may be."""
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = read(text)
            return (found if found.tzinfo else found.replace(tzinfo=_HERE)).timestamp()
        except (ValueError, OverflowError, TypeError, IndexError):
            continue
    return None


def _moment(time: str) -> float:
    try:
        return datetime.fromisoformat(time).timestamp()
    except (ValueError, OverflowError):
        return inf  # nobody knows when that was: any token may have ended
