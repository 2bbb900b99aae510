"""`appsec attest redact`: personal data leaves the evidence, and a record says what was done."""

import datetime
import hashlib
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from appsec.cli.attest_file import EVIDENCE, change, create
from appsec.cli.attest_words import lang_option, say

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
def redact(
    file: Path,
    confirmation: str,
    evidence: str,
    boxes: tuple[Box, ...],
    copy: Path | None,
    delete: bool,
    lang: str,
    **told: str,
) -> None:
    """Cover, replace or delete evidence with personal data. The file itself goes; a record stays.

    遮蔽、抽換或刪除含個人資料之佐證資料；原檔移除，並保留處置紀錄。
    """
    if (bool(boxes), copy is not None, delete).count(True) != 1:
        raise click.UsageError("give one of --box, --copy and --delete")
    for name in ("person", "reason"):
        if not told[name].strip():
            raise click.UsageError(f"--{name}: is empty")
    base = file.resolve().parent
    gone: list[Path] = []

    def changed(text: str, now: "ConfirmationsFile") -> str:
        from appsec.assess.confirm_text import append, put

        number, entry = _find(now.confirmations, confirmation)
        place, piece = _find(entry.evidence, evidence)
        _must_be_as_filed(base, piece, lang)
        action = "deleted" if delete else "redacted" if boxes else "replaced"
        where = ("confirmations", number, "evidence", place)
        made = None if delete else _copied(base, piece, boxes, copy)
        for key, value in _new(base, made).items():
            text = put(text, where, key, value)
        step = _step(action, piece, told)
        if piece.history:
            text = append(text, (*where, "history"), step)
        else:
            text = put(text, where, "history", [step])
        gone.append(base / piece.path)
        return text

    change(file, changed)
    # The record is written first: a crash here leaves a file too many, never a loss unexplained.
    for path in gone:
        path.unlink(missing_ok=True)
        click.echo(say(lang, "removed", path=path.relative_to(base), evidence=evidence))
    if not delete and not told["confirmed_by"].strip():
        click.echo(say(lang, "copy-not-confirmed", evidence=evidence), err=True)


def _find(entries: "tuple[Any, ...]", wanted: str) -> tuple[int, Any]:
    for number, entry in enumerate(entries):
        if entry.id == wanted:
            return number, entry
    raise click.UsageError(f"{wanted}: is not there")


def _must_be_as_filed(base: Path, piece: "EvidenceEntry", lang: str) -> None:
    """What was swapped unseen must not come out as a redacted copy of what was filed."""
    from appsec.assess.confirm_evidence import look_at

    try:
        filed = look_at(base, piece.path)
    except ValueError as error:
        raise click.UsageError(f"{piece.path}: {error}") from error
    if filed.sha256 != piece.sha256:
        raise click.UsageError(say(lang, "not-as-filed", evidence=piece.id, path=piece.path))


def _copied(base: Path, piece: "EvidenceEntry", boxes: tuple[Box, ...], copy: Path | None) -> Path:
    """The copy that takes the place of a file, under a name of its own."""
    step = len(piece.history) + 1
    suffix = copy.suffix if copy else ".png"
    place = base / EVIDENCE / f"{piece.id}-redacted-{step}{suffix}"
    create(place, copy if copy else _covered(base / piece.path, boxes))
    return place


def _covered(picture: Path, boxes: tuple[Box, ...]) -> bytes:
    """The picture with black boxes, as a PNG that has the pixels and nothing else of the file.

    Raises UsageError for no picture, or a box that is not all in it.
    """
    try:
        from PIL import Image, UnidentifiedImageError
    except ImportError as error:
        raise click.UsageError("--box needs Pillow: pip install 'appsec[docs]'") from error
    try:
        with Image.open(picture) as opened:
            pixels = opened.convert("RGB")
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


def _new(base: Path, made: Path | None) -> dict[str, Any]:
    if made is None:
        return {}
    content = made.read_bytes()
    return {
        "path": made.relative_to(base).as_posix(),
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "redacted": True,
    }


def _step(action: str, piece: "EvidenceEntry", told: dict[str, str]) -> dict[str, Any]:
    step: dict[str, Any] = {
        "action": action,
        "sha256": piece.sha256,
        "size": piece.size,
        "person": told["person"],
        "date": datetime.date.today().isoformat(),
        "reason": told["reason"],
    }
    if action != "deleted" and told["confirmed_by"].strip():
        step["confirmed_by"] = told["confirmed_by"]
    return step
