"""`appsec attest redact`: personal data leaves the evidence, and a record says what was done."""

import datetime
import hashlib
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from appsec.cli.attest_file import EVIDENCE, change, create, undone
from appsec.cli.attest_words import lang_option, say
from appsec.model.frozen import frozen

if TYPE_CHECKING:
    from appsec.assess.confirmations import ConfirmationsFile, EvidenceEntry

_SIDES = 4

Box = tuple[int, int, int, int]


class BoxType(click.ParamType[Box]):
    """Parses `x,y,w,h` in pixels, from the upper left corner."""

    name = "X,Y,W,H"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Box:
        """Four whole numbers; width and height are not nothing."""
        parts = str(value).split(",")
        if len(parts) != _SIDES or not all(part.strip().isdigit() for part in parts):
            self.fail(f"{value!r}: write x,y,w,h in pixels", param, ctx)
        x, y, w, h = (int(part) for part in parts)
        if not w or not h:
            self.fail(f"{value!r}: has no area", param, ctx)
        return x, y, w, h


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@click.option("--id", "confirmation", required=True, metavar="C-0001")
@click.option("--evidence", required=True, metavar="E-0001")
@click.option(
    "--box",
    "boxes",
    type=BoxType(),
    multiple=True,
    help="Cover this part of a picture. Repeatable. Needs `pip install appsec[docs]`.",
)
@click.option(
    "--copy",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    help="A copy in which you removed the personal data.",
)
@click.option("--delete", is_flag=True, help="Delete the file: the item needs new evidence.")
@click.option("--person", required=True, help="Who does this.")
@click.option("--reason", required=True, help="Why.")
@click.option(
    "--confirmed-by",
    default="",
    help="Who looked at the copy and stands by the statement: the person who confirmed.",
)
@lang_option
def redact(file: Path, **given: Any) -> None:
    """Cover, replace or delete evidence with personal data. The file itself goes; a record stays.

    遮蔽、抽換或刪除含個人資料之佐證資料；原檔移除，並保留處置紀錄。
    """
    wanted = Wanted(file.resolve().parent, **given)
    wanted.check()
    gone: list[Path] = []
    with undone() as made:
        change(file, lambda text, now: _changed(wanted, text, now, gone, made))
    # The record is written first: a crash here leaves a file too many, never a loss unexplained.
    for path in gone:
        path.unlink(missing_ok=True)
        shown = path.relative_to(wanted.base)
        click.echo(say(wanted.lang, "removed", path=shown, evidence=wanted.evidence))
    if not wanted.delete and not wanted.confirmed_by.strip():
        click.echo(say(wanted.lang, "copy-not-confirmed", evidence=wanted.evidence), err=True)


@frozen
class Wanted:
    """What is to be done, as the options say; `base` is the folder of the confirmations file."""

    base: Path
    confirmation: str
    evidence: str
    boxes: tuple[Box, ...]
    copy: Path | None
    delete: bool
    person: str
    reason: str
    confirmed_by: str
    lang: str

    @property
    def action(self) -> str:
        """As the record names it."""
        return "deleted" if self.delete else "redacted" if self.boxes else "replaced"

    def check(self) -> None:
        """Raises UsageError for options that say nothing, or more than one thing."""
        if (bool(self.boxes), self.copy is not None, self.delete).count(True) != 1:
            raise click.UsageError("give one of --box, --copy and --delete")
        for name in ("person", "reason"):
            if not getattr(self, name).strip():
                raise click.UsageError(f"--{name}: is empty")


def _changed(
    wanted: Wanted, text: str, now: "ConfirmationsFile", gone: list[Path], made: list[Path]
) -> str:
    """The text with what was done in it; `gone` gets the file that nothing names any more, `made`
    the copy that takes its place."""
    from appsec.assess.confirm_text import append, put

    number, entry = _find(now.confirmations, wanted.confirmation)
    place, piece = _find(entry.evidence, wanted.evidence)
    if _deleted(piece):
        raise click.UsageError(f"{piece.id}: is deleted already")
    real = _real(wanted, piece)
    where = ("confirmations", number, "evidence", place)
    if not wanted.delete:
        _must_be_as_filed(wanted, piece)
        made.append(_copied(wanted, piece))
        for key, value in _new(wanted.base, made[0]).items():
            text = put(text, where, key, value)
    step = _step(wanted, piece)
    every = [e for c in now.confirmations for e in c.evidence]
    same = [e for e in every if (wanted.base / e.path).resolve() == real]
    if others := [e.id for e in same if e.id != piece.id and not _deleted(e)]:
        values = {"path": piece.path, "names": ", ".join(others)}
        click.echo(say(wanted.lang, "still-named", **values), err=True)
    else:
        gone.append(real)
    if piece.history:
        return append(text, (*where, "history"), step)
    return put(text, where, "history", [step])


def _real(wanted: Wanted, piece: "EvidenceEntry") -> Path:
    """Where a piece lies. Raises UsageError for a link: what it leads to would stay."""
    path = wanted.base / piece.path
    real = path.resolve()
    if real != path:
        raise click.UsageError(say(wanted.lang, "is-link", path=piece.path))
    return real


def _deleted(piece: "EvidenceEntry") -> bool:
    return bool(piece.history) and piece.history[-1].action == "deleted"


def _find(entries: "tuple[Any, ...]", wanted: str) -> tuple[int, Any]:
    for number, entry in enumerate(entries):
        if entry.id == wanted:
            return number, entry
    raise click.UsageError(f"{wanted}: is not there")


def _must_be_as_filed(wanted: Wanted, piece: "EvidenceEntry") -> None:
    """What was swapped unseen must not come out as a redacted copy of what was filed."""
    from appsec.assess.confirm_evidence import look_at

    try:
        filed = look_at(wanted.base, piece.path)
    except ValueError as error:
        raise click.UsageError(f"{piece.path}: {error}") from error
    if filed.sha256 != piece.sha256:
        raise click.UsageError(say(wanted.lang, "not-as-filed", evidence=piece.id, path=piece.path))


def _copied(wanted: Wanted, piece: "EvidenceEntry") -> Path:
    """The copy that takes the place of a file, under a name of its own."""
    suffix = wanted.copy.suffix if wanted.copy else ".png"
    name = f"{piece.id}-redacted-{len(piece.history) + 1}{suffix}"
    place = wanted.base / EVIDENCE / name
    create(place, wanted.copy or _covered(wanted.base / piece.path, wanted.boxes))
    return place


def _covered(picture: Path, boxes: tuple[Box, ...]) -> bytes:
    """The picture with black boxes, as a PNG that has the pixels and nothing else of the file.

    Raises UsageError for no picture, or a box that is not all in it.
    """
    try:
        from PIL import Image, ImageOps, UnidentifiedImageError
    except ImportError as error:
        raise click.UsageError("--box needs Pillow: pip install 'appsec[docs]'") from error
    try:
        with Image.open(picture) as opened:
            # Boxes are told as people see the picture: cameras leave turning it to the viewer.
            upright = ImageOps.exif_transpose(opened).convert("RGBA")
            # On white, for what lay unseen below transparent pixels stays unseen.
            white = Image.new("RGBA", upright.size, "white")
            pixels = Image.alpha_composite(white, upright).convert("RGB")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise click.UsageError(f"{picture.name}: no picture that can be read") from error
    for x, y, w, h in boxes:
        if x + w > pixels.width or y + h > pixels.height:
            size = f"{pixels.width} x {pixels.height}"
            raise click.UsageError(f"--box {x},{y},{w},{h}: the picture is {size}")
        pixels.paste((0, 0, 0), (x, y, x + w, y + h))
    # Metadata (place, camera, thumbnail) may tell as much as the pixels did.
    bare = Image.frombytes("RGB", pixels.size, pixels.tobytes())
    stream = BytesIO()
    bare.save(stream, "PNG")
    return stream.getvalue()


def _new(base: Path, made: Path) -> dict[str, Any]:
    content = made.read_bytes()
    return {
        "path": made.relative_to(base).as_posix(),
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "redacted": True,
    }


def _step(wanted: Wanted, piece: "EvidenceEntry") -> dict[str, Any]:
    step: dict[str, Any] = {
        "action": wanted.action,
        "sha256": piece.sha256,
        "size": piece.size,
        "person": wanted.person,
        "date": datetime.date.today().isoformat(),
        "reason": wanted.reason,
    }
    if not wanted.delete and wanted.confirmed_by.strip():
        step["confirmed_by"] = wanted.confirmed_by
    return step
