"""The cover: what was assessed, and the statement of what the report is not."""

from appsec.model.read import FileRead
from appsec.model.text import visible
from appsec.model.verdict import Reason
from appsec.report.companion import companion_box
from appsec.report.declared_form import declared_line
from appsec.report.document import (
    Block,
    Break,
    Callout,
    Code,
    Details,
    Heading,
    Inline,
    Inlines,
    KeyValues,
    Paragraph,
    Strong,
    Text,
    Tone,
)
from appsec.report.view import View

MAX_SIGNS = 6
"""Most signs of a class that the cover lists."""

_FORM: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("form-number", "blank", ()),
    ("form-project", "blank", ("project.programme", "project.project_no")),
    ("form-stage", "form-stages", ("project.stage",)),
    ("form-company", "blank", ("applicant.company", "applicant.tax_id")),
    ("form-contact", "blank", ("applicant.security_owner", "applicant.contact")),
    ("form-published", "form-publish-states", ("app.publish_state", "app.store_urls")),
    (
        "form-signatures",
        "form-blank-signatures",
        ("sign_off.prepared_by", "sign_off.reviewed_by", "sign_off.approved_by"),
    ),
    ("form-secrecy", "blank", ("", "project.retention_until")),
)
"""Lines that people fill in: label, what stands there, and the declaration's cells that may; the
one without a name nobody declares."""


def cover(view: View) -> tuple[Block, ...]:
    """The artefact, the statement in full, and the lines that people fill in."""
    return (
        Heading(2, view.say("cover"), "artefact"),
        KeyValues((*_artefact(view), *_class(view), *_standard(view))),
        *companion_box(view),
        Heading(2, view.say("statement"), "statement"),
        Callout(
            Tone.NEUTRAL,
            (),
            tuple(Paragraph(emphasised(view.say(f"statement-{n}"))) for n in (1, 2, 3)),
        ),
        Details(
            (Text(view.say("form")),),
            (KeyValues(tuple((view.say(k), declared_line(view, v, *c)) for k, v, c in _FORM)),),
        ),
    )


def emphasised(words: str) -> Inlines:
    """The report's own words, what stands between `**` emphasised."""
    parts = words.split("**")
    return tuple(Strong(p) if n % 2 else Text(p) for n, p in enumerate(parts) if p)


def _artefact(view: View) -> tuple[tuple[str, Inlines], ...]:
    artefact = view.assessment.artefact
    platform = artefact.platform if artefact.platform in ("android", "ios") else ""
    platform_word = view.say(f"platform-{platform}") if platform else visible(artefact.platform)
    identity = "cover-id-ios" if platform == "ios" else "cover-id-android"
    return (
        (view.say("cover-name"), _or_unread(view, artefact.name, strong=True)),
        (view.say(identity), _or_unread(view, artefact.id)),
        (view.say("cover-version"), _or_unread(view, artefact.version)),
        (view.say("cover-build"), _or_unread(view, artefact.build)),
        view.pair("cover-platform", Text(f"{platform_word} {visible(artefact.kind).upper()}")),
        (view.say("cover-file"), _files(view, _given(view))),
        view.pair("cover-sha", Code(visible(artefact.sha256))),
        *_runs(view),
    )


def _given(view: View) -> tuple[FileRead, ...]:
    """The files that were given, but for the runs: these have a line of their own."""
    of_runs = {one.sha256 for one in view.assessment.runs}
    return tuple(f for f in view.assessment.artefact.files if f.sha256 not in of_runs)


def _runs(view: View) -> tuple[tuple[str, Inlines], ...]:
    listed: list[Inline] = []
    for one in view.assessment.runs:
        if listed:
            listed.append(Break())
        told = (visible(one.run), visible(one.device), visible(one.created)[:10])
        listed += [Text(" ".join(told) + " SHA-256 "), Code(visible(one.sha256))]
    return ((view.say("cover-runs"), tuple(listed)),) if listed else ()


def _or_unread(view: View, value: str, strong: bool = False) -> Inlines:
    if not value:
        return (Text(view.say("unread")),)
    return (Strong(visible(value)),) if strong else (Code(visible(value)),)


def _files(view: View, files: tuple[FileRead, ...]) -> Inlines:
    listed: list[Inline] = []
    for file in files:
        if listed:
            listed.append(Break())
        size = view.say("bytes", size=f"{file.size:,}")
        listed += [Code(visible(file.name)), Text(f" {size}")]
    return tuple(listed)


def _class(view: View) -> tuple[tuple[str, Inlines], ...]:
    chosen = view.assessment.chosen_class
    app_class = visible(chosen.app_class)
    label = view.say("cover-with-f", **{"class": app_class}) if chosen.with_f else app_class
    titles = {c.id: view.line(c.title) for c in view.assessment.profile.classes}
    if chosen.declared:
        basis = view.say("cover-declared")
    elif view.assessment.suggested_class.app_class:
        basis = view.say("cover-suggested")
    else:
        basis = view.say("cover-assumed", **{"class": app_class})
    return (
        view.pair("cover-class", Strong(label), Text(f" {titles.get(chosen.app_class, '')}")),
        (view.say("cover-basis"), (Text(basis), *_rationale(view))),
        (view.say("cover-points"), _signs(view)),
    )


def _rationale(view: View) -> Inlines:
    """Why that class, in the words of the declaration that named it."""
    if not view.assessment.chosen_class.declared or view.assessment.declaration is None:
        return ()
    told = declared_line(view, "blank", "class.rationale")
    return (Break(), Text(view.say("cover-rationale")), *told)


def _signs(view: View) -> Inlines:
    suggested = view.assessment.suggested_class
    if not suggested.app_class:
        return (Text(view.say("cover-points-none")),)
    signs: list[Inline] = [Strong(visible(suggested.app_class))]
    for sign in suggested.reasons[:MAX_SIGNS]:
        signs += [Break(), Text(_message(view, sign))]
    if (more := len(suggested.reasons) - MAX_SIGNS) > 0:
        signs += [Break(), Text(view.say("cover-more-reasons", count=more))]
    return tuple(signs)


def _message(view: View, reason: Reason) -> str:
    return view.line(reason.message) or visible(reason.key)


def _standard(view: View) -> tuple[tuple[str, Inlines], ...]:
    profile, tool = view.assessment.profile, view.assessment.tool
    standard: list[Inline] = [Text(view.line(profile.title))]
    if profile.baseline_title:
        title = view.line(profile.baseline_title)
        standard += [Break(), Text(view.say("cover-matrix", baseline=title))]
    if profile.corrected:
        file = visible(profile.corrected)
        standard += [Break(), Strong(view.say("cover-corrected", file=file))]
    return (
        (view.say("cover-standard"), tuple(standard)),
        view.pair("cover-source", Text(view.line(profile.source))),
        view.pair("cover-as-of", Text(visible(view.assessment.as_of))),
        view.pair("cover-tool", Text(f"{visible(tool.name)} {visible(tool.version)}")),
        view.pair("cover-content", Code(visible(tool.content)[:16])),
    )
