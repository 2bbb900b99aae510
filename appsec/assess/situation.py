"""What a verdict may rest on: outcomes, what people declared and confirmed, and the runs."""

from collections.abc import Mapping
from dataclasses import field

from appsec.model.assessment import Record
from appsec.model.frozen import frozen
from appsec.model.outcome import Outcome
from appsec.model.profile import Condition
from appsec.model.text import Text
from appsec.model.verdict import Attestation

RUNTIME = "runtime"
"""Topic of the checks that read the trace of a run."""


@frozen
class Situation:
    """All that a verdict may rest on. `runtime_checks` are the ids of those that read a trace.

    A hit of one of `variant_checks` makes the build a variant. `titles` are those of the checks.
    `declared_absent` are the conditions that a person declared not to hold, `on_word` the checks
    that read the code of a companion which nothing in it proves to be this build's.
    `runs` are the runs that were given, by name, each with its date, `variant_runs` those in which
    not the build that users get was run, but a variant of it.
    `app_class` is the class if it was declared and nothing speaks for a higher one.
    """

    platform: str
    outcomes: Mapping[str, Outcome]
    records: tuple[Record, ...]
    conditions: Mapping[str, Condition]
    runtime_checks: frozenset[str] = frozenset()
    variant_checks: tuple[str, ...] = ()
    titles: Mapping[str, Text] = field(default_factory=dict)
    attestations: Mapping[str, Attestation] = field(default_factory=dict)
    declared_absent: frozenset[str] = frozenset()
    on_word: frozenset[str] = frozenset()
    runs: Mapping[str, str] = field(default_factory=dict)
    variant_runs: frozenset[str] = frozenset()
    app_class: str = ""

    def rests_on(self, check: str) -> tuple[str, ...]:
        """The runs that a clean check of runs rests on; all of them where nobody told."""
        outcome = self.outcomes.get(check)
        return (outcome.rests_on if outcome else ()) or tuple(self.runs)
