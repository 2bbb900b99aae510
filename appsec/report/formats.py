"""The formats of a report, and the one way to render any of them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from appsec.model.assessment import Assessment
from appsec.model.text import Lang
from appsec.report.gitlab import gitlab
from appsec.report.html import html
from appsec.report.json import dump
from appsec.report.junit import junit
from appsec.report.markdown import markdown
from appsec.report.sarif import sarif
from appsec.report.step_summary import step_summary

Writer = Callable[[Assessment, Lang], bytes]
"""Makes a whole file; the same assessment gives the same bytes."""


def _json(assessment: Assessment, lang: Lang) -> bytes:
    """The saved form holds both languages, whichever the reports are written in."""
    del lang
    return dump(assessment).encode()


FORMATS: Mapping[str, Writer] = MappingProxyType(
    {
        "json": _json,
        "md": markdown,
        "html": html,
        "sarif": sarif,
        "junit": junit,
        "gitlab": gitlab,
        "summary": step_summary,
    }
)


def render(assessment: Assessment, form: str, lang: Lang) -> bytes:
    """The report as a file of one of FORMATS. Raises KeyError for any other."""
    return FORMATS[form](assessment, lang)
