"""Builds the report: the self-assessment as one document in one language."""

from appsec.model.assessment import Assessment
from appsec.model.text import Lang, visible
from appsec.report.confirmations import confirmations
from appsec.report.cover import cover
from appsec.report.coverage import coverage
from appsec.report.declaration import declaration
from appsec.report.document import Block, Document, Heading, KeyValues, Paragraph, Text
from appsec.report.findings import findings
from appsec.report.items import items
from appsec.report.overview import overview
from appsec.report.summary import summary
from appsec.report.verify import verify
from appsec.report.view import View

_THIRD_PARTY = (
    ("third-party-state", "third-party-states"),
    ("third-party-plan", "blank"),
    ("third-party-lab", "blank"),
    ("third-party-report", "blank"),
    ("third-party-baseline", "blank"),
    ("third-party-certificate", "blank"),
    ("third-party-build", "blank"),
    ("third-party-annex", "blank"),
)


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
            *overview(view),
            *items(view),
            *confirmations(view),
            *verify(view),
            *declaration(view),
        ),
    )


def _third_party(view: View) -> tuple[Block, ...]:
    """What only the assessed party knows; the statement refers to it."""
    lines = tuple((view.say(key), (Text(view.say(line)),)) for key, line in _THIRD_PARTY)
    return (
        Heading(2, view.say("third-party"), "third-party"),
        Paragraph((Text(view.say("third-party-text")),)),
        KeyValues(lines),
    )
