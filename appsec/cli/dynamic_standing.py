"""What is decidable after a step, and what is missing for the rest, in plain words."""

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from appsec.model.frozen import frozen
from appsec.model.text import Text

if TYPE_CHECKING:
    from appsec.evaluate import Answer
    from appsec.model.profile import Profile, Requirement

MAX_TOLD = 2


@frozen
class Standing:
    """An item as the runs so far leave it, and what is missing, each with what to do. It `fails`,
    is `shown` or `open`, has a `question`, is for a `person`, or for one whom no run contradicts
    so far (`unrefuted`)."""

    item: str
    title: Text
    kind: str
    lacked: tuple[tuple[Text, Text], ...] = ()


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
    return Standing(of.id, of.title, "open", _each_once(lacked)[:MAX_TOLD])


def _each_once(lacked: list[tuple[Text, Text]]) -> tuple[tuple[Text, Text], ...]:
    return tuple({tuple(why.items()): (why, do) for why, do in lacked}.values())
