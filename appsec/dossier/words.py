"""The fixed sentences of the dossier's documents, from one YAML file for each language."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from appsec.engine.files import conform, read_yaml
from appsec.model.check import STRICT
from appsec.model.frozen import frozen
from appsec.model.text import Lang
from appsec.report.words import say as of_report


@frozen
class _File:
    __pydantic_config__ = STRICT

    words: Mapping[str, str]


@cache
def load(lang: Lang) -> Mapping[str, str]:
    """Every sentence of one language by its key. A key of the reports takes its place here, since
    the chapters have other numbers."""
    path = Path(__file__).parent / "words" / f"{lang}.yaml"
    return conform(path, {"words": read_yaml(path)}, _File).words


def say(lang: Lang, key: str, **values: object) -> str:
    """One sentence with its values; the reports' own where the dossier has none."""
    own = load(lang)
    return own[key].format_map(values) if key in own else of_report(lang, key, **values)
