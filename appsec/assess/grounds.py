"""What a clean check gives a verdict to rest on, and why it may prove nothing of the release."""

from collections.abc import Iterable

from appsec.assess.situation import Situation
from appsec.assess.words import reason
from appsec.model.assessment import Disposition, Record
from appsec.model.outcome import Kind, Status
from appsec.model.text import Lang
from appsec.model.verdict import Reason


def about(situation: Situation, key: str, check: str, **values: str) -> Reason:
    """A reason that names a check by its title."""
    title = situation.titles.get(check) or dict.fromkeys(Lang, check)
    return reason(key, {"check": check, **values}, {"title": title})


def grounds(situation: Situation, clean: Iterable[str]) -> list[Reason]:
    """Why these checks, none of which saw anything, justify 符合: what was read, and in which runs,
    or what testers saw the app do."""
    return [why for check in clean for why in _of(situation, check)]


def doubts(situation: Situation, clean: Iterable[str]) -> list[Reason]:
    """Why what is clean proves nothing of the release: the build is a variant (G6), or the one
    that was run is, and runs of the release alone show too little; or code was read that nothing
    proves to be its. One whose nature is unread is not known to be it either.
    """
    clean = tuple(clean)
    outcomes = {check: situation.outcomes.get(check) for check in situation.variant_checks}
    variant = [
        about(situation, "variant", check)
        for check, outcome in outcomes.items()
        if outcome is None or outcome.status is not Status.CLEAN
    ]
    on_word = [about(situation, "on-word", check) for check in clean if check in situation.on_word]
    ran = [
        about(situation, "variant-run", check, runs=_named(situation, variants))
        for check in clean
        if check in situation.runtime_checks
        and (variants := [r for r in situation.rests_on(check) if r in situation.variant_runs])
    ]
    return [*variant, *on_word, *ran]


def _of(situation: Situation, check: str) -> list[Reason]:
    if check not in situation.runtime_checks:
        return [about(situation, "clean", check)]
    told = [_told(situation, r) for r in situation.records if r.check == check and _is_ground(r)]
    runs = _named(situation, situation.rests_on(check))
    return told or [about(situation, "clean-run", check, runs=runs)]


def _is_ground(record: Record) -> bool:
    return record.kind is Kind.EVIDENCE and record.disposition is not Disposition.FALSE_POSITIVE


def _told(situation: Situation, record: Record) -> Reason:
    """What a check of runs shows as evidence: in which runs, and where, the picture included."""
    runs = dict.fromkeys(place.file.partition("/")[0] for place in record.locations)
    places = ", ".join(dict.fromkeys(place.file for place in record.locations))
    title = situation.titles.get(record.check) or dict.fromkeys(Lang, record.check)
    values = {"check": record.check, "runs": _named(situation, runs), "places": places}
    told = {lang: record.message.get(lang, record.key) for lang in Lang}
    return reason("shown-in-run", values, {"title": title, "told": told})


def _named(situation: Situation, runs: Iterable[str]) -> str:
    """Runs with their dates."""
    return ", ".join(situation.runs.get(run, run) for run in runs)
