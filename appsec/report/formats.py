"""The formats of a report, and the one way to render any of them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from appsec.model.assessment import Assessment
from appsec.model.text import Lang
from appsec.report.html import html
from appsec.report.json import dump
from appsec.report.markdown import markdown

Writer = Callable[[Assessment, Lang], bytes]
"""Makes a whole file; the same assessment gives the same bytes."""


def _json(assessment: Assessment, lang: Lang) -> bytes:
    """The saved form holds both languages, whichever the reports are written in."""
    del lang
    return dump(assessment).encode()


FORMATS: Mapping[str, Writer] = MappingProxyType({"json": _json, "md": markdown, "html": html})


def render(assessment: Assessment, form: str, lang: Lang) -> bytes:
    """The report as a file of one of FORMATS. Raises KeyError for any other."""
    return FORMATS[form](assessment, lang)
