"""From what checks saw to the records of an assessment: merged, worded and fingerprinted."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Protocol

from appsec.assess.situation import RUNTIME
from appsec.assess.words import fill, fill_run
from appsec.model.assessment import Disposition, Record
from appsec.model.check import Check
from appsec.model.outcome import Kind, Location, Origin, Outcome, Seen
from appsec.model.profile import Profile

_SEVERAL = 2
MAX_LOCATIONS = 50
"""Most places that one record lists; their number is in its values where it matters."""

_ADDRESS = re.compile(r"0x[0-9a-f]+")
"""How a place in native code is named where no symbol names it; another in the next build."""

Disposed = Callable[[str], Disposition]
"""What people decided of the finding with this fingerprint."""


class Names(Protocol):
    """What a class, a member of one, or the function at an address was called in the source."""

    def __call__(self, name: str, file: str = "", /) -> str:
        """The name of the source, given the file that the name stands in; others stay."""


CLASS_VALUES = frozenset({"application", "class", "component", "components", "function", "target"})
"""The values of sightings that name classes or functions; several are separated by a comma."""


def as_built(name: str, _: str = "") -> str:
    """The name itself: nothing is known of obfuscation."""
    return name


def named(seen: Seen, names: Names) -> Seen:
    """The sighting with original names in the members of its places and in its values.

    This comes before fingerprints are made: other letters in the next build change nothing.
    """
    if names is as_built:
        return seen
    places = tuple(
        replace(
            place, member=" ".join(names(token, place.file) for token in place.member.split(" "))
        )
        for place in seen.locations
    )
    file = seen.locations[0].file
    values = {
        key: ", ".join(names(each, file) for each in value.split(", "))
        if key in CLASS_VALUES
        else value
        for key, value in seen.values.items()
    }
    return replace(seen, at=places, values=values)


def owned(seen: Seen, prefixes: tuple[str, ...]) -> Seen:
    """The sighting as the app's own if it names a class below one of the team's own packages.

    The other way round nothing follows: a team may not have listed all of its packages.
    """
    if seen.origin is Origin.APP or not prefixes:
        return seen
    given = [value for key, value in seen.values.items() if key in CLASS_VALUES]
    given += [place.member for place in seen.locations]
    names = [name for each in given for name in each.replace(",", " ").replace("/", ".").split(" ")]
    dotted = tuple(f"{prefix.rstrip('.')}." for prefix in prefixes)
    starts = (*dotted, *(f"L{prefix}" for prefix in dotted))  # bytecode writes Ltw/example/A;
    own = any(f"{name.partition(';')[0]}.".startswith(starts) for name in names)
    return replace(seen, origin=Origin.APP) if own else seen


def fingerprint(check: str, seen: Seen) -> str:
    """Identity of a sighting across builds: check, key, identity values and members.

    Architectures, offsets and addresses without a name are left out, so that four ABIs give one
    finding and a rebuild keeps it.
    """
    names = seen.identity or tuple(sorted(seen.values))
    identity = [[name, seen.values[name]] for name in names]
    members = sorted({_lasting(place) for place in seen.locations})
    packed = json.dumps([check, seen.key, identity, members], ensure_ascii=True)
    return hashlib.sha256(packed.encode()).hexdigest()


def _lasting(place: Location) -> str:
    """What names a place in the next build, too: its member or, for native code without a name,
    the file that it is in, below the app's folder."""
    if not _ADDRESS.fullmatch(place.member):
        return place.member
    return place.file.partition(".app/")[2] or place.file


def make_records(
    checks: Mapping[str, Check],
    outcomes: Iterable[Outcome],
    profile: Profile,
    platform: str,
    disposed: Disposed = lambda _: Disposition.OPEN,
    *,
    names: Names = as_built,
    own: tuple[str, ...] = (),
) -> tuple[Record, ...]:
    """Every sighting as a record: gravest first, then by check, key and place."""
    touching = _requirements_by_check(profile, platform)
    merged: dict[str, Record] = {}
    for outcome in outcomes:
        check = checks[outcome.check]
        every = [owned(named(seen, names), own) for seen in outcome.seen]
        nameless = _nameless(check.id, every)
        for seen in every:
            identity = _with_count(fingerprint(check.id, seen), nameless)
            record = _record(check, seen, identity, touching.get(check.id, ()), disposed)
            earlier = merged.get(record.fingerprint)
            merged[record.fingerprint] = _joined(earlier, record) if earlier else record
    return tuple(sorted(merged.values(), key=_order))


def _nameless(check: str, every: Iterable[Seen]) -> dict[str, int]:
    """How many places without a name each fingerprint stands for."""
    places: dict[str, set[Location]] = {}
    for seen in every:
        raw = {place for place in seen.locations if _ADDRESS.fullmatch(place.member)}
        places.setdefault(fingerprint(check, seen), set()).update(raw)
    return {identity: len(raw) for identity, raw in places.items()}


def _with_count(identity: str, nameless: Mapping[str, int]) -> str:
    """What was decided of some places that have no name must not let past one that is added later:
    nothing else would tell it from them."""
    count = nameless[identity]
    if count < _SEVERAL:
        return identity
    return hashlib.sha256(f"{identity} {count}".encode()).hexdigest()


def _order(record: Record) -> tuple[object, ...]:
    kind = list(Kind).index(record.kind)
    return (kind, -record.severity.rank, record.check, record.key, record.locations)


def _requirements_by_check(profile: Profile, platform: str) -> dict[str, tuple[str, ...]]:
    touching: dict[str, tuple[str, ...]] = {}
    for requirement in profile.everything:
        for check in requirement.checks(platform):
            touching[check] = (*touching.get(check, ()), requirement.id)
    return touching


def _record(
    check: Check, seen: Seen, identity: str, requirements: tuple[str, ...], disposed: Disposed
) -> Record:
    message = check.about.messages[seen.key]
    values = dict(sorted(seen.values.items()))
    filled = fill_run if check.topic == RUNTIME else fill
    return Record(
        check=check.id,
        kind=message.kind,
        key=seen.key,
        values=values,
        message=filled(message.text, values),
        locations=tuple(sorted(set(seen.locations)))[:MAX_LOCATIONS],
        severity=message.severity or check.about.severity,
        confidence=check.about.confidence,
        origin=seen.origin,
        requirements=requirements,
        fingerprint=identity,
        disposition=disposed(identity) if message.kind is Kind.FINDING else Disposition.OPEN,
        review=filled(message.review, values) if message.review else None,
    )


def _joined(one: Record, other: Record) -> Record:
    places: set[Location] = {*one.locations, *other.locations}
    return replace(one, locations=tuple(sorted(places))[:MAX_LOCATIONS])
