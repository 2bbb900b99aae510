"""A standard as data: requirements, classes, conditions, and what may decide each item."""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from appsec.model.check import STRICT
from appsec.model.frozen import frozen
from appsec.model.text import Text


class Weight(StrEnum):
    """What one way of looking may justify alone (the columns S and D of the verdict rules)."""

    NONE = "none"
    HINT = "hint"
    PASS = "pass"
    FAIL = "fail"
    PASS_FAIL = "pass_fail"

    @property
    def may_pass(self) -> bool:
        """Whether it may justify 符合."""
        return self in (Weight.PASS, Weight.PASS_FAIL)

    @property
    def may_fail(self) -> bool:
        """Whether it may justify 不符合."""
        return self in (Weight.FAIL, Weight.PASS_FAIL)


class Person(StrEnum):
    """What a person's confirmation may justify (column E): nothing, or 符合 under a condition."""

    NONE = "none"
    HINT = "hint"
    ALONE = "alone"
    WITH_RUN = "with_run"
    WITH_STATIC = "with_static"

    @property
    def may_attest(self) -> bool:
        """Whether a confirmation can be part of what closes the item."""
        return self not in (Person.NONE, Person.HINT)


class Absence(StrEnum):
    """What an item comes to when the function that it speaks of is proved absent."""

    NOT_APPLICABLE = "not_applicable"
    DEEMED_PASS = "deemed_pass"


Alternatives = tuple[tuple[str, ...], ...]
"""Sets of checks, any one of which decides when all of it is clean."""


@frozen
class Roles:
    """A platform's own weights where they differ from the requirement's."""

    __pydantic_config__ = STRICT

    static: Weight | None = None
    run: Weight | None = None
    person: Person | None = None


@frozen
class Mastg:
    """OWASP MASTG tests per platform."""

    __pydantic_config__ = STRICT

    android: tuple[str, ...] = ()
    ios: tuple[str, ...] = ()


@frozen
class Requirement:
    """One numbered row of the standard, and how this tool may decide it.

    `classes` are sets, not levels: nothing is inherited. `refuted_by` checks fail the item by a
    finding; a hit of an `asked_by` check, whatever its kind, is only a question for this item.
    `excused` names, by class and platform, checks that this class need not have clean: what they
    look for in it cannot be done (an app of class L1 has no logout). What they find still counts.
    """

    __pydantic_config__ = STRICT

    id: str
    clause: str
    section: str
    section_title: Text
    text: Text
    title: Text
    classes: tuple[str, ...]
    reference: bool
    platforms: tuple[str, ...]
    condition: str
    static: Weight
    run: Weight
    person: Person
    needs: Text
    fails_if: Text
    evidence: Text
    manual: Text
    next: Text
    when_absent: Absence = Absence.NOT_APPLICABLE
    masvs: tuple[str, ...] = ()
    maswe: tuple[str, ...] = ()
    mastg: Mastg = field(default_factory=Mastg)
    cwe: tuple[int, ...] = ()
    decided_by: Mapping[str, Alternatives] = field(default_factory=dict)
    refuted_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    asked_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    excused: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    platform_roles: Mapping[str, Roles] = field(default_factory=dict)
    basis: tuple[str, ...] = ()
    chapter: str = ""

    def roles(self, platform: str) -> tuple[Weight, Weight, Person]:
        """Static weight, run weight and what a person may do, on one platform."""
        own = self.platform_roles.get(platform, Roles())
        return own.static or self.static, own.run or self.run, own.person or self.person

    def alternatives(self, platform: str, app_class: str = "") -> Alternatives:
        """The sets of checks that may decide, on one platform; for a class, without what it is
        excused from."""
        excused = self.excused.get(app_class, {}).get(platform, ())
        every = self.decided_by.get(platform, ())
        return tuple(tuple(c for c in each if c not in excused) for each in every)

    def judges(self, platform: str) -> tuple[str, ...]:
        """Every check that may decide or refute, each once, on one platform."""
        deciding = [check for each in self.alternatives(platform) for check in each]
        return tuple(dict.fromkeys([*deciding, *self.refuted_by.get(platform, ())]))

    def checks(self, platform: str) -> tuple[str, ...]:
        """Every check that has a say, each once, on one platform."""
        asking = self.asked_by.get(platform, ())
        return tuple(dict.fromkeys([*self.judges(platform), *asking]))


@frozen
class AppClass:
    """A class of apps: a set of requirements. An add-on (F) is chosen besides another class."""

    __pydantic_config__ = STRICT

    id: str
    addon: bool
    title: Text


@frozen
class Condition:
    """When a requirement applies. Clean outcomes of all `disproved_by` checks prove absence."""

    __pydantic_config__ = STRICT

    id: str
    text: Text
    disproved_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@frozen
class Chapter:
    """A chapter of the standard."""

    id: str
    title: Text


@frozen
class Profile:
    """A standard as data. `apart` are the clauses that only the baseline has: shown, not graded.

    `variant_checks` are those, by platform, of which a hit says that this build is a variant and
    not what will be released: its findings count, its clean results need a person (rule G6).
    """

    id: str
    title: Text
    source: Text
    platforms: tuple[str, ...]
    classes: tuple[AppClass, ...]
    conditions: Mapping[str, Condition]
    chapters: tuple[Chapter, ...]
    requirements: tuple[Requirement, ...]
    baseline: str = ""
    baseline_title: Text | None = None
    apart: tuple[Requirement, ...] = ()
    variant_checks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    corrected: str = ""

    def members(self, app_class: str) -> tuple[Requirement, ...]:
        """The requirements of a class."""
        return tuple(r for r in self.requirements if app_class in r.classes)

    @property
    def everything(self) -> tuple[Requirement, ...]:
        """The graded and reference requirements, then those shown apart."""
        return (*self.requirements, *self.apart)
