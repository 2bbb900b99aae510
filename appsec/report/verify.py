"""The last chapter: how to tell that file and report belong together."""

import re

from appsec.model.text import visible
from appsec.report.document import (
    Block,
    Break,
    Code,
    Heading,
    Inline,
    KeyValues,
    Paragraph,
    Text,
)
from appsec.report.view import View

_PLAIN_NAME = re.compile(r"[\w.+-]{1,200}")
"""A file name that a shell takes as it stands: letters, digits, `_`, `.`, `+`, `-`."""


def verify(view: View) -> tuple[Block, ...]:
    """The chapter."""
    assessment = view.assessment
    hashes: list[Inline] = []
    commands: list[Inline] = []
    companion = (assessment.companion.file,) if assessment.companion else ()
    for file in (*assessment.artefact.files, *companion):
        if hashes:
            hashes.append(Break())
            commands.append(Break())
        hashes += [Code(visible(file.name)), Text(" "), Code(visible(file.sha256))]
        commands.append(Code(f"sha256sum {_argument(file.name)}"))
    tool = assessment.tool
    return (
        Heading(2, view.say("verify"), "verify"),
        Paragraph((Text(view.say("verify-text")),)),
        KeyValues(
            (
                (view.say("verify-sha"), tuple(hashes)),
                (view.say("verify-command"), tuple(commands)),
                view.pair("verify-tool", Text(f"{visible(tool.name)} {visible(tool.version)}")),
                view.pair("verify-content", Code(visible(tool.content))),
                view.pair("verify-schema", Text(visible(assessment.schema))),
                view.pair("verify-again", Text(view.say("verify-again-text"))),
                view.pair("verify-source", Text(view.line(assessment.profile.source))),
            )
        ),
    )


def _argument(name: str) -> str:
    """A file name in a command that people copy: anything a shell could act on is left out."""
    safe = _PLAIN_NAME.fullmatch(name) and not name.startswith("-")
    return name if safe else "<file>"
