"""What is open in a saved assessment: who can close it, what it asks, and what was filed for it."""

from collections.abc import Iterator

from appsec.assess.confirm_held import SHORT
from appsec.assess.confirm_items import Item, Owner, items
from appsec.assess.confirm_triggers import gap_identity
from appsec.assess.words import reason
from appsec.model.assessment import Assessment, Disposition, RequirementText, Verdict
from appsec.model.confirmation import Confirmation
from appsec.model.frozen import frozen
from appsec.model.outcome import Cause, Kind, Status
from appsec.model.profile import Profile
from appsec.model.text import Lang, Text
from appsec.model.verdict import Result


@frozen
class Asked:
    """One thing that a confirmation must answer, by the name that `covers` gives it; `answered` are
    the fingerprints behind that name, `told` what each of them is."""

    name: str
    answered: tuple[str, ...]
    told: tuple[Text, ...]


@frozen
class OpenItem:
    """An item of the class that is not closed. `confirmable` says whether a person's word can be
    part of closing it; `owners` who, first the one who begins."""

    verdict: Verdict
    text: RequirementText
    item: Item
    owners: tuple[Owner, ...]
    confirmable: bool
    asked: tuple[Asked, ...]
    filed: tuple[Confirmation, ...]


def open_items(
    saved: Assessment, profile: Profile, filed: tuple[Confirmation, ...]
) -> tuple[OpenItem, ...]:
    """The open items of the class assessed, and F if it was added, in the order of the standard."""
    chosen = saved.chosen_class
    wanted = {chosen.app_class, *(("F",) if chosen.with_f else ())}
    texts = {text.id: text for text in saved.requirements}
    return tuple(
        _open(saved, profile, verdict, texts[verdict.requirement], filed)
        for verdict in saved.verdicts
        if wanted & set(verdict.classes) and not verdict.result.closed
    )


def _open(
    saved: Assessment,
    profile: Profile,
    verdict: Verdict,
    text: RequirementText,
    filed: tuple[Confirmation, ...],
) -> OpenItem:
    item = items().of(verdict.requirement)
    first = (Owner.DEVELOPER,) if verdict.result is Result.FAIL else ()
    return OpenItem(
        verdict=verdict,
        text=text,
        item=item,
        owners=tuple(dict.fromkeys((*first, *item.owners))),
        confirmable=confirmable(saved, profile, verdict.requirement),
        asked=tuple(asked(saved, profile, verdict)),
        filed=tuple(c for c in filed if c.requirement == verdict.requirement),
    )


def confirmable(saved: Assessment, profile: Profile, requirement: str) -> bool:
    """Whether the rules let a person's word be part of what closes an item."""
    found = (r for r in profile.everything if r.id == requirement)
    return any(r.roles(saved.artefact.platform)[2].may_attest for r in found)


def asked(saved: Assessment, profile: Profile, verdict: Verdict) -> Iterator[Asked]:
    """All that a confirmation of the verdict's item must answer: questions, parts out of reach, and
    why what is clean in this build proves nothing."""
    yield from _questions(saved, verdict)
    yield from _gaps(saved, verdict)
    platform = saved.artefact.platform
    for check in profile.variant_checks.get(platform, ()):
        about = saved.checks.get(check)
        if about is None or about.status != Status.CLEAN:
            yield _doubt(saved, "variant", check)
    for check in verdict.checks:
        about = saved.checks.get(check)
        rests_on = (about.rests_on if about else ()) or [run.run for run in saved.runs]
        variants = [run.run for run in saved.runs if run.variant and run.run in rests_on]
        if about and about.runtime and about.status == Status.CLEAN and variants:
            yield _doubt(saved, "variant-run", check, runs=", ".join(variants))
    if saved.companion:
        for check in sorted(saved.companion.unproved(platform) & set(verdict.checks)):
            yield _doubt(saved, "on-word", check)


def _doubt(saved: Assessment, key: str, check: str, **values: str) -> Asked:
    about = saved.checks.get(check)
    title = about.title if about else {}
    shown: Text = {lang: title.get(lang, check) for lang in Lang}
    why = reason(key, {"check": check, **values}, {"title": shown})
    return Asked(f"{key}:{check}", (), (why.message,))


def _questions(saved: Assessment, verdict: Verdict) -> Iterator[Asked]:
    failing = {why.values.get("check") for why in verdict.reasons if why.key == "found"}
    by_name: dict[str, list[tuple[str, Text]]] = {}
    for r in saved.findings:
        judged_fail = r.kind is Kind.FINDING and r.check in failing
        if (
            r.check in verdict.checks
            and r.kind is not Kind.EVIDENCE
            and r.disposition is not Disposition.FALSE_POSITIVE
            and not judged_fail
        ):
            name = f"question:{r.check}:{r.key}"
            by_name.setdefault(name, []).append((r.fingerprint[:SHORT], r.message))
    for name, found in by_name.items():
        yield Asked(name, tuple(f for f, _ in found), tuple(told for _, told in found))


def _gaps(saved: Assessment, verdict: Verdict) -> Iterator[Asked]:
    unread = {
        (gap.fact, gap.key)
        for check in verdict.checks
        for gap in (saved.checks[check].unread or () if check in saved.checks else ())
        if gap.cause is Cause.OUT_OF_REACH
    }
    for fact, key in sorted(unread):
        found = [g for g in saved.coverage.gaps if (g.fact, g.key) == (fact, key)]
        yield Asked(
            f"gap:{fact}:{key}",
            tuple(dict.fromkeys(gap_identity(g.fact, g.key, g.values) for g in found)),
            tuple(g.message for g in found),
        )
