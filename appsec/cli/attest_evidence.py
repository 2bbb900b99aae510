"""The evidence that `appsec attest add` is given: checked as a whole before any file is copied."""

import datetime
import re
from pathlib import Path
from typing import Any

import click

from appsec.cli.attest_entry import Given
from appsec.cli.attest_file import bring
from appsec.cli.attest_words import say

_CAPTURED = re.compile(r"(.+)@(\d{4}-\d{2}-\d{2})", re.DOTALL)
"""FILE@2026-01-02: a file and the day on which it was made."""


def evidence_of(given: Given, written: str) -> tuple[Path, str]:
    """A file and the day on which it was made. Raises UsageError for what could not be filed."""
    from appsec.assess.confirm_standing import MIN_SIZE

    match = _CAPTURED.fullmatch(written.strip())
    if match is None:
        raise click.UsageError(say(given.lang, "captured-when", file=written))
    refuse_day(given.lang, "--evidence", match[2])
    path = Path(match[1])
    if not path.is_file():
        raise click.UsageError(f"{path}: no such file")
    if path.resolve() == given.file.resolve():
        raise click.UsageError(f"{path}: is the confirmations file itself")
    if path.stat().st_size < MIN_SIZE:
        raise click.UsageError(f"{path}: is empty or shows nothing (less than {MIN_SIZE} bytes)")
    return path, match[2]


def refuse_day(lang: str, option: str, day: str) -> None:
    """Raises UsageError for what is no day, or one that is still to come."""
    from appsec.assess.written import is_day

    if not is_day(day):
        raise click.UsageError(f"{option}: {day}: write a date as 2026-12-31")
    if day > datetime.date.today().isoformat():
        raise click.UsageError(f"{option}: {say(lang, 'in-future', date=day)}")


def filed_as(
    confirmations: Path, file: Path, day: str, number: str, made: list[Path]
) -> dict[str, Any]:
    """The entry of a file, copied beside the confirmations if need be; `made` gets the copy."""
    from appsec.assess.confirm_evidence import look_at

    base = confirmations.resolve().parent
    path = bring(file, base, number, made)
    try:
        lies = look_at(base, path)
    except ValueError as error:
        raise click.UsageError(f"{file}: {error}") from error
    if not lies.size:
        raise click.UsageError(f"{file}: is empty or cannot be read")
    return {
        "id": number,
        "path": path,
        "sha256": lies.sha256,
        "size": lies.size,
        "captured": day,
    }
