"""What people write in files of their own: days, and text on one line."""

import re
from datetime import date, datetime
from typing import Any

from appsec.model.text import visible

MAX_TEXT = 2000
"""Longest reason, statement or piece of evidence that an assessment carries, in characters."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
"""An ISO date in its long form; `date.fromisoformat` takes others too."""


def with_days_as_text(values: Any) -> Any:
    """YAML reads an unquoted 2026-12-31 as a date; that one is meant and harmless."""
    if isinstance(values, dict):
        return {key: with_days_as_text(value) for key, value in values.items()}
    if isinstance(values, list):
        return [with_days_as_text(value) for value in values]
    if isinstance(values, date) and not isinstance(values, datetime):
        return values.isoformat()
    return values


def is_day(written: str) -> bool:
    """Whether it is an ISO date in its long form, and a day that the calendar has."""
    if not _DAY.fullmatch(written):
        return False
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return True


def one_line(written: str) -> str:
    """What people wrote, on one line and with nothing invisible in it."""
    return visible(" ".join(written.split()), MAX_TEXT)
