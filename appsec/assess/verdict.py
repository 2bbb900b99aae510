"""The verdict on one requirement: seven steps, the first that holds. Silence never passes."""

from collections.abc import Iterable
from dataclasses import replace

from appsec.assess.grounds import about, doubts, grounds
from appsec.assess.situation import Situation
from appsec.assess.words import gap_reasons, reason
from appsec.engine.masked import OF_RUNS
from appsec.model.assessment import Disposition, Verdict
from appsec.model.outcome import Cause, Gap, Kind, Outcome, Status
from appsec.model.profile import Absence, Person, Requirement
from appsec.model.verdict import Basis, Reason, Result, Standing


def decide(requirement: Requirement, situation: Situation) -> Verdict:
    """The verdict on one requirement, by the seven steps of the verdict rule."""
    return _Case(requirement, situation).verdict()


class _Case:
    """One requirement before the judge: what speaks for and against it on this platform."""

    def __init__(self, requirement: Requirement, situation: Situation) -> None:
        self.requirement = requirement
        self.situation = situation
        self.platform = situation.platform
        self.judges = requirement.judges(self.platform)
        self.alternatives = requirement.alternatives(self.platform, situation.app_class)
        self.checks = requirement.checks(self.platform)
        self.static, self.run, self.person = requirement.roles(self.platform)
        self.attestation = situation.attestations.get(requirement.id)
        standing = [
            r
            for r in situation.records
            if r.check in self.checks and r.disposition is not Disposition.FALSE_POSITIVE
        ]
        self.failures = [r for r in standing if r.kind is Kind.FINDING and r.check in self.judges]
        self.questions = [
            r for r in standing if r.kind is not Kind.EVIDENCE and r not in self.failures
        ]

    def verdict(self) -> Verdict:
        steps = (
            self.failed,
            self.not_applicable,
            self.lost,
            self.confirmed,
            self.decided,
            self.cannot_tell,
        )
        for step in steps:
            if verdict := step():
                return verdict
        return self.result(Result.NEEDS_REVIEW, (), *self.open_reasons(), self.ask_person())

    def result(self, result: Result, by: tuple[Basis, ...], *reasons: Reason) -> Verdict:
        return Verdict(
            requirement=self.requirement.id,
            clause=self.requirement.clause,
            classes=self.requirement.classes,
            reference=self.requirement.reference,
            result=result,
            risk_accepted=False,
            deemed_met=False,
            by=by,
            reasons=reasons,
            checks=self.checks,
        )

    # 1. An open finding fails, whatever was declared.

    def failed(self) -> Verdict | None:
        if not self.failures:
            return None
        accepted = all(r.disposition is Disposition.ACCEPTED for r in self.failures)
        by = self.bases(r.check for r in self.failures)
        found = [
            self.about("found", check) for check in dict.fromkeys(r.check for r in self.failures)
        ]
        if accepted:
            found.append(reason("risk-accepted"))
        verdict = self.result(Result.FAIL, by, *found)
        return replace(verdict, risk_accepted=accepted)

    # 2. What is proved or credibly declared absent does not apply. Undetected is not disproved.

    def not_applicable(self) -> Verdict | None:
        if self.platform not in self.requirement.platforms:
            return self.result(Result.NOT_APPLICABLE, (), reason("other-platform"))
        condition = self.situation.conditions.get(self.requirement.condition)
        if condition is None:
            return None
        proofs = condition.disproved_by.get(self.platform, ())
        outcomes = [self.situation.outcomes.get(check) for check in proofs]
        # Even mere evidence of presence keeps the item: proof of absence has seen nothing at all.
        if outcomes and all(o and o.status is Status.CLEAN and not o.seen for o in outcomes):
            why = reason("absence-proved", {}, {"condition": condition.text})
            if doubts := self.doubts(proofs):
                return self.result(Result.NEEDS_REVIEW, (), why, *doubts)
            return self.absent((Basis.STATIC,), why)
        if condition.id in self.situation.declared_absent and not self.contradicted(outcomes):
            why = reason("absence-declared", {}, {"condition": condition.text})
            return self.absent((Basis.PERSON,), why)
        return None

    def contradicted(self, proofs: list[Outcome | None]) -> bool:
        """Whether anything seen, or anything lost, speaks against a declared absence."""
        involved = [*proofs, *(self.situation.outcomes.get(check) for check in self.checks)]
        return bool(self.questions) or any(
            o is None or o.seen or o.crash or o.unread(Cause.LOST) for o in involved
        )

    def absent(self, by: tuple[Basis, ...], why: Reason) -> Verdict:
        if self.requirement.when_absent is Absence.DEEMED_PASS:
            return replace(self.result(Result.PASS, by, why), deemed_met=True)
        return self.result(Result.NOT_APPLICABLE, by, why)

    # 3. What should have been readable and was not leaves the item open. Nobody can attest it.

    def lost(self) -> Verdict | None:
        gaps = self.gaps(Cause.LOST)
        missing = [c for c in self.checks if c not in self.situation.outcomes]
        if not gaps and not missing:
            return None
        why = [*gap_reasons(gaps), *(self.about("check-missing", c) for c in missing)]
        return self.result(Result.INCONCLUSIVE, (), *why, *self.question_reasons())

    # 4. A person's confirmation, if it is in force and answers all that is open.

    def confirmed(self) -> Verdict | None:
        if self.attestation is None or not self.person.may_attest:
            return None
        said = self.attestation
        if said.standing is not Standing.IN_FORCE:
            return self.result(Result.NEEDS_EVIDENCE, (), *said.out, *self.open_reasons())
        if not self.demands_met():
            return None
        if uncovered := sorted(self.to_cover() - said.covers):
            why = (reason("attestation-does-not-cover", {"what": ", ".join(uncovered)}),)
            result = Result.NEEDS_EVIDENCE if said.out else Result.NEEDS_REVIEW
            return self.result(result, (), *why, *said.out, *self.open_reasons())
        by = (*self.bases(self.clean_judges()), Basis.PERSON)
        return self.result(Result.PASS, by, *said.stated)

    def demands_met(self) -> bool:
        """Whether the clean run or clean static checks stand that the item asks beside a person."""
        runtime = self.situation.runtime_checks
        clean = self.clean_judges()
        if self.person is Person.WITH_RUN:
            return self.all_clean([c for c in self.judges if c in runtime], clean)
        if self.person is Person.WITH_STATIC:
            return self.all_clean([c for c in self.judges if c not in runtime], clean)
        return True

    @staticmethod
    def all_clean(wanted: list[str], clean: list[str]) -> bool:
        return bool(wanted) and all(check in clean for check in wanted)

    def to_cover(self) -> set[str]:
        """What a confirmation must answer: what is open, and why clean checks prove nothing."""
        questions = {f"question:{r.check}:{r.key}" for r in self.questions}
        gaps = {f"gap:{g.fact}:{g.key}" for g in self.gaps(Cause.OUT_OF_REACH)}
        doubts = {f"{why.key}:{why.values['check']}" for why in self.doubts(self.clean_judges())}
        return questions | gaps | doubts

    # 5. The tool alone: one alternative all clean, and nothing open beside it.

    def decided(self) -> Verdict | None:
        if self.questions or self.gaps(Cause.OUT_OF_REACH):
            return None
        clean = self.clean_judges()
        for alternative in self.alternatives:
            if self.all_clean(list(alternative), clean) and self.may_pass(alternative):
                why = grounds(self.situation, alternative)
                if doubts := self.doubts(alternative):
                    return self.result(Result.NEEDS_REVIEW, (), *why, *doubts)
                return self.result(Result.PASS, self.bases(alternative), *why)
        return None

    def may_pass(self, alternative: tuple[str, ...]) -> bool:
        """Whether the rules allow what this alternative looks at to justify 符合 alone."""
        bases = self.bases(alternative)
        return (Basis.STATIC not in bases or self.static.may_pass) and (
            Basis.DYNAMIC not in bases or self.run.may_pass
        )

    # 6. Nothing left to do with this input, for the tool or for a person.

    def cannot_tell(self) -> Verdict | None:
        if self.person is Person.ALONE or (self.person.may_attest and self.demands_met()):
            return None
        waiting = [
            alternative for alternative in self.alternatives if not self.unknown(alternative)
        ]
        if waiting and self.questions:
            return None
        # Where nothing is open and nothing lacks, all judges are clean, if there are any.
        unproved = self.judges and not self.person.may_attest
        rest = reason("clean-unproved" if unproved else "no-check-yet")
        why = [*self.open_reasons(), *self.lacking()] or [rest]
        return self.result(Result.INCONCLUSIVE, (), *why)

    def unknown(self, alternative: tuple[str, ...]) -> bool:
        """Whether a check of this alternative could not be answered at all."""
        return any(self.situation.outcomes[c].status is Status.UNKNOWN for c in alternative)

    def lacking(self) -> list[Reason]:
        """What input or ability would change an item that cannot be told."""
        of_runs = [c for c in self.judges if c in self.situation.runtime_checks]
        lacking = []
        if self.person is Person.WITH_RUN or (self.run.may_pass and not of_runs):
            if not self.situation.runs:
                lacking.append(reason("run-not-supplied"))
            elif self.runs_lack(of_runs):
                lacking.append(reason("run-leaves-open"))
        if self.person is Person.WITH_STATIC and not self.demands_met():
            lacking.append(reason("static-not-clean"))
        if self.attestation and self.attestation.stated:
            ids = ", ".join(why.values["id"] for why in self.attestation.stated)
            lacking.append(reason("attestation-besides", {"ids": ids}))
        return lacking

    def runs_lack(self, of_runs: Iterable[str]) -> bool:
        """Whether the runs that were given do not show all that these checks ask of runs."""
        outcomes = (self.situation.outcomes[check] for check in of_runs)
        return any(gap.fact in OF_RUNS for outcome in outcomes for gap in outcome.gaps)

    # What the steps share.

    def clean_judges(self) -> list[str]:
        """Judging checks without an open hit or a gap; a refuted finding no longer counts."""
        standing = {r.check for r in (*self.failures, *self.questions)}
        outcomes = self.situation.outcomes
        return [
            c for c in self.judges if c in outcomes and c not in standing and not outcomes[c].gaps
        ]

    def gaps(self, *causes: Cause) -> list[Gap]:
        outcomes = [self.situation.outcomes[c] for c in self.checks if c in self.situation.outcomes]
        gaps: list[Gap] = []
        for gap in (g for o in outcomes for g in o.unread(*causes)):
            if gap not in gaps:
                gaps.append(gap)
        return gaps

    def bases(self, checks: Iterable[str]) -> tuple[Basis, ...]:
        runtime = self.situation.runtime_checks
        found = {Basis.DYNAMIC if c in runtime else Basis.STATIC for c in checks}
        return tuple(sorted(found, key=list(Basis).index))

    def about(self, key: str, check: str) -> Reason:
        return about(self.situation, key, check)

    def doubts(self, clean: Iterable[str]) -> list[Reason]:
        return doubts(self.situation, clean)

    def question_reasons(self) -> list[Reason]:
        return [self.about("asked", c) for c in dict.fromkeys(r.check for r in self.questions)]

    def open_reasons(self) -> list[Reason]:
        return [
            *self.question_reasons(),
            *gap_reasons(self.gaps(Cause.OUT_OF_REACH, Cause.NOT_SUPPLIED)),
        ]

    def ask_person(self) -> Reason:
        return reason("ask-person" if self.person.may_attest else "ask-change")
