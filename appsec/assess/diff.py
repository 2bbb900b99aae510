"""Compares two assessments of one app: better, worse, appeared, vanished - or no longer read."""

from collections.abc import Iterator, Mapping

from appsec.assess.baseline import difference, identity_of
from appsec.assess.diff_software import component_changes
from appsec.assess.records import CLASS_VALUES
from appsec.assess.words import reason
from appsec.engine.files import FileProblem
from appsec.model.assessment import Assessment, CheckText, Disposition, Record, Verdict
from appsec.model.difference import (
    SCHEMA,
    Change,
    Difference,
    GapChange,
    ItemChange,
    ItemState,
    RecordChange,
    RecordState,
    Side,
)
from appsec.model.outcome import Cause, Kind
from appsec.model.text import visible
from appsec.model.verdict import Reason, Result

_LOST_REASONS = ("gap-lost", "check-missing")
"""Keys of the reasons that say that a verdict rests on something lost."""

_CHANGES = list(Change)
_KINDS = list(Kind)
_DISPOSITIONS = list(Disposition)


def diff(old: Assessment, new: Assessment, name: str) -> Difference:
    """What changed from `old` to `new`; `name` is what the user calls the old one.

    Raises FileProblem where the two are of different apps, platforms or profiles.
    """
    if problem := difference(old, new.artefact, new.profile.id):
        raise FileProblem(name, f"cannot be compared with the other: {problem}")
    records = sorted(_records(old, new), key=_record_order)
    unseen = {c.fingerprint for c in records if c.change is Change.NOT_READ}
    items = sorted(_items(old, new, unseen), key=lambda c: _CHANGES.index(c.change))
    return Difference(
        schema=SCHEMA,
        platform=visible(new.artefact.platform),
        app=visible(new.artefact.id or old.artefact.id),
        profile=visible(new.profile.id),
        old=_side(old),
        new=_side(new),
        warnings=tuple(_warnings(old, new)),
        items=tuple(items),
        records=tuple(records),
        gaps=tuple(_gaps(old, new)),
        software=tuple(sorted(component_changes(old, new), key=lambda c: _CHANGES.index(c.change))),
    )


def _side(given: Assessment) -> Side:
    artefact = given.artefact
    return Side(
        sha256=visible(artefact.sha256),
        file=visible(artefact.files[0].name) if artefact.files else "",
        version=visible(artefact.version),
        build=visible(artefact.build),
        as_of=visible(given.as_of),
        app_class=visible("+".join(_classes(given))),
        tool=visible(f"{given.tool.name} {given.tool.version}"),
        content=visible(given.tool.content),
    )


def _classes(given: Assessment) -> tuple[str, ...]:
    chosen = given.chosen_class
    return (chosen.app_class, "F") if chosen.with_f else (chosen.app_class,)


def _members(given: Assessment) -> frozenset[str]:
    """The requirements that count for the class assessed."""
    wanted = set(_classes(given))
    return frozenset(
        v.requirement for v in given.verdicts if wanted & set(v.classes) and not v.reference
    )


def _warnings(old: Assessment, new: Assessment) -> Iterator[Reason]:
    """What makes the comparison say less than it seems to."""
    if old.artefact.sha256 == new.artefact.sha256:
        yield reason("diff-same-file")
    if not (old.artefact.id and new.artefact.id):
        yield reason("diff-id-unread")
    if _tool(old) != _tool(new):
        yield reason("diff-other-checks")
    if old.tool.own_checks != new.tool.own_checks:
        yield reason("diff-other-own-checks")
    after = {r.fingerprint for r in new.findings}
    gone = (r for r in old.findings if r.fingerprint not in after)
    if _named(old) != _named(new) and any(map(_names_code, gone)):
        yield reason("diff-other-mapping")
    if _classes(old) != _classes(new):
        values = {"old": "+".join(_classes(old)), "new": "+".join(_classes(new))}
        yield reason("diff-other-class", values)
    if _linked(old) != _linked(new):
        yield reason("diff-other-companion")
    if old.as_of > new.as_of:
        yield reason("diff-earlier", {"old": old.as_of, "new": new.as_of})
    if any(check.unread is None for check in new.checks.values()):
        yield reason("diff-older-form")


def _linked(given: Assessment) -> str:
    """Whether code was read from a companion as well, and on what ground."""
    return given.companion.ground if given.companion else ""


def _tool(given: Assessment) -> tuple[str, str]:
    """What read the build: the program, and the checks and profiles that ship with it."""
    return given.tool.version, given.tool.content


def _named(given: Assessment) -> bool:
    """Whether names of the source were given: each build has a mapping of its own."""
    return len(given.artefact.files) > 1


def _read_alike(record: Record, old: Assessment, new: Assessment) -> bool:
    """Whether the later one would have seen the record as well, and under the same name."""
    if _tool(old) != _tool(new):
        return False
    # A check of the user's own is mapped by no profile.
    if old.tool.own_checks != new.tool.own_checks and not record.requirements:
        return False
    return _named(old) == _named(new) or not _names_code(record)


def _names_code(record: Record) -> bool:
    """Whether names of the source can change its identity. In settings every class has a dot, and
    what has none is an element."""
    return bool(CLASS_VALUES & record.values.keys()) or any(
        "." in place.member or (place.member and not place.file.endswith((".xml", ".plist")))
        for place in record.locations
    )


# Records.


def _records(old: Assessment, new: Assessment) -> Iterator[RecordChange]:
    before = {r.fingerprint: r for r in old.findings}
    after = {r.fingerprint: r for r in new.findings}
    members = _members(new)
    for identity in {**after, **before}:
        was, now = before.get(identity), after.get(identity)
        shown = now or was
        change = _record_change(was, now, old.checks, new.checks)
        if change is Change.VANISHED and was and not _read_alike(was, old, new):
            change = Change.NOT_READ
        if shown is None or change is None:
            continue
        found = Kind.FINDING in {r.kind for r in (was, now) if r}
        refuted = shown.disposition is Disposition.FALSE_POSITIVE
        yield RecordChange(
            fingerprint=identity,
            check=shown.check,
            change=change,
            before=_record_state(was),
            after=_record_state(now),
            message=shown.message,
            locations=shown.locations,
            requirements=shown.requirements,
            counts=found and not refuted and bool(members & set(shown.requirements)),
        )


def _record_change(
    was: Record | None,
    now: Record | None,
    old: Mapping[str, CheckText],
    new: Mapping[str, CheckText],
) -> Change | None:
    if was is None:
        known = old.get(now.check) if now else None
        blind = known is None or bool(known.unread) or bool(known.crash)
        return Change.NOW_READ if blind else Change.APPEARED
    if now is None:
        return Change.VANISHED if _read_in_full(new.get(was.check)) else Change.NOT_READ
    if _record_state(was) == _record_state(now):
        return None
    worse = (
        _KINDS.index(now.kind) < _KINDS.index(was.kind)
        or now.severity.rank > was.severity.rank
        or _DISPOSITIONS.index(now.disposition) < _DISPOSITIONS.index(was.disposition)
    )
    # What people decide, or a later version calls it, makes no build better.
    return Change.WORSE if worse else Change.CHANGED


def _read_in_full(check: CheckText | None) -> bool:
    """Whether silence of this check shows absence. A form that does not tell shows nothing."""
    return check is not None and check.unread == () and not check.crash


def _record_state(record: Record | None) -> RecordState | None:
    if record is None:
        return None
    return RecordState(record.kind, record.severity, record.disposition)


def _record_order(change: RecordChange) -> tuple[object, ...]:
    state = change.after or change.before
    rank = -state.severity.rank if state else 0
    place = (_CHANGES.index(change.change), _KINDS.index(change.kind), rank)
    return (*place, change.check, change.fingerprint)


# Items.


def _items(old: Assessment, new: Assessment, unseen: set[str]) -> Iterator[ItemChange]:
    before = {v.requirement: v for v in (*old.verdicts, *old.verdicts_apart)}
    after = {v.requirement: v for v in (*new.verdicts, *new.verdicts_apart)}
    titles = {r.id: r.title for r in (*old.requirements, *new.requirements)}
    members = _members(new)
    for requirement in {**after, **before}:
        was, now = before.get(requirement), after.get(requirement)
        hidden = any(
            r.fingerprint in unseen
            and r.kind is not Kind.EVIDENCE
            and requirement in r.requirements
            for r in old.findings
        )
        if change := _item_change(_item_state(was), _item_state(now), hidden):
            yield ItemChange(
                requirement=requirement,
                title=titles[requirement],
                change=change,
                before=_item_state(was),
                after=_item_state(now),
                counts=bool(was and now) and requirement in members,
            )


def _item_state(verdict: Verdict | None) -> ItemState | None:
    if verdict is None:
        return None
    lost = any(why.key in _LOST_REASONS for why in verdict.reasons)
    return ItemState(verdict.result, verdict.risk_accepted, verdict.deemed_met, lost)


def _item_change(was: ItemState | None, now: ItemState | None, hidden: bool) -> Change | None:
    """`hidden`: something that spoke against the item could not be looked at again."""
    if was == now:
        return None
    if was is None or now is None:
        return Change.APPEARED if was is None else Change.VANISHED
    step = _height(now.result) - _height(was.result)
    if step < 0 or (was.risk_accepted and now.result is Result.FAIL):
        return Change.WORSE
    if (now.lost and not was.lost) or (step > 0 and hidden):
        return Change.NOT_READ
    # Within what is still open, one word for another makes nothing better or worse.
    return Change.BETTER if step or (was.lost and not now.lost) else Change.CHANGED


def _height(result: Result) -> int:
    """0 failed, 1 open, 2 closed."""
    if result is Result.FAIL:
        return 0
    return 2 if result.closed else 1


# What could not be read.


def _gaps(old: Assessment, new: Assessment) -> Iterator[GapChange]:
    before = {(g.cause, *identity_of(g)): g for g in old.coverage.gaps}
    after = {(g.cause, *identity_of(g)): g for g in new.coverage.gaps}
    more = new.coverage.refused_total - old.coverage.refused_total
    if more > 0:
        why = reason("diff-refused", {"count": str(more)})
        yield GapChange("", Cause.LOST, why.key, Change.APPEARED, why.message, True)
    for change, gaps, others in (
        (Change.APPEARED, after, before),
        (Change.VANISHED, before, after),
    ):
        for identity, gap in gaps.items():
            if identity not in others:
                counts = gap.cause is not Cause.NOT_SUPPLIED
                yield GapChange(gap.fact, gap.cause, gap.key, change, gap.message, counts)
