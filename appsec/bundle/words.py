"""What is said of a bundle, in both languages, from the YAML beside this module."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from appsec.engine.files import conform, read_yaml
from appsec.model.check import STRICT
from appsec.model.frozen import frozen
from appsec.model.text import Lang, Text, visible


@frozen
class _File:
    __pydantic_config__ = STRICT

    words: Mapping[str, Text]


@cache
def load() -> Mapping[str, Text]:
    """Every sentence by its key."""
    path = Path(__file__).with_suffix(".yaml")
    return conform(path, {"words": read_yaml(path)}, _File).words


def say(lang: Lang, key: str, **values: str) -> str:
    """One sentence. Values may come from a bundle, and are made visible."""
    return load()[key][lang].format_map({name: visible(text) for name, text in values.items()})
