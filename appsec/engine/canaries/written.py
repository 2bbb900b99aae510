"""How people and programs write one value: with groups, signs, other calendars, as a moment."""

import re
from codecs import encode as rot13
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from appsec.engine.canaries.what import What

EPOCH = "epoch"
"""What the names of moments that are numbers begin with."""
MIN_MOMENT = 9
"""A number of fewer digits, around 1970 or 2001, turns up by chance."""
_EPOCHS = {
    "s": datetime(1970, 1, 1, tzinfo=UTC),
    "ms": datetime(1970, 1, 1, tzinfo=UTC),
    "apple": datetime(2001, 1, 1, tzinfo=UTC),
}
_SUMMER = 9
_WITH_SUMMER = (*range(1945, 1962), 1974, 1975, 1979)
"""Years in which Taiwan had summer time (tz database)."""


def variants(what: What, value: str) -> Iterator[tuple[str, str]]:
    """The value as people and programs write it; the first is as it was typed."""
    yield "", value
    for name, made in _WRITTEN.get(what, ()):
        if (text := made(value)) and text != value:
            yield name, text


def beside_its_name(what: What, value: str) -> Iterator[tuple[str, str]]:
    """The value as it is written in ways too short or too common to mean anything, but beside what
    says what it is: `790101` is a date, a colour or a number."""
    for name, made in _SHORT.get(what, ()):
        if text := made(value):
            yield name, text


def other_dates(text: str) -> tuple[bytes, bytes]:
    """The digits that make another date of one if they stand right before it, or right after:
    `1990/1/1` is no part of `1990/1/15`, nor `79年1月1日` of `1979年1月1日`."""
    before = b"123456789" if re.match(r"\d{1,2}年|[1-9][ -][A-Z]", text) else b""
    last = re.search(r"\D([1-9])\Z", text)
    return before, _LONGER_DAYS.get(last[1], b"") if last else b""


def _intl(value: str) -> str:
    digits = re.sub(r"\D", "", value)
    return f"+886{digits[1:]}" if re.fullmatch(r"09\d{8}", digits) else ""


def _national(value: str) -> str:
    digits = re.sub(r"\D", "", value)
    return f"0{digits[3:]}" if re.fullmatch(r"8869\d{8}", digits) else ""


def _without_plus(value: str) -> str:
    return (_intl(value) or value).lstrip("+")


def _mobile(pattern: str) -> Callable[[str], str]:
    """A mobile number in its groups: what stands before them, national or not, goes with them."""

    def write(value: str) -> str:
        digits = re.sub(r"\D", "", _national(value) or value)
        whole = re.fullmatch(r"0(9\d\d)(\d{3})(\d{3})", digits)
        return pattern.format(*whole.groups()) if whole else ""

    return write


def _grouped(separator: str) -> Callable[[str], str]:
    def group(value: str) -> str:
        digits = re.sub(r"\D", "", value)
        return separator.join(digits[at : at + 4] for at in range(0, len(digits), 4))

    return group


def _parted(separator: str, *lengths: int) -> Callable[[str], str]:
    """The number of an account as banks print it; the last group has what is left."""

    def part(value: str) -> str:
        digits = re.sub(r"\D", "", value)
        groups, at = list[str](), 0
        for length in lengths:
            groups.append(digits[at : at + length])
            at += length
        return separator.join((*groups, digits[at:])) if at < len(digits) else ""

    return part


def _dated(pattern: str, *, roc: bool = False) -> Callable[[str], str]:
    """A birthday written otherwise; `roc` counts the years of the Republic."""

    def write(value: str) -> str:
        match = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", value)
        if not match:
            return ""
        year = int(match[1]) - (1911 if roc else 0)
        month, day = int(match[2]), int(match[3])
        text = pattern.format(y=year, yy=match[1][2:], m=match[2], d=match[3], sm=month, sd=day)
        return text if year > 0 else ""

    return write


def _moment(unit: str, hours: int) -> Callable[[str], str]:
    """The beginning of a birthday, where clocks are so many hours ahead, as programs keep it."""

    def write(value: str) -> str:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            return ""
        with suppress(ValueError, OverflowError):
            begin = datetime.fromisoformat(f"{value}T00:00:00+00:00") - timedelta(hours=hours)
            if hours == _SUMMER and begin.year not in _WITH_SUMMER:
                return ""
            if unit == "iso":
                return f"{begin:%Y-%m-%dT%H:%M:%S}"
            seconds = int((begin - _EPOCHS[unit]).total_seconds())
            text = f"{seconds}000" if unit == "ms" else str(seconds)
            return text if len(text.lstrip("-")) >= MIN_MOMENT else ""
        return ""

    return write


def _english(pattern: str, hours: int = 0) -> Callable[[str], str]:
    """A birthday with its month in English, as Java and Gson write it wherever they run; so many
    hours from its beginning."""

    def write(value: str) -> str:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            return ""
        with suppress(ValueError, OverflowError):
            at = datetime.fromisoformat(f"{value}T00:00:00+00:00") + timedelta(hours=hours)
            month = _MONTHS[at.month - 1]
            return pattern.format(
                y=f"{at.year:04}", m=f"{at.month:02}", d=f"{at.day:02}", sd=at.day,
                month=month, mon=month[:3], h=f"{at.hour:02}",
            )  # fmt: skip
        return ""

    return write


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_ZONES = {0: ("GMT+08:00", "CST", "CDT", "GMT", "UTC"), 8: ("GMT+08:00", "CST"), -8: ("GMT", "UTC")}
"""What stands for the zone of a moment, by the hours from the beginning of the day there."""
_LONGER_DAYS = {"1": b"0123456789", "2": b"0123456789", "3": b"01"}
_MARKS = (("slashed", "/"), ("dotted", "."), ("dashed", "-"))
_Made = tuple[tuple[str, Callable[[str], str]], ...]
_CASES: _Made = (("lower", str.lower), ("upper", str.upper))
_REVERSED: _Made = (("reversed", lambda value: value[::-1]),)
_TURNED: _Made = (*_REVERSED, ("rot13", lambda value: rot13(value, "rot13")))
_WRITTEN: Mapping[What, _Made] = {
    What.PHONE: (
        ("intl", _intl),
        ("intl-digits", _without_plus),
        ("national", _national),
        ("dashed", _mobile("0{}-{}-{}")),
        ("grouped", _mobile("{} {} {}")),
        ("grouped-nbsp", _mobile("{}\N{NO-BREAK SPACE}{}\N{NO-BREAK SPACE}{}")),
        ("grouped-dash", _mobile("{}-{}-{}")),
        ("grouped-dot", _mobile("{}.{}.{}")),
        ("halved", _mobile("{} {}{}")),
        ("halved-dash", _mobile("{}-{}{}")),
        ("number", lambda value: re.sub(r"\D", "", _national(value) or value).lstrip("0")),
        *_REVERSED,
    ),
    What.CARD: (
        ("digits", _grouped("")),
        ("spaced", _grouped(" ")),
        ("dashed", _grouped("-")),
        *_REVERSED,
    ),
    What.BANK_ACCOUNT: (
        ("digits", _grouped("")),
        ("spaced", _grouped(" ")),
        ("dashed", _grouped("-")),
        *(
            (f"{name}-{'-'.join(map(str, groups))}", _parted(mark, *groups))
            for groups in ((3, 2), (3, 3), (4, 3), (5, 2), (3, 2, 6), (3, 3, 6), (7,))
            for name, mark in (("dashed", "-"), ("spaced", " "))
        ),
    ),
    What.BIRTHDAY: (
        *((name, _dated(mark.join(("{y}", "{m}", "{d}")))) for name, mark in _MARKS),
        *((f"{name}-short", _dated(mark.join(("{y}", "{sm}", "{sd}")))) for name, mark in _MARKS),
        *((f"{name}-american", _dated(mark.join(("{m}", "{d}", "{y}")))) for name, mark in _MARKS),
        *((f"{name}-european", _dated(mark.join(("{d}", "{m}", "{y}")))) for name, mark in _MARKS),
        ("compact", _dated("{y}{m}{d}")),
        ("compact-midnight", _dated("{y}{m}{d}0000")),
        ("roc-compact", _dated("{y:03d}{m}{d}", roc=True)),
        *((f"roc-{n}", _dated(mark.join(("{y}", "{m}", "{d}")), roc=True)) for n, mark in _MARKS),
        ("roc-written", _dated("{y}年{sm}月{sd}日", roc=True)),
        ("roc-written-whole", _dated("{y}年{m}月{d}日", roc=True)),
        ("written", _dated("{y}年{sm}月{sd}日")),
        ("written-whole", _dated("{y}年{m}月{d}日")),
        *(
            ("english-american", _english(pattern))
            for pattern in (
                *("{mon} {sd}, {y}", "{mon} {d}, {y}", "{month} {sd}, {y}", "{month} {d}, {y}"),
                *("{mon} {sd} {y}", "{mon} {d} {y}", "{month} {sd} {y}"),
            )
        ),
        *(
            ("english-european", _english(pattern))
            for pattern in ("{sd} {mon} {y}", "{sd} {month} {y}", "{sd}-{mon}-{y}")
        ),
        *(
            ("english-moment", _english(f"{{mon}} {{d}} {{h}}:00:00 {zone} {{y}}", hours))
            for hours, zones in _ZONES.items()
            for zone in zones
        ),
        ("english-moment", _english("{d} {mon} {y} {h}:00:00", -8)),
        ("iso-utc+8", _english("{y}-{m}-{d} {h}:00:00", -8)),
        *(
            (
                f"{EPOCH}-{unit}-utc+{hours}" if unit != "iso" else f"iso-utc+{hours}",
                _moment(unit, hours),
            )
            for unit in ("s", "ms", "apple", "iso")
            for hours in (0, 8, _SUMMER)
            if (unit, hours) != ("iso", 0)
        ),
    ),
    What.EMAIL: (*_CASES, *_TURNED),
    What.NATIONAL_ID: (*_CASES, *_TURNED),
    What.ACCOUNT: (*_CASES, *_TURNED),
    What.PASSWORD: _TURNED,
    What.IDENTIFIER: (*_CASES, ("compact", lambda value: value.replace("-", ""))),
}
_SHORT: Mapping[What, _Made] = {
    What.BIRTHDAY: (
        ("roc-compact", _dated("{y}{m}{d}", roc=True)),
        ("compact-short", _dated("{yy}{m}{d}")),
        *(
            (f"roc-{name}-short", _dated(mark.join(("{y}", "{sm}", "{sd}")), roc=True))
            for name, mark in _MARKS
        ),
        *(
            (f"{name}-{order}-short", _dated(mark.join(parts)))
            for name, mark in _MARKS
            for order, parts in (
                ("american", ("{sm}", "{sd}", "{y}")),
                ("european", ("{sd}", "{sm}", "{y}")),
            )
        ),
    ),
}
