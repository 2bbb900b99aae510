"""What a developer declares not to apply: taken if it is credible, and else said to be open."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from appsec.assess.declared_against import own_words_against, unsigned
from appsec.assess.situation import Situation
from appsec.assess.verdict import decide
from appsec.assess.words import reason
from appsec.engine.declaration.form import says_something
from appsec.model.assessment import Verdict
from appsec.model.frozen import frozen
from appsec.model.observed import Observation, Observed, Trait
from appsec.model.profile import Profile, Requirement
from appsec.model.text import Text, visible
from appsec.model.verdict import Reason

if TYPE_CHECKING:
    from appsec.model.declaration_form import Declaration

MAX_TEXT = 2000
"""Longest reason that an assessment carries, in characters."""

_SENSITIVE = (Trait.IDENTIFIER, Trait.PERMISSION, Trait.SDK, Trait.INPUT_FIELD)
_CONTRADICTING: Mapping[str, tuple[Trait, ...]] = {
    "network": (Trait.DOMAIN,),
    "own-password": (Trait.INPUT_FIELD,),
    "per-user-data": (Trait.LOGIN,),
    "sensitive-data": _SENSITIVE,
    "stored-data": (*_SENSITIVE, Trait.LOGIN),
    "stored-credential": (Trait.LOGIN, Trait.INPUT_FIELD),
    "sensitive-input": (Trait.INPUT_FIELD,),
    "sensitive-screen": (Trait.INPUT_FIELD,),
    "session-id": (Trait.LOGIN,),
    "sharing": (Trait.SHARING_POINT,),
    "third-party-library": (Trait.SDK,),
    "transaction": (Trait.PAYMENT,),
    "input": (Trait.INPUT_FIELD, Trait.SHARING_POINT),
    "untrusted-input": (Trait.INPUT_FIELD, Trait.SHARING_POINT),
}
"""Things whose sight contradicts that a condition does not hold."""
_ANY = ("input", "untrusted-input")
"""Conditions for which what is seen need not be sensitive."""
_WITHOUT_IT = ("absence-proved", "other-platform")
"""Why an item does not apply whatever is declared."""


@frozen
class Absence:
    """One item that is said not to apply, why, and what speaks against taking that for true."""

    why: str
    doubt: Reason | None

    def decide(self, requirement: Requirement, situation: Situation) -> Verdict:
        """The verdict. What was declared is told in it, whether it is taken or not."""
        plain = decide(requirement, situation)
        if any(why.key in _WITHOUT_IT for why in plain.reasons):
            return plain
        if self.doubt is not None:
            return _told(plain, self.doubt)
        absent = frozenset((requirement.condition,))
        verdict = decide(requirement, replace(situation, declared_absent=absent))
        taken = any(why.key == "absence-declared" for why in verdict.reasons)
        key = "absence-because" if taken else "absence-not-taken"
        return _told(verdict, reason(key, {"why": self.why}))


def _told(verdict: Verdict, more: Reason) -> Verdict:
    return replace(verdict, reasons=(*verdict.reasons, more))


def absences(
    declaration: "Declaration", profile: Profile, observed: Observed, sha256: str, as_of: str
) -> Mapping[str, Absence]:
    """What is declared not to apply, by the id of the item, to be counted as of an ISO date.
    Entries that name none are left to `appsec declare check`."""
    found = {}
    for entry in declaration.not_applicable:
        requirement = item_named(entry.item, profile)
        if requirement is not None:
            why = visible(" ".join(f"{entry.reason} {entry.basis}".split()), MAX_TEXT)
            same = declaration.app.sha256.strip().casefold() == sha256
            doubt = _doubt(requirement, entry.reason, profile) or _of_the_file(
                requirement.condition, declaration, same, as_of
            )
            doubt = doubt or _of_the_build(requirement.condition, observed)
            found[requirement.id] = Absence(why, doubt and _reason(why, *doubt))
    return found


def item_named(written: str, profile: Profile) -> Requirement | None:
    """The item of a number (34) or clause (4.1.3.1.1), if there is one."""
    name = written.strip()
    return next((r for r in profile.everything if name in (r.id, r.clause)), None)


_Doubt = tuple[str, dict[str, str], dict[str, Text]]
"""Why an entry does not count: the key of a reason, and the values and texts of its sentence."""


def _reason(why: str, key: str, values: dict[str, str], texts: dict[str, Text]) -> Reason:
    return reason(key, {"why": why, **values}, texts)


def _doubt(requirement: Requirement, why: str, profile: Profile) -> _Doubt | None:
    """What is wrong with the entry, whatever else is declared or seen."""
    if requirement.condition not in profile.conditions:
        return "absence-impossible", {}, {}
    if not says_something(why):
        return "absence-without-reason", {}, {}
    return None


def _of_the_file(
    condition: str, declaration: "Declaration", same_build: bool, as_of: str
) -> _Doubt | None:
    """What else the declaration says: of which build it is, who signed it, and its other cells."""
    if not same_build:
        return "absence-other-build", {}, {}
    if key := unsigned(declaration.sign_off, as_of):
        return key, {"date": visible(declaration.sign_off.date.strip()) or "－"}, {}
    if what := own_words_against(condition, declaration):
        return "absence-contradicts-itself", {}, {"what": what}
    return None


def _of_the_build(condition: str, observed: Observed) -> _Doubt | None:
    """What the build shows."""
    if seen := [visible(one.name) for one in _against(condition, observed)]:
        return "absence-contradicted", {"what": ", ".join(seen[:5])}, {}
    # Stricter than the rules, which let a declaration stand against code that nobody can read.
    if {*_CONTRADICTING.get(condition, ())} & {*observed.unread}:
        return "absence-unread", {}, {}
    return None


def _against(condition: str, observed: Observed) -> list[Observation]:
    traits = _CONTRADICTING.get(condition, ())
    seen = (one for one in observed.things if one.trait in traits)
    return [one for one in seen if condition in _ANY or _is_sensitive(one)]


def _is_sensitive(thing: Observation) -> bool:
    if thing.trait is Trait.PERMISSION:
        return thing.detail.get("level") == "sensitive"
    return thing.trait is not Trait.INPUT_FIELD or bool(thing.detail.get("sensitive"))
