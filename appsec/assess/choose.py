"""Which class an app is assessed as: what was declared, held against what the build shows."""

from appsec.assess.words import reason
from appsec.model.assessment import Chosen, Suggested
from appsec.model.package import ClassHint, Purpose

HIGHEST = "L3"
"""Assumed when nothing is known: it asks the most, so nothing is left out."""

_ORDER = ("L1", "L2", "L3")


def suggest(hints: tuple[ClassHint, ...]) -> Suggested:
    """The class that the build points to. Silence suggests nothing: absence is not shown by it."""
    purposes = {hint.purpose for hint in hints}
    if Purpose.TRANSACTION in purposes:
        app_class = "L3"
    else:
        app_class = "L2" if Purpose.LOGIN in purposes else ""
    reasons = tuple(
        reason(f"hint-{hint.purpose}", {"what": hint.what, "where": hint.where}) for hint in hints
    )
    return Suggested(app_class, reasons)


def choose(declared: str, with_f: bool, suggested: Suggested) -> Chosen:
    """The class to grade for; `declared` is L1, L2, L3 or empty."""
    pointed = suggested.app_class
    if not declared and pointed:
        warning = reason("class-not-declared", {"class": pointed})
        return Chosen(pointed, with_f, False, (warning,))
    if not declared:
        return Chosen(HIGHEST, with_f, False, (reason("class-unknown"),))
    if pointed and _ORDER.index(declared) < _ORDER.index(pointed):
        warning = reason("class-too-low", {"class": declared, "suggested": pointed})
        return Chosen(declared, with_f, True, (warning,))
    return Chosen(declared, with_f, True)
