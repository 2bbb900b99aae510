"""The texts of profile and checks that an assessment carries, so that it can be shown alone."""

from appsec.assess.situation import RUNTIME
from appsec.model.assessment import (
    ChapterText,
    CheckText,
    ClassText,
    ProfileUsed,
    RequirementText,
    Unread,
)
from appsec.model.check import Check
from appsec.model.companion import Companion
from appsec.model.outcome import Outcome
from appsec.model.profile import Profile, Requirement
from appsec.model.text import visible


def profile_used(profile: Profile) -> ProfileUsed:
    """The standard."""
    return ProfileUsed(
        id=profile.id,
        baseline=profile.baseline,
        title=profile.title,
        baseline_title=profile.baseline_title,
        source=profile.source,
        classes=tuple(ClassText(c.id, c.addon, c.title) for c in profile.classes),
        chapters=tuple(ChapterText(c.id, c.title) for c in profile.chapters),
        corrected=profile.corrected,
    )


def requirement_text(requirement: Requirement, profile: Profile) -> RequirementText:
    """One requirement."""
    condition = profile.conditions.get(requirement.condition)
    return RequirementText(
        id=requirement.id,
        clause=requirement.clause,
        chapter=requirement.chapter,
        section=requirement.section,
        section_title=requirement.section_title,
        title=requirement.title,
        text=requirement.text,
        needs=requirement.needs,
        fails_if=requirement.fails_if,
        evidence=requirement.evidence,
        manual=requirement.manual,
        next=requirement.next,
        condition=condition.text if condition else None,
        masvs=requirement.masvs,
        maswe=requirement.maswe,
        mastg=(*requirement.mastg.android, *requirement.mastg.ios),
        cwe=requirement.cwe,
    )


def unproved(check: str, companion: Companion | None, platform: str) -> tuple[Unread, ...]:
    """What a check did not read of the build itself, and of a companion whose code nothing proves
    to be this build's: a comparison must not call a finding fixed for it."""
    if not companion or check not in companion.unproved(platform):
        return ()
    return tuple(Unread(gap.fact, gap.cause, gap.key) for gap in companion.answered)


def check_text(check: Check, outcome: Outcome, unproved: tuple[Unread, ...]) -> CheckText:
    """One check, and how its run ended."""
    about = check.about
    unread = (Unread(gap.fact, gap.cause, gap.key) for gap in outcome.gaps)
    return CheckText(
        status=outcome.status,
        title=about.title,
        why=about.why,
        fix=about.fix,
        cwe=about.cwe,
        masvs=about.masvs,
        maswe=about.maswe,
        mastg=about.mastg,
        crash=visible(outcome.crash),
        unread=tuple(dict.fromkeys((*unread, *unproved))),
        runtime=check.topic == RUNTIME,
        rests_on=tuple(map(visible, outcome.rests_on)),
    )
