"""What a device shows and holds, filed in the run of a guided session."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from appsec.model.run_files import Look
from appsec.model.trace import NOT_KEPT, Meta
from appsec.runtime.collect import CollectError, Phone, Within
from appsec.runtime.guided.given import Trouble
from appsec.runtime.guided.steps import Keep
from appsec.runtime.run_folder import RunFolder

PNG = b"\x89PNG\r\n\x1a\n"
MAX_PICTURE = 32 << 20


def png_of(phone: Phone | None, file: Path | None) -> bytes:
    """A picture of the screen, or the one in a file. Raises CollectError, OSError."""
    if file is not None:
        with file.open("rb") as opened:
            png = opened.read(MAX_PICTURE + 1)
    elif phone is None:
        raise CollectError("no device")
    else:
        png = phone.screenshot()
    if not png.startswith(PNG) or len(png) > MAX_PICTURE:
        raise CollectError("PNG, at most 32 MiB")
    return png


def taken(
    phone: Phone | None, run: RunFolder, meta: Meta, keep: Keep, *, name: str, within: Within | None
) -> Iterator[Trouble]:
    """Takes a snapshot or a backup of the app. What is not whole is told."""
    try:
        if phone is None:
            raise CollectError("no device")
        if keep is Keep.BACKUP:
            told = phone.backup(run, f"backup-{name}", meta.package)
        else:
            told = phone.snapshot(run, name, meta.package, within)
        if not told.complete:
            yield Trouble(str(keep), told.why or "incomplete")
    except (CollectError, OSError) as error:
        yield Trouble(str(keep), str(error))


def looked(
    phone: Phone | None, run: RunFolder, meta: Meta, looks: Iterable[Look], what: str
) -> Iterator[str | Trouble]:
    """Files each look and names its place. What cannot be had is told in the trace as well: that
    nothing was seen there is not to be taken for its being clean. An iPhone has nothing that could
    be asked."""
    for kind in looks if meta.platform == "android" else ():
        name = kind.partition(".")[0]
        try:
            if phone is None:
                raise CollectError("no device")
            yield run.look(kind, phone.look(kind, meta.package), what)
        except (CollectError, OSError) as error:
            run.mark(NOT_KEPT, f"{name} {error}")
            yield Trouble(name, str(error))
