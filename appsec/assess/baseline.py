"""A baseline: what an earlier assessment of the same app already knew, for `--gate new`."""

from collections.abc import Iterable
from dataclasses import replace

from appsec.engine.files import FileProblem
from appsec.model.assessment import Artefact, Assessment, Coverage, Disposition, Record
from appsec.model.frozen import frozen
from appsec.model.outcome import Cause, Kind
from appsec.model.read import CoverageGap
from appsec.model.text import visible


@frozen
class Baseline:
    """An earlier assessment, and the name by which the user gave it."""

    name: str
    saved: Assessment

    @property
    def findings(self) -> frozenset[str]:
        """Fingerprints of the findings that were known, and open.

        One that an acceptance or note let past then is let past by that alone: once it has ended
        or is gone, the finding counts.
        """
        return frozenset(
            r.fingerprint
            for r in self.saved.findings
            if r.kind is Kind.FINDING and r.disposition is Disposition.OPEN
        )

    def knows(self, gap: CoverageGap) -> bool:
        """Whether the same part was out of reach then. What was lost is never known."""
        return gap.cause is Cause.OUT_OF_REACH and any(
            other.cause is Cause.OUT_OF_REACH and identity_of(other) == identity_of(gap)
            for other in self.saved.coverage.gaps
        )

    def leave(
        self, records: Iterable[Record], coverage: Coverage
    ) -> tuple[tuple[Record, ...], Coverage]:
        """What was not known then. All that was lost stays: it may hide a new finding."""
        known = self.findings
        gaps = tuple(gap for gap in coverage.gaps if not self.knows(gap))
        fresh = tuple(r for r in records if r.fingerprint not in known)
        return fresh, replace(coverage, gaps=gaps)

    def against(self, artefact: Artefact, profile: str) -> "Baseline | None":
        """This baseline if it speaks of the app given; None if that app's id could not be read.

        Raises FileProblem for another platform, app or profile, or a baseline without an app's id.
        """
        if problem := difference(self.saved, artefact, profile):
            raise FileProblem(self.name, f"is no baseline for this build: {problem}")
        if not self.saved.artefact.id:
            raise FileProblem(self.name, "is no baseline: the app's id could not be read then")
        return self if artefact.id else None


def difference(saved: Assessment, artefact: Artefact, profile: str) -> str:
    """Why an assessment cannot be compared with that of another build; empty if it can.

    An id that could not be read differs from none.
    """
    pairs = (
        ("platform", saved.artefact.platform, artefact.platform),
        ("app", saved.artefact.id, artefact.id),
        ("profile", saved.profile.id, profile),
    )
    for what, one, other in pairs:
        if one and other and one != other:
            return f"{what} {visible(one)}, not {visible(other)}"
    return ""


def identity_of(gap: CoverageGap) -> tuple[str, ...]:
    """What makes two gaps of two builds the same one: the fact, the key and its values."""
    values = (part for pair in sorted(gap.values.items()) for part in pair)
    return (gap.fact, gap.key, gap.build, *values)
