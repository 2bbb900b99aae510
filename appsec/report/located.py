"""What formats for code review list: findings and questions, and their places as relative paths."""

from urllib.parse import quote

from appsec.model.assessment import Assessment, Disposition, Record
from appsec.model.outcome import Build, Kind, Location
from appsec.model.text import visible
from appsec.report.view import View

MAX_PLACES = 5
"""Places that a message spells out; the others are in the list of locations."""

_UNNAMED = "artefact"


def listed(assessment: Assessment) -> tuple[Record, ...]:
    """Findings and questions that have a place, what matters most first.

    Open findings come first, then questions, then what people decided on; the gravest first.
    """
    records = [r for r in assessment.findings if r.kind is not Kind.EVIDENCE and r.locations]
    return tuple(sorted(records, key=_importance))


def _importance(record: Record) -> tuple[bool, bool, int]:
    decided = record.disposition is not Disposition.OPEN
    return (decided, record.kind is not Kind.FINDING, -record.severity.rank)


def unlocated(assessment: Assessment) -> int:
    """How many findings and questions have no place, so that such a format cannot list them."""
    return sum(1 for r in assessment.findings if r.kind is not Kind.EVIDENCE and not r.locations)


def path(assessment: Assessment, place: Location) -> str:
    """The build given to the tool, then the file in it. Never absolute and never upwards."""
    return "/".join(_segments(assessment, place))


def uri(assessment: Assessment, place: Location) -> str:
    """The same as a relative URI reference; no segment can be taken for a scheme or a query."""
    return "/".join(quote(part, safe="") for part in _segments(assessment, place))


def _segments(assessment: Assessment, place: Location) -> list[str]:
    files, companion = assessment.artefact.files, assessment.companion
    name = files[0].name if files else ""
    if companion and place.build is Build.COMPANION:
        name = companion.file.name
    artefact = "".join(_inside(name))
    return [artefact or _UNNAMED, *_inside(place.file)]


def _inside(name: str) -> list[str]:
    parts = [part for part in visible(name).split("/") if part]
    return [f"({part})" if part in (".", "..") else part for part in parts]


def told(view: View, record: Record) -> str:
    """What was seen, on one line; a question says that it is one."""
    message = view.line(record.message)
    if record.kind is Kind.QUESTION:
        return f"{view.say('kind-question')}{view.say('colon')}{message}"
    return message


def places(view: View, record: Record) -> list[str]:
    """The first places as the app names them, and how many more there are."""
    shown = [view.place(place).text for place in record.locations[:MAX_PLACES]]
    if more := len(record.locations) - len(shown):
        shown.append(view.say("record-more-places", count=more))
    return shown
