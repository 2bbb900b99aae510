"""A declaration held against a build: class, comparison, what is missing, what is said absent."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from appsec.assess.choose import choose
from appsec.assess.declared_absence import Absence, absences
from appsec.assess.situation import Situation
from appsec.assess.verdict import decide
from appsec.assess.words import reason
from appsec.engine.declaration.file import load_declaration
from appsec.engine.declaration.form import FormSection, form, rows, says_none
from appsec.engine.declaration.matching import (
    SECTIONS,
    asks_notice,
    declared,
    is_declared,
    stands_for,
    tells_of,
)
from appsec.engine.files import FileProblem
from appsec.model.assessment import Artefact, Chosen, Suggested, Verdict
from appsec.model.declared import Agreement, Cell, Comparison, Declared, Section
from appsec.model.frozen import frozen
from appsec.model.observed import Observed, Trait
from appsec.model.profile import Profile, Requirement
from appsec.model.text import visible
from appsec.model.verdict import Reason

if TYPE_CHECKING:
    from appsec.model.declaration_form import Declaration

MAX_CELL = 2000
"""Longest text of a cell that an assessment carries, in characters."""

_LISTED = tuple(t for t in SECTIONS if t not in (Trait.IDENTIFIER, Trait.LOGIN, Trait.PAYMENT))
"""Kinds of which a declaration has rows."""


@frozen
class GivenDeclaration:
    """A declaration and the file that it came from."""

    path: str
    sha256: str
    form: "Declaration"

    def must_be_of(self, platform: str, package: str) -> None:
        """Raises FileProblem if it is of another app."""
        of = self.form.app
        if (of.platform, of.package_id) != (platform, package):
            name = f"{visible(of.package_id)} ({of.platform})"
            raise FileProblem(self.path, f"is of {name}, not of {package} ({platform})")


def load_given(path: Path) -> GivenDeclaration:
    """The declaration in a file. Raises FileProblem."""
    loaded = load_declaration(path)
    return GivenDeclaration(str(path), hashlib.sha256(path.read_bytes()).hexdigest(), loaded)


@frozen
class Stated:
    """What was declared of one build, if anything was."""

    embedded: Declared | None = None
    form: "Declaration | None" = None
    absences: Mapping[str, Absence] | None = None
    contradicted: tuple[Reason, ...] = ()

    @classmethod
    def of(
        cls,
        given: GivenDeclaration | None,
        artefact: Artefact,
        profile: Profile,
        observed: Observed,
        as_of: str,
    ) -> "Stated":
        """What counts on an ISO date for this build. Raises FileProblem if the file is of another.

        For an app whose id could not be read nothing counts: it may be any.
        """
        if given is None or not artefact.id:
            return cls()
        given.must_be_of(artefact.platform, artefact.id)
        return cls(
            embedded(given, observed),
            given.form,
            absences(given.form, profile, observed, artefact.sha256, as_of),
            tuple(_contradicted(given.form, observed)),
        )

    def decide(self, requirement: Requirement, situation: Situation) -> Verdict:
        """The verdict, with what was declared to be absent where that is credible."""
        absence = (self.absences or {}).get(requirement.id)
        return absence.decide(requirement, situation) if absence else decide(requirement, situation)

    def choose(self, app_class: str, with_f: bool, suggested: Suggested) -> Chosen:
        """The class: as given to this run, else as declared."""
        of = self.form.app_class if self.form else None
        if of is None:
            return choose(app_class, with_f, suggested)
        adds_f = with_f or (of.with_f == "yes" and not app_class)
        chosen = choose(app_class or of.name, adds_f, suggested)
        warnings = [*chosen.warnings, *self.contradicted]
        if self.form and (least := _least_class(self.form)) > chosen.app_class:
            values = {"class": chosen.app_class, "least": least}
            warnings.append(reason("class-below-declared", values))
        if of.name and of.name != chosen.app_class:
            values = {"class": chosen.app_class, "declared": of.name}
            warnings.append(reason("class-not-as-declared", values))
        if of.with_f == "yes" and not chosen.with_f:
            warnings.append(reason("f-not-as-declared"))
        return replace(chosen, warnings=tuple(warnings))


def _least_class(declaration: "Declaration") -> str:
    """The class that the declaration's own words ask for at least; empty if they ask for none."""
    of = declaration.app_class
    told = (of.transactions, of.payment_providers, of.preauth, of.receives_money)
    if any(map(tells_of, told)):
        return "L3"
    return "L2" if tells_of(of.login) else ""


_CELLS = {Trait.LOGIN: "login", Trait.PAYMENT: "transactions"}


def _contradicted(declaration: "Declaration", observed: Observed) -> Iterator[Reason]:
    """What is said not to be there, and what of it the build shows."""
    for trait in (Trait.LOGIN, Trait.PAYMENT):
        cell = getattr(declaration.app_class, _CELLS[trait])
        seen = [one.name for one in observed.of(trait)]
        if seen and says_none(cell):
            yield reason(f"declared-no-{trait}", {"what": ", ".join(seen)})


def embedded(given: GivenDeclaration, observed: Observed) -> Declared:
    """The declaration as an assessment carries it."""
    return Declared(
        file=visible(Path(given.path).name),
        sha256=given.sha256,
        prepared_for=visible(given.form.app.sha256),
        sections=tuple(_section(given.form, section) for section in form().sections),
        comparisons=tuple(compare(given.form, observed)),
        missing=tuple(missing(given.form)),
    )


def _section(declaration: "Declaration", section: FormSection) -> Section:
    fields = section.on(declaration.app.platform)
    return Section(
        key=section.key,
        title=section.title,
        rows=tuple(
            tuple(
                Cell(f.key, f.label, visible(row[f.key], MAX_CELL), f.required, f.prefilled)
                for f in fields
            )
            for row in rows(declaration, section)
        ),
        requirements=section.requirements,
    )


def missing(declaration: "Declaration") -> Iterator[str]:
    """The keys of required cells that are empty: `domains.0.owner`. Rows without a word are none,
    and what is said of a key of the app is not asked of another platform."""
    for section in form().sections:
        for number, row in enumerate(rows(declaration, section)):
            where = f"{section.key}.{number}" if section.many else section.key
            if section.many and not any(cell.strip() for cell in row.values()):
                continue
            for field in section.on(declaration.app.platform):
                if field.required and not row[field.key].strip():
                    yield f"{where}.{field.key}"


def compare(declaration: "Declaration", observed: Observed) -> Iterator[Comparison]:
    """Each thing that is declared or observed. Permissions that need no notice are left out where
    only the build has them."""
    for trait, key in SECTIONS.items():
        requirements = form().section(key).requirements
        for thing in observed.of(trait):
            there = is_declared(thing, declaration)
            if there or asks_notice(thing):
                how = Agreement.BOTH if there else Agreement.ONLY_OBSERVED
                yield Comparison(trait, visible(thing.name), how, requirements)
        if trait in _LISTED:
            unread = trait in observed.unread
            how = Agreement.NOT_READ if unread else Agreement.ONLY_DECLARED
            for name in declared(declaration, trait):
                if not any(stands_for(trait, name, seen) for seen in observed.names(trait)):
                    yield Comparison(trait, visible(name), how, requirements)
