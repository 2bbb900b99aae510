"""Pictures of a screen, taken by a phone or handed in as a file."""

from pathlib import Path

from appsec.runtime.collect import CollectError, Phone

PNG = b"\x89PNG\r\n\x1a\n"
MAX_PICTURE = 32 << 20


def picture(phone: Phone | None, file: Path | None = None) -> bytes:
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
