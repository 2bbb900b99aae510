"""The fixed sentences of the reports, from one YAML file for each language."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from appsec.engine.files import conform, read_yaml
from appsec.model.check import STRICT
from appsec.model.frozen import frozen
from appsec.model.text import Lang


@frozen
class _File:
    __pydantic_config__ = STRICT

    words: Mapping[str, str]


@cache
def load(lang: Lang) -> Mapping[str, str]:
    """Every sentence of one language by its key."""
    path = Path(__file__).parent / "words" / f"{lang}.yaml"
    return conform(path, {"words": read_yaml(path)}, _File).words


def say(lang: Lang, key: str, **values: object) -> str:
    """One sentence with its values."""
    return load(lang)[key].format_map(values)
