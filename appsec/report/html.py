"""The report as one HTML page that needs nothing else: no script, no font, no network."""

import base64
import hashlib
import json
import marshal
import re
from functools import cache
from importlib.util import MAGIC_NUMBER
from pathlib import Path

from jinja2 import Environment, StrictUndefined, Template
from jinja2.bccache import bc_version
from markupsafe import Markup

from appsec.engine.shipped import kept
from appsec.model.assessment import Assessment
from appsec.model.text import Lang
from appsec.report.checklist import build
from appsec.report.document import OPEN_ROWS, PAPER_ROWS, Document
from appsec.report.picture import place_bars, place_grid
from appsec.report.words import say

_TEMPLATES = Path(__file__).parent / "templates"

_POLICY = "default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"

_SHA256 = re.compile(r"[0-9a-f]{64}")
"""A SHA-256 in hexadecimal: the only string of an assessment that reaches the style sheet."""


def html(assessment: Assessment, lang: Lang) -> bytes:
    """The page, in UTF-8."""
    return write_html(build(assessment, lang), assessment.artefact.sha256)


def write_html(document: Document, sha256: str) -> bytes:
    """Any document as a page, in UTF-8. Every printed page bears the SHA-256."""
    css = _css(document, sha256)
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    page = _template().render(
        document=document,
        css=Markup(css),
        policy=_POLICY.format(digest=digest),
        say=lambda key: say(document.lang, key),
    )
    return (page.rstrip() + "\n").encode()


@cache
def _template() -> Template:
    path, environment = _TEMPLATES / "report.html.j2", _environment()
    raw = path.read_bytes()

    def compiled() -> bytes:
        return marshal.dumps(environment.compile(raw.decode(), path.name, str(path)))

    form = f"{MAGIC_NUMBER.hex()}.jinja{bc_version}"
    code = marshal.loads(kept(path, raw, form, compiled))
    return Template.from_code(environment, code, environment.make_globals(None))


def _environment() -> Environment:
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(open_rows=OPEN_ROWS)
    environment.filters["kind"] = lambda value: type(value).__name__
    environment.filters["place_grid"] = place_grid
    environment.filters["place_bars"] = place_bars
    return environment


def _css(document: Document, sha256: str) -> str:
    """The style sheet, with what depends on the report: heads and feet on paper, long tables."""
    fixed = (_TEMPLATES / "report.css").read_text(encoding="utf-8")
    shown = f"SHA-256 {sha256[:16]}…" if _SHA256.fullmatch(sha256) else ""
    page = say(document.lang, "page")
    margins = (
        f"@top-left{{content:{_quoted(document.title)}}}"
        f"@top-right{{content:{_quoted(document.running)}}}"
        f"@bottom-left{{content:{_quoted(shown)}}}"
        f'@bottom-right{{content:{_quoted(page + " ")} counter(page) " / " counter(pages)}}'
    )
    left_out = f".rest tbody tr:nth-child(n + {PAPER_ROWS - OPEN_ROWS + 1})"
    paper = f"@media print{{{left_out}{{display:none}}}}"
    return f"{fixed}{paper}@page{{{margins}}}\n"


def _quoted(words: str) -> str:
    """A CSS string. What people wrote may stand in it, such as a report's number: JSON and CSS
    quote alike, and a `<` would end the element that holds the style sheet."""
    return json.dumps(words, ensure_ascii=False).replace("<", r"\3c ")
