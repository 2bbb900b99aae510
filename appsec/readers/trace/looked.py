"""What a device showed at a moment, as the recorder filed it: its clipboard, the screen's tree."""

from collections.abc import Iterator
from xml.parsers import expat

from appsec.facts.leaks import Where
from appsec.model.frozen import frozen
from appsec.model.run_files import LOOKED, Look
from appsec.model.text import visible
from appsec.model.trace import Attachment, Mark, Phase
from appsec.readers.trace.index import Index
from appsec.readers.trace.run_file import BadFile, attached

MAX_BYTES = 32 << 20
MAX_NODES = 50_000
_TEXTS = ("text", "content-desc")


@frozen
class Part:
    """A text that was shown: by what, and whether by the app itself; None if nobody can tell."""

    where: Where
    phase: Phase
    place: str
    text: str
    subject: str = ""
    own: bool | None = None


def looked(told: Index, bad: list[BadFile]) -> Iterator[Part]:
    """All of a run, in order; `bad` is told what cannot be read."""
    phase = Phase.BEFORE
    for _, line in told.others:
        if isinstance(line, Mark):
            phase = Phase(line.name) if line.name in list(Phase) else phase
        elif isinstance(line, Attachment) and line.path.startswith(f"{LOOKED}/"):
            try:
                yield from _parts(told, line.path, phase)
            except BadFile as error:
                bad.append(error)


def _parts(told: Index, path: str, phase: Phase) -> Iterator[Part]:
    kind = path.partition("-")[2]
    if kind not in (Look.CLIPBOARD, Look.SCREEN):
        return
    place = attached(told, path)
    assert place is not None
    with place.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise BadFile("run-file-unreadable", path, "size")
    if kind == Look.CLIPBOARD:
        yield Part(Where.CLIPBOARD, phase, path, data.decode("utf-8", "replace"), "clipboard")
        return
    for node in _nodes(data, path):
        for name in _TEXTS:
            if text := node.get(name):
                subject = node.get("resource-id") or node.get("class") or name
                own = node.get("package") == told.meta.package
                yield Part(Where.SCREEN, phase, path, text, visible(subject, 200), own)


def _nodes(data: bytes, path: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []

    def start(_: str, attributes: dict[str, str]) -> None:
        found.append(attributes)
        if len(found) > MAX_NODES:
            raise BadFile("run-file-unreadable", path, f"> {MAX_NODES}")

    def refuse(*_: object) -> None:
        raise BadFile("run-file-unreadable", path, "DOCTYPE")

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise BadFile("run-file-unreadable", path, str(error)) from error
    return found
