"""Questions at a terminal, for what no option gave; anywhere else a missing option is an error."""

import re
import sys
from typing import TYPE_CHECKING

import click

from appsec.cli.attest_words import line, say

if TYPE_CHECKING:
    from appsec.assess.confirm_items import Form

_BLANK = re.compile(r"〔([^〕]*)〕")
"""A place of a form to fill in, and what belongs there."""


def ask(lang: str, name: str) -> str:
    """What a person types for an option. Raises UsageError where nobody can be asked."""
    if not sys.stdin.isatty():
        raise click.UsageError(f"Missing option '--{name}'")
    answer: str = click.prompt(say(lang, f"ask-{name}"))
    return answer.strip()


def ask_statement(lang: str, form: "Form | None") -> str:
    """The statement: the item's form with each blank asked for, or the person's own words."""
    if form is None or not sys.stdin.isatty():
        return ask(lang, "statement")
    text = line(lang, form.statement)
    click.echo(say(lang, "form", title=line(lang, form.title), text=text))
    if not click.confirm(say(lang, "use-form"), default=True):
        return ask(lang, "statement")
    return _BLANK.sub(lambda blank: _fill(blank[1]), text)


def _fill(what: str) -> str:
    answer: str = click.prompt(what)
    return answer.strip()
