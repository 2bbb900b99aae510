"""What the child process tells of an artefact, line by line, as its parent takes it."""

import json
from collections.abc import Mapping
from dataclasses import field
from typing import Any

from appsec.engine.isolate import ChildFailure
from appsec.engine.wire import (
    from_plain,
    gap_from_plain,
    location_from_plain,
    software_from_plain,
)
from appsec.model.endpoint import Endpoint, Use
from appsec.model.feed import Feed
from appsec.model.frozen import slotted
from appsec.model.observed import Observation, Observed, Trait
from appsec.model.outcome import Confidence, Gap, Origin, Outcome
from appsec.model.package import ClassHint, Package, Part, Purpose
from appsec.model.run_seen import RunSeen
from appsec.model.software import Software


@slotted
class Told:
    """What the child has told so far."""

    platform: str = ""
    sha256: str = ""
    reading: list[str] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    observed: Observed = field(default_factory=lambda: Observed(unread=tuple(Trait)))
    software: Software | None = None
    feeds: tuple[Feed, ...] = ()
    runs: tuple[RunSeen, ...] = ()
    endpoints: tuple[Endpoint, ...] = ()
    package: Package = field(default_factory=lambda: Package("", ""))
    content: dict[str, str] = field(default_factory=dict)
    code: list[str] = field(default_factory=list)
    shipped: str = ""
    unreadable: Mapping[str, Any] | None = None
    done: bool = False

    def hear(self, line: bytes) -> None:
        """Takes one line of the child. Raises ChildFailure for one that makes no sense."""
        try:
            self._take(json.loads(line))
        except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
            raise ChildFailure(
                "child-crashed", how=f"{type(error).__name__} in its words"
            ) from error

    def _take(self, told: dict[str, Any]) -> None:
        if "begin" in told:
            self.reading.append(told["begin"])
        elif "end" in told:
            self.reading.pop()
        elif "platform" in told:
            self.platform, self.sha256 = told["platform"], told["sha256"]
        elif "shipped" in told:
            self.shipped = told["shipped"]
        elif "unreadable" in told:
            self.unreadable = told["unreadable"]
        elif "package" in told:
            self.package = _package_of(told["package"])
            self.done = True
        else:
            self._take_read(told)

    def _take_read(self, told: dict[str, Any]) -> None:
        """What was read of the app."""
        if "outcome" in told:
            self.outcomes.append(from_plain(told["outcome"]))
        elif "observed" in told:
            self.observed = _observed_of(told["observed"])
            self.endpoints = tuple(map(_endpoint_of, told["endpoints"]))
        elif "software" in told:
            self.software = software_from_plain(told["software"])
        elif "feeds" in told:
            self.feeds = tuple(Feed(**feed) for feed in told["feeds"])
        elif "runs" in told:
            self.runs = tuple(map(_run_of, told["runs"]))
        elif "gaps" in told:
            self.gaps = [gap_from_plain(gap) for gap in told["gaps"]]
        else:
            self.content = {str(name): str(digest) for name, digest in told["content"].items()}
            self.code = [str(fact) for fact in told["code"]]


def _run_of(plain: dict[str, Any]) -> RunSeen:
    lists = {name: tuple(plain[name]) for name in ("variant", "phases", "missing")}
    return RunSeen(**(plain | lists))


def _observed_of(plain: dict[str, Any]) -> Observed:
    things = [
        Observation(
            trait=Trait(one["trait"]),
            name=one["name"],
            detail=one["detail"],
            locations=tuple(map(location_from_plain, one["locations"])),
            origin=Origin(one["origin"]),
        )
        for one in plain["things"]
    ]
    unread = tuple(Trait(trait) for trait in plain["unread"])
    return Observed(tuple(things), unread, plain["cells"])


def _package_of(plain: dict[str, Any]) -> Package:
    hints = [ClassHint(Purpose(h["purpose"]), h["what"], h["where"]) for h in plain["hints"]]
    parts = [Part(**part) for part in plain["skipped"]]
    made = {
        "hints": tuple(hints),
        "skipped": tuple(parts),
        "read": tuple(plain["read"]),
        "uuids": {path: tuple(uuids) for path, uuids in plain["uuids"].items()},
    }
    return Package(**(plain | made))


def _endpoint_of(plain: dict[str, Any]) -> Endpoint:
    typed = {
        "uses": tuple(map(Use, plain["uses"])),
        "at": tuple(map(location_from_plain, plain["at"])),
        "origin": Origin(plain["origin"]),
        "confidence": Confidence(plain["confidence"]),
    }
    return Endpoint(**(plain | typed))
