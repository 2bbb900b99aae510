"""What `appsec attest` says, in the language asked for."""

import click

from appsec.assess.words import load
from appsec.cli.scan import LANGS
from appsec.model.text import Lang, Text, visible

lang_option = click.option("--lang", type=click.Choice(LANGS), default="zh-TW", show_default=True)

MAX_LINE = 2000
"""Longest text that is printed on one line."""


def say(lang: str, key: str, **values: object) -> str:
    """A sentence with its values, nothing invisible in them."""
    shown = {name: visible(str(value), MAX_LINE) for name, value in values.items()}
    return load("attest")[key].text[Lang(lang)].format_map(shown)


def line(lang: str, text: Text) -> str:
    """A text on one line, nothing invisible in it."""
    return visible(" ".join(text.get(Lang(lang), "").split()), MAX_LINE)
