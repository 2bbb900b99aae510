"""The form behind the declaration file: sections, fields, labels and choices, from its table."""

from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from appsec.engine.files import conform, read_yaml
from appsec.model.check import STRICT
from appsec.model.frozen import frozen
from appsec.model.text import Text, worded

if TYPE_CHECKING:
    from appsec.model.declaration_form import Declaration

_ATTRIBUTES = {"class": "app_class"}
"""Keys that are no name in Python, and what their values are called there."""
_KEYS = {attribute: key for key, attribute in _ATTRIBUTES.items()}

_NONE = frozenset(("none", "no", "n/a", "-", "無", "否", "沒有", "未使用", "不適用"))


@frozen
class Choice:
    """One of the values that a field takes."""

    __pydantic_config__ = STRICT

    key: str
    label: Text


@frozen
class FormField:
    """One cell. `required` ones are needed for a verdict, `prefilled` ones come from the build;
    `only` names the platform that has it, and `choices` the list of values that it takes."""

    __pydantic_config__ = STRICT

    key: str
    label: Text
    required: bool = False
    prefilled: bool = False
    only: Literal["", "android", "ios"] = ""
    choices: str = ""


@frozen
class FormSection:
    """A part of the form: one row of fields or, with `many`, any number of them."""

    __pydantic_config__ = STRICT

    key: str
    title: Text
    many: bool
    requirements: tuple[str, ...]
    fields: tuple[FormField, ...]

    def on(self, platform: str) -> tuple[FormField, ...]:
        """The fields that a platform has; with none given, all."""
        return tuple(f for f in self.fields if not (platform and f.only) or f.only == platform)


@frozen
class Form:
    """The whole form."""

    __pydantic_config__ = STRICT

    title: Text
    choices: Mapping[str, tuple[Choice, ...]]
    sections: tuple[FormSection, ...]

    def section(self, key: str) -> FormSection:
        """A section by its key."""
        return next(one for one in self.sections if one.key == key)

    def chosen(self, field: FormField, written: str) -> str | None:
        """The key of a choice, written as key or label; None for what is none of them."""
        folded = written.strip().casefold()
        for choice in self.choices[field.choices]:
            if folded in {choice.key.casefold(), *(t.casefold() for t in choice.label.values())}:
                return choice.key
        return None


@cache
def form() -> Form:
    """The form, as the table beside this module has it."""
    path = Path(__file__).with_name("form.yaml")
    return conform(path, read_yaml(path), Form)


def plain(declaration: "Declaration") -> dict[str, Any]:
    """A declaration by the keys of its file: rows of cells, in lists where there may be many."""
    return {
        _KEYS.get(key, key): [dict(row) for row in value]
        if isinstance(value, (list, tuple))
        else {_KEYS.get(name, name): cell for name, cell in value.items()}
        for key, value in asdict(declaration).items()
    }


def rows(declaration: "Declaration", section: FormSection) -> tuple[Mapping[str, str], ...]:
    """The rows of one section, each with a text for every key."""
    value = plain(declaration)[section.key]
    return tuple(value) if section.many else (value,)


def says_none(written: str) -> bool:
    """Whether a cell says in so many words that there is none; an empty one says nothing."""
    return written.strip().rstrip("。.").casefold() in _NONE


def says_something(written: str) -> bool:
    """Whether a cell says that there is something: there are words, and not that there is none."""
    return worded(written) and not says_none(written)
