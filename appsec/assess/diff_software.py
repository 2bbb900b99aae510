"""What became of an app's components from one assessment to a later one."""

from collections.abc import Iterator

from appsec.model.assessment import Assessment
from appsec.model.difference import Change, ComponentChange
from appsec.model.outcome import Cause
from appsec.model.software import Software, SoftwareComponent
from appsec.model.text import visible

_FACTS = ("identified", "software")


def component_changes(old: Assessment, new: Assessment) -> Iterator[ComponentChange]:
    """By name. Nothing where one of the two tells of no components, which is no change.

    What is gone has vanished only if the later build was read, and if what named it was given
    again.
    """
    if old.software is None or new.software is None:
        return
    before, after = _by_name(old.software), _by_name(new.software)
    for key in sorted(before.keys() | after.keys()):
        was, now = before.get(key, []), after.get(key, [])
        versions = _versions(was), _versions(now)
        if was and now and versions[0] == versions[1]:
            continue
        change = Change.CHANGED
        if not was:
            change = Change.NOW_READ if _unread(old) else Change.APPEARED
        elif not now:
            kept = not _unread(new) and _named_again(was, new.software)
            change = Change.VANISHED if kept else Change.NOT_READ
        name = visible((now or was)[0].name)
        yield ComponentChange(
            name, change, versions[0] if was else None, versions[1] if now else None
        )


def _by_name(software: Software) -> dict[str, list[SoftwareComponent]]:
    found: dict[str, list[SoftwareComponent]] = {}
    for one in software.components:
        found.setdefault(one.purl or one.name.casefold(), []).append(one)
    return found


def _versions(components: list[SoftwareComponent]) -> str:
    return ", ".join(sorted({visible(one.version) for one in components if one.version}))


def _unread(assessment: Assessment) -> bool:
    gaps = assessment.coverage.gaps
    return any(gap.fact in _FACTS and gap.cause is not Cause.NOT_SUPPLIED for gap in gaps)


def _named_again(components: list[SoftwareComponent], software: Software) -> bool:
    """Whether what only a file named would be named again, were it still there."""
    return all(one.shown for one in components) or bool(software.supplied_from)
