"""Builds the report: the self-assessment as one document in one language."""

from appsec.model.assessment import Assessment
from appsec.model.text import Lang, visible
from appsec.report.components import components
from appsec.report.confirmations import confirmations
from appsec.report.cover import cover
from appsec.report.coverage import coverage
from appsec.report.declaration import declaration
from appsec.report.declared_form import declared_form, declared_line
from appsec.report.document import Block, Document, Heading, KeyValues, Paragraph, Text
from appsec.report.endpoints import endpoints
from appsec.report.findings import findings
from appsec.report.items import items
from appsec.report.overview import overview
from appsec.report.summary import summary
from appsec.report.verify import verify
from appsec.report.view import View

_THIRD_PARTY: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("third-party-state", "third-party-states", ()),
    ("third-party-plan", "blank", ()),
    ("third-party-lab", "blank", ("lab", "taf_no")),
    ("third-party-report", "blank", ("report_no", "report_date")),
    ("third-party-baseline", "blank", ("baseline", "class")),
    ("third-party-certificate", "blank", ("certificate_no", "valid_until")),
    ("third-party-build", "blank", ("tested_sha256", "")),
    ("third-party-annex", "blank", ()),
)
"""Label, what stands there, and the declaration's cells that may;
the one without a name nobody declares."""


def build(assessment: Assessment, lang: Lang) -> Document:
    """The whole report. Strings from the app hold nothing invisible from here on."""
    view = View(assessment, lang)
    artefact = assessment.artefact
    subject = artefact.name or artefact.id or (artefact.files[0].name if artefact.files else "")
    return Document(
        lang=lang,
        title=view.say("title"),
        subtitle=view.say("subtitle"),
        running=view.say("running"),
        subject=f"{visible(subject)} {visible(artefact.version)}".strip(),
        blocks=(
            *cover(view),
            *summary(view),
            *_third_party(view),
            *findings(view),
            *coverage(view),
            *components(view),
            *overview(view),
            *items(view),
            *confirmations(view),
            *verify(view),
            *endpoints(view),
            *declaration(view),
            *declared_form(view),
        ),
    )


def _third_party(view: View) -> tuple[Block, ...]:
    """What only the assessed party knows; the statement refers to it."""
    lines = tuple(
        (view.say(key), declared_line(view, line, *(f"third_party_test.{c}" for c in cells)))
        for key, line, cells in _THIRD_PARTY
    )
    return (
        Heading(2, view.say("third-party"), "third-party"),
        Paragraph((Text(view.say("third-party-text")),)),
        KeyValues(lines),
    )
