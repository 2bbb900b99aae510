"""What goes between the child process and its parent, as plain JSON values."""

from dataclasses import asdict
from typing import Any

from appsec.model.outcome import (
    Build,
    Cause,
    Confidence,
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
from appsec.model.software import (
    Means,
    Nature,
    Software,
    SoftwareComponent,
    SoftwareKind,
    Trace,
    Unidentified,
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
        "rests_on": list(outcome.rests_on),
    }


def from_plain(plain: dict[str, Any]) -> Outcome:
    """The outcome that `to_plain` was given. Raises KeyError, TypeError or ValueError."""
    return Outcome(
        check=plain["check"],
        seen=tuple(_seen_from_plain(seen) for seen in plain["seen"]),
        gaps=tuple(gap_from_plain(gap) for gap in plain["gaps"]),
        crash=plain["crash"],
        rests_on=tuple(map(str, plain["rests_on"])),
    )


def gap_from_plain(plain: dict[str, Any]) -> Gap:
    """One gap."""
    cause, build = Cause(plain["cause"]), Build(plain["build"])
    return Gap(plain["fact"], cause, plain["key"], plain["values"], build)


def location_from_plain(plain: dict[str, Any]) -> Location:
    """One place."""
    return Location(plain["file"], plain["member"], plain["at"], Build(plain["build"]))


def software_from_plain(plain: dict[str, Any]) -> Software:
    """The components of which `dataclasses.asdict` made this."""
    return Software(
        components=tuple(_component(one) for one in plain["components"]),
        unidentified=tuple(
            Unidentified(one["name"], one["count"], location_from_plain(one["at"]))
            for one in plain["unidentified"]
        ),
        supplied_from=tuple(plain["supplied_from"]),
        covered=tuple(plain["covered"]),
        hashes=dict(plain["hashes"]),
    )


def _component(plain: dict[str, Any]) -> SoftwareComponent:
    made = {
        "kind": SoftwareKind(plain["kind"]),
        "confidence": Confidence(plain["confidence"]),
        "traces": tuple(
            Trace(Means(one["means"]), location_from_plain(one["at"]), one["version"])
            for one in plain["traces"]
        ),
        "licences": tuple(plain["licences"]),
        "natures": tuple(Nature(one) for one in plain["natures"]),
    }
    return SoftwareComponent(**(plain | made))


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
