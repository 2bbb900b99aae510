"""Outcomes on their way from the child process to its parent, as plain JSON values."""

from dataclasses import asdict
from typing import Any

from appsec.model.outcome import (
    Build,
    Cause,
    Evidence,
    Finding,
    Gap,
    Kind,
    Location,
    Origin,
    Outcome,
    Question,
    Seen,
)

_KINDS: dict[str, type[Seen]] = {
    Kind.FINDING: Finding,
    Kind.QUESTION: Question,
    Kind.EVIDENCE: Evidence,
}


def to_plain(outcome: Outcome) -> dict[str, Any]:
    """An outcome as values that JSON can carry."""
    return {
        "check": outcome.check,
        "seen": [_seen_to_plain(seen) for seen in outcome.seen],
        "gaps": [asdict(gap) for gap in outcome.gaps],
        "crash": outcome.crash,
    }


def from_plain(plain: dict[str, Any]) -> Outcome:
    """The outcome that `to_plain` was given. Raises KeyError, TypeError or ValueError."""
    return Outcome(
        check=plain["check"],
        seen=tuple(_seen_from_plain(seen) for seen in plain["seen"]),
        gaps=tuple(gap_from_plain(gap) for gap in plain["gaps"]),
        crash=plain["crash"],
    )


def gap_from_plain(plain: dict[str, Any]) -> Gap:
    """One gap."""
    cause, build = Cause(plain["cause"]), Build(plain["build"])
    return Gap(plain["fact"], cause, plain["key"], plain["values"], build)


def _seen_to_plain(seen: Seen) -> dict[str, Any]:
    return {
        "kind": type(seen).__name__.lower(),
        "key": seen.key,
        "at": [[p.file, p.member, p.at, p.build] for p in seen.locations],
        "values": dict(seen.values),
        "identity": list(seen.identity),
        "origin": seen.origin,
    }


def _seen_from_plain(plain: dict[str, Any]) -> Seen:
    return _KINDS[plain["kind"]](
        key=plain["key"],
        at=tuple(Location(f, m, at, Build(build)) for f, m, at, build in plain["at"]),
        values=plain["values"],
        identity=tuple(plain["identity"]),
        origin=Origin(plain["origin"]),
    )
