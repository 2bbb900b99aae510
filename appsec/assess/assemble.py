"""Put one assessment together: records, verdicts, grades, gate, and every text they use."""

from collections.abc import Mapping
from dataclasses import field, replace

from appsec.assess.baseline import Baseline
from appsec.assess.choose import suggest
from appsec.assess.confirm_held import hold
from appsec.assess.confirm_standing import Subject
from appsec.assess.confirmations import Confirmations
from appsec.assess.declaration import GivenDeclaration, Stated
from appsec.assess.dismissals import Dismissals
from appsec.assess.embedded import check_text, profile_used, requirement_text, unproved
from appsec.assess.gate import Mode, Terms, gate
from appsec.assess.grade import grade
from appsec.assess.licences import LicencePolicy, judged
from appsec.assess.records import Names, as_built, make_records
from appsec.assess.situation import RUNTIME, Situation
from appsec.assess.software import shown
from appsec.assess.words import fill, fill_run, load
from appsec.engine.masked import OF_RUNS
from appsec.model.assessment import (
    SCHEMA,
    Artefact,
    Assessment,
    Chosen,
    Coverage,
    Refused,
    Skipped,
    Tool,
)
from appsec.model.check import Check
from appsec.model.companion import Companion, Ground
from appsec.model.endpoint import Endpoint
from appsec.model.feed import Feed
from appsec.model.frozen import frozen
from appsec.model.observed import Observed
from appsec.model.outcome import Build, Gap, Outcome
from appsec.model.package import Package
from appsec.model.profile import Profile
from appsec.model.read import CoverageGap, FileRead
from appsec.model.run_seen import RunSeen
from appsec.model.software import Software
from appsec.model.text import visible
from appsec.model.trace import Phase

MAX_REFUSED = 200

NOT_GIVEN = frozenset(
    (
        "advisory-database-not-supplied",
        "declaration-not-supplied",
        "sbom-not-supplied",
        "trace-not-supplied",
    )
)
"""The keys of the gaps of what people may give, and did not."""


@frozen
class Choices:
    """What the user asked for. `as_of` is an ISO date, `app_class` L1, L2, L3 or empty,
    `own_packages` the prefixes of the team's own code."""

    as_of: str
    app_class: str = ""
    with_f: bool = False
    gate: Mode = Mode.FINDINGS
    terms: Terms = field(default_factory=Terms)
    dismissals: Dismissals = field(default_factory=Dismissals)
    confirmations: Confirmations = field(default_factory=Confirmations)
    baseline: Baseline | None = None
    own_packages: tuple[str, ...] = ()
    declared: GivenDeclaration | None = None
    licences: LicencePolicy = field(default_factory=LicencePolicy)


def assemble(
    *,
    file: FileRead,
    package: Package,
    outcomes: tuple[Outcome, ...],
    gaps: tuple[Gap, ...],
    checks: Mapping[str, Check],
    profile: Profile,
    choices: Choices,
    tool: Tool,
    names: Names = as_built,
    beside: tuple[FileRead, ...] = (),
    companion: Companion | None = None,
    observed: Observed | None = None,
    software: Software | None = None,
    feeds: tuple[Feed, ...] = (),
    runs: tuple[RunSeen, ...] = (),
    endpoints: tuple[Endpoint, ...] = (),
) -> Assessment:
    """The assessment of one artefact.

    `checks` holds at least the checks that ran; `gaps` are those of facts that none of them asked.
    `beside` are the files that took part besides the artefact, such as a mapping. Raises
    FileProblem for dismissals, a baseline or a declaration that are not about this build, and for
    confirmations of items that the profile does not have.
    """
    platform = package.platform
    artefact = _artefact((file, *beside), package)
    baseline = choices.baseline and choices.baseline.against(artefact, profile.id)
    decided = choices.dismissals.of(package.id)
    records = make_records(
        checks,
        outcomes,
        profile,
        platform,
        decided.disposed,
        names=names,
        own=choices.own_packages,
    )
    stated = Stated.of(choices.declared, artefact, profile, observed or Observed(), choices.as_of)
    dismissals = decided.held_against(records, outcomes, checks, platform)
    unread = (gap for outcome in outcomes for gap in outcome.gaps)
    subject = Subject(artefact, observed)
    held = hold(choices.confirmations, profile, subject, records, unread)
    suggested = suggest(package.hints)
    chosen = stated.choose(choices.app_class, choices.with_f, suggested)
    situation = Situation(
        platform=platform,
        outcomes={o.check: o for o in outcomes},
        records=records,
        conditions=profile.conditions,
        variant_checks=profile.variant_checks.get(platform, ()),
        titles={check.id: check.about.title for check in checks.values()},
        on_word=companion.unproved(platform) if companion else frozenset(),
        runtime_checks=frozenset(c.id for c in checks.values() if c.topic == RUNTIME),
        attestations=held.attestations,
        runs={run.run: f"{run.run} ({run.created[:10]})" for run in runs},
        variant_runs=frozenset(run.run for run in runs if run.variant),
        app_class=_held_class(chosen, runs),
    )
    verdicts = tuple(stated.decide(r, situation) for r in profile.requirements)
    coverage = _coverage(package, outcomes, gaps, companion)
    components = shown(software)
    licences = judged(components, choices.licences)
    graded = (chosen.app_class, "F") if chosen.with_f else (chosen.app_class,)
    return Assessment(
        schema=SCHEMA,
        tool=tool,
        as_of=choices.as_of,
        artefact=artefact,
        profile=profile_used(profile),
        coverage=coverage,
        findings=records,
        verdicts=verdicts,
        verdicts_apart=tuple(stated.decide(r, situation) for r in profile.apart),
        grades=grade(profile, verdicts),
        suggested_class=suggested,
        chosen_class=chosen,
        gate=gate(
            mode=choices.gate,
            classes=graded,
            verdicts=verdicts,
            records=records,
            coverage=coverage,
            crashes={o.check: o.crash for o in outcomes if o.crash},
            terms=choices.terms,
            as_of=choices.as_of,
            baseline=baseline,
            companion=companion,
            licences=licences,
        ),
        requirements=tuple(requirement_text(r, profile) for r in profile.everything),
        checks={
            o.check: check_text(checks[o.check], o, unproved(o.check, companion, platform))
            for o in outcomes
        },
        dismissals=dismissals,
        companion=companion,
        observed=observed,
        endpoints=endpoints,
        confirmations=held.confirmations,
        declaration=stated.embedded,
        software=components,
        feeds=tuple(replace(f, name=visible(f.name), source=visible(f.source)) for f in feeds),
        licences=licences,
        runs=runs,
    )


def _held_class(chosen: Chosen, runs: tuple[RunSeen, ...]) -> str:
    """The class if nothing speaks against it: neither the build nor anybody who logged in."""
    logs_in = any({Phase.LOGIN, Phase.LOGOUT} & {*run.phases} for run in runs)
    holds = chosen.declared and not chosen.warnings
    return chosen.app_class if holds and not (logs_in and chosen.app_class == "L1") else ""


def _read_on_word(companion: Companion | None) -> tuple[CoverageGap, ...]:
    """What was read in a companion that a word alone links: of the build itself still unread.

    A word has no end and names no build, so that the gate lets it past only as it does other
    unread parts: accepted with a reason, until a day.
    """
    if not companion or companion.ground is not Ground.ATTESTED:
        return ()
    template = load("companion")["gap-on-word"].text
    return tuple(
        replace(
            gap,
            message={
                lang: template[lang].format(message=told) for lang, told in gap.message.items()
            },
        )
        for gap in companion.answered
    )


def _artefact(files: tuple[FileRead, ...], package: Package) -> Artefact:
    return Artefact(
        sha256=files[0].sha256,
        files=tuple(replace(file, name=visible(file.name)) for file in files),
        platform=package.platform,
        kind=package.kind,
        id=visible(package.id),
        name=visible(package.name),
        version=visible(package.version),
        build=visible(package.build),
    )


def _coverage(
    package: Package,
    outcomes: tuple[Outcome, ...],
    others: tuple[Gap, ...],
    companion: Companion | None,
) -> Coverage:
    words = load("coverage")
    gaps: list[Gap] = []
    for gap in (*(g for o in outcomes for g in o.gaps), *others):
        # What people did not hand in is no part of the build; the items that ask for it say so.
        if gap not in gaps and gap.key not in NOT_GIVEN:
            gaps.append(gap)
    refused = sorted(package.refused.items())
    return Coverage(
        read=tuple(visible(name) for name in package.read),
        skipped=tuple(
            Skipped(part.what, part.files, part.size, words[f"skipped-{part.what}"].text)
            for part in package.skipped
        ),
        refused=tuple(
            Refused(visible(name), cause, words[f"refused-{cause}"].text)
            for name, cause in refused[:MAX_REFUSED]
        ),
        refused_total=len(refused),
        gaps=(*(coverage_gap(gap) for gap in gaps), *_read_on_word(companion)),
    )


def coverage_gap(gap: Gap) -> CoverageGap:
    """What a report says of a gap."""
    words = load("gaps")[gap.key]
    values = {"fact": gap.fact, **gap.values}
    filled = fill_run if gap.fact in OF_RUNS else fill
    message = filled(words.text, values)
    if gap.build is Build.COMPANION:
        template = load("companion")["gap"].text
        message = {lang: template[lang].format(message=told) for lang, told in message.items()}
    return CoverageGap(
        fact=gap.fact,
        cause=gap.cause,
        key=gap.key,
        values={key: visible(value) for key, value in gap.values.items()},
        message=message,
        next=filled(words.next, values) if words.next else {},
        build=gap.build,
    )
