"""What is decidable after a step, and what is missing for the rest, in plain words."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from appsec.cli.dynamic_talk import Talk
from appsec.engine.isolate import ChildFailure
from appsec.model.frozen import frozen
from appsec.model.text import Lang, Text
from appsec.runtime.guided.awaited import is_awaited
from appsec.runtime.guided.steps import Step, Which

if TYPE_CHECKING:
    from appsec.evaluate import Answer, Lacked
    from appsec.model.profile import Profile, Requirement

MAX_TOLD = 6
"""Reasons that are told after a step: whoever reads them has a phone in the other hand."""


_COLOURS = {
    "fails": "red",
    "shown": "green",
    "question": "yellow",
    "open": "",
    "person": "",
    "unrefuted": "",
}


@frozen
class Standing:
    """An item as the runs so far leave it, and what is missing, each with what to do. It `fails`,
    is `shown` or `open`, has a `question`, is for a `person`, or for one whom no run contradicts
    so far (`unrefuted`)."""

    item: str
    title: Text
    kind: str
    lacked: "tuple[Lacked, ...]" = ()


def standings(
    profile: "Profile", platform: str, items: Collection[str], answers: Iterable["Answer"]
) -> list[Standing]:
    """These items in their order. Whether one is 符合 says a scan alone, which reads the build."""
    told = {one.check: one for one in answers}
    return [_standing(one, platform, told) for one in profile.everything if one.id in items]


def _standing(of: "Requirement", platform: str, told: Mapping[str, "Answer"]) -> Standing:
    judging = [name for name in of.judges(platform) if name in told]
    asking = [name for name in of.checks(platform) if name in told]
    if any(told[name].status == "found" for name in judging):
        return Standing(of.id, of.title, "fails")
    if any(told[name].status in ("found", "question") for name in asking):
        return Standing(of.id, of.title, "question")
    if not asking:
        return Standing(of.id, of.title, "person")
    sets = [[name for name in one if name in told] for one in of.alternatives(platform)]
    if any(one and all(told[name].status == "clean" for name in one) for one in sets):
        return Standing(of.id, of.title, "shown")
    lacked = [lack for name in asking for lack in told[name].lacked]
    if not lacked:
        return Standing(of.id, of.title, "unrefuted")
    return Standing(of.id, of.title, "open", _each_once(lacked))


def _each_once(lacked: "Iterable[Lacked]") -> "tuple[Lacked, ...]":
    return tuple({_in_english(one.why): one for one in lacked}.values())


@frozen
class Lack:
    """What is missing, what to do, and the items that wait for it."""

    items: tuple[str, ...]
    why: Text
    do: Text


def lacks(
    found: Iterable[Standing], coming: Collection[Step], run: Which
) -> tuple[list[Lack], list[str]]:
    """What is missing for the open items, each reason once and the one that most wait for first;
    and the items that wait for nothing but the steps to come. `run` is the one that goes on."""
    waiting: dict[str, Lack] = {}
    patient = []
    for one in found:
        now = [lack for lack in one.lacked if not is_awaited(lack.key, lack.values, coming, run)]
        if one.kind == "open" and not now:
            patient.append(one.item)
        for lack in now:
            known = waiting.get(_in_english(lack.why), Lack((), lack.why, lack.do))
            waiting[_in_english(lack.why)] = replace(known, items=(*known.items, one.item))
    return sorted(waiting.values(), key=lambda one: -len(one.items)), patient


def _in_english(of: Text) -> str:
    return of.get(Lang.EN, "")


def shown(talk: Talk, told: list[Standing], coming: Collection[Step], run: Which) -> None:
    """Says what is decidable now, and what is missing for the rest."""
    for one in told:
        if one.kind in ("fails", "question"):
            title = talk.text(one.title)
            talk.say(f"standing-{one.kind}", colour=_COLOURS[one.kind], item=one.item, title=title)
    missing, patient = lacks(told, coming, run)
    waits = {item for each in missing for item in each.items}
    for kind in ("shown", "unrefuted", "person", "open"):
        items = [one.item for one in told if one.kind == kind]
        if kind == "open":
            items = [one for one in items if one in waits]
        if items:
            talk.say(f"standing-{kind}", colour=_COLOURS[kind], items="、".join(items))
    for each in missing[:MAX_TOLD]:
        why, do = talk.text(each.why), talk.text(each.do)
        talk.say("why", items="、".join(each.items), why=why, do=do)
    if (more := len(missing) - MAX_TOLD) > 0:
        talk.say("why-more", count=more)
    if patient:
        talk.say("standing-later", items="、".join(patient))


class SoFar:
    """What the runs of a session show by now. Where they cannot be read the tester is told."""

    def __init__(
        self,
        talk: Talk,
        profile: "Profile",
        platform: str,
        read: "Callable[[], Collection[Answer]]",
    ) -> None:
        self._talk = talk
        self._profile = profile
        self._platform = platform
        self._read = read

    def files(self) -> tuple[str, ...]:
        """The app's own files in which a canary turned up by now."""
        found = (one for one in self._answers() or () if one.status == "found")
        paths = dict.fromkeys(path for one in found for path in one.files)
        return tuple(one for one in paths if one.startswith("/data/user"))

    def told_of(self, step: Step, coming: Collection[Step]) -> None:
        """Says what is decidable now of the items of a step, with these to come."""
        self._talk.say("evaluating")
        answers = self._answers()
        if answers is not None:
            told = standings(self._profile, self._platform, step.decides, answers)
            shown(self._talk, told, coming, step.run)

    def _answers(self) -> "Collection[Answer] | None":
        try:
            return self._read()
        except (ChildFailure, OSError, ValueError) as error:
            why = error.key if isinstance(error, ChildFailure) else error
            self._talk.say("not-evaluated", colour="yellow", why=why)
            return None
