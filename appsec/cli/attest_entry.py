"""The entry that `appsec attest add` writes: bound to its builds, and to what they asked."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from appsec.cli.attest_words import say
from appsec.model.frozen import frozen

if TYPE_CHECKING:
    from appsec.assess.confirm_items import Item
    from appsec.assess.confirm_open import Asked
    from appsec.assess.confirmations import ConfirmationsFile, Listed
    from appsec.model.assessment import Assessment, RequirementText
    from appsec.model.profile import Profile


@frozen
class Given:
    """The options as they were given; empty where they were not."""

    lang: str
    file: Path
    requirement: str
    person: str
    role: str
    contact: str
    method: str
    statement: str
    evidence: tuple[str, ...]
    scope: str
    covers: tuple[str, ...]
    date: str
    expires: str


@frozen
class Target:
    """The builds that are spoken of, and the item."""

    builds: tuple["Assessment", ...]
    profile: "Profile"
    text: "RequirementText"
    item: "Item"
    asked: tuple["Asked", ...]


def listed(file: "ConfirmationsFile", person: str) -> "Listed | None":
    """The entry of a person in the list of people."""
    from appsec.assess.people import same_person

    return next((p for p in file.people if same_person(p.name, person)), None)


def entry_of(given: Given, target: Target, file: "ConfirmationsFile") -> dict[str, Any]:
    """The entry as it is written, without its ids and evidence."""
    from appsec.assess.people import problem_of
    from appsec.engine.declaration.purpose import has_content
    from appsec.model.text import visible

    for name in ("person", "role", "contact", "statement"):
        written = getattr(given, name)
        if not has_content(written) or "〔" in written or visible(written, len(written)) != written:
            raise click.UsageError(f"--{name}: {say(given.lang, 'not-readable')}")
    if problem := problem_of(given.person):
        raise click.UsageError(f"--person: {problem}")
    _refuse_days(given)
    entry: dict[str, Any] = {
        "requirement": target.text.id,
        "statement": given.statement,
        "person": given.person,
        "role": given.role,
        "date": given.date,
        "method": given.method,
        "scope": given.scope,
        **_binding(given, target, file),
    }
    if given.expires:
        entry["expires"] = given.expires
    return entry | _answers(given, target)


def _refuse_days(given: Given) -> None:
    """Raises UsageError for a day still to come, and for an end before the statement."""
    from appsec.assess.written import is_day
    from appsec.cli.attest_evidence import refuse_day

    refuse_day(given.lang, "--date", given.date)
    if given.expires and not is_day(given.expires):
        raise click.UsageError(f"--expires: {given.expires}: write a date as 2026-12-31")
    if given.expires and given.expires < given.date:
        dates = {"expires": given.expires, "date": given.date}
        raise click.UsageError(f"--expires: {say(given.lang, 'ends-first', **dates)}")


def _binding(given: Given, target: Target, file: "ConfirmationsFile") -> dict[str, Any]:
    artefact = target.builds[0].artefact
    if len(target.builds) > 1 and given.scope != "organisation":
        raise click.UsageError("several --assessment need --scope organisation")
    match given.scope:
        case "build":
            return {"platform": artefact.platform, "bound_to": artefact.sha256}
        case "version":
            bound = {"app": artefact.id, "bound_to": artefact.version}
        case "app":
            bound = {"bound_to": artefact.id}
        case _:
            if not file.organisation.strip():
                raise click.UsageError(say(given.lang, "no-organisation", file=given.file))
            return {"bound_to": file.organisation, "rests_on": list(_snapshots(given, target))}
    if not all(bound.values()):
        raise click.UsageError(say(given.lang, "not-identified", scope=given.scope))
    rests = {"rests_on": list(_snapshots(given, target))} if given.scope == "app" else {}
    return {"platform": artefact.platform, **bound, **rests}


def _snapshots(given: Given, target: Target) -> Iterator[dict[str, Any]]:
    from appsec.assess.confirm_triggers import snapshot
    from appsec.assess.confirmations import TRIGGERS

    for build in target.builds:
        if build.observed is None or not build.artefact.id:
            raise click.UsageError(say(given.lang, "no-inventory", scope=given.scope))
        taken = snapshot(build.artefact.id, _platform(build), build.observed)
        lists = {trait.value: list(taken.names(trait)) for trait in TRIGGERS}
        lists["unread"] = [trait.value for trait in taken.unread]
        yield {"app": taken.app, "platform": taken.platform} | {
            key: value for key, value in lists.items() if value
        }


def _platform(build: "Assessment") -> Literal["android", "ios"]:
    return "ios" if build.artefact.platform == "ios" else "android"


def _answers(given: Given, target: Target) -> dict[str, Any]:
    from appsec.assess.confirm_held import OF_THE_BUILD

    known = {each.name: each for each in target.asked}
    if given.scope != "build":
        # Nobody has seen the next build, which may differ from the release in another way.
        of_build = [name for name in known if name.startswith(OF_THE_BUILD)]
        known = {name: each for name, each in known.items() if name not in of_build}
        if of_build:
            click.echo(say(given.lang, "only-of-build", names=", ".join(of_build)), err=True)
    names: list[str] = []
    for name in given.covers:
        names += known if name == "auto" else () if name == "none" else (name,)
    if strange := sorted(set(names) - known.keys()):
        raise click.UsageError(say(given.lang, "not-asked", names=", ".join(strange)))
    answered = [print_ for each in target.asked if each.name in names for print_ in each.answered]
    found = {"covers": list(dict.fromkeys(names)), "answered": list(dict.fromkeys(answered))}
    return {key: value for key, value in found.items() if value}
