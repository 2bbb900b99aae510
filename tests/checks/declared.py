"""Declarations for the tests of checks that hold one against the build."""

from typing import Any

from appsec.facts.app import FactUnavailable
from appsec.model.declaration_form import Declaration, DeclaredApp
from appsec.model.outcome import Cause, Outcome, Seen

NOT_GIVEN = FactUnavailable(Cause.NOT_SUPPLIED, "declaration-not-supplied")


def declaration(**sections: Any) -> Declaration:
    """A declaration that names nothing but the app, with these sections."""
    return Declaration(app=DeclaredApp("tw.example.app", platform="android"), **sections)


def told(outcome: Outcome) -> list[tuple[type[Seen], str, dict[str, str]]]:
    """What was seen: kind, key and values."""
    return [(type(seen), seen.key, dict(seen.values)) for seen in outcome.seen]
