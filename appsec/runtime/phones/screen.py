"""What an Android device shows: its screen, what is on it, and what lies in its clipboard."""

import re
import secrets

from appsec.runtime.phones.adb import Adb
from appsec.runtime.phones.words import trouble

PNG = b"\x89PNG\r\n\x1a\n"
MAX_PICTURE = 64 << 20
MAX_TREE = 16 << 20
SECONDS = 40.0
_ROW = re.compile(rb"^\s*(?:Result: Parcel\(|0x[0-9a-f]+: )?((?:[0-9a-f]{8} ?)+)", re.MULTILINE)
_CODES = ((34, 4, "i32 0 i32 0"), (33, 4, "i32 0"), (31, 4, "i32 0"), (29, 3, "i32 0"), (28, 3, ""))
"""From which API level on a service reads the clipboard by which number and arguments."""
ATTRIBUTION = 33


def screenshot(adb: Adb) -> bytes:
    """The screen as PNG. A protected window is black in it. Raises CollectError."""
    said = adb.shell("screencap -p", seconds=SECONDS, most=MAX_PICTURE)
    if not said.out.startswith(PNG) or said.code != 0 or b"IEND" not in said.out[-16:]:
        raise trouble("no-screenshot", why=said.err[:200])
    return said.out


def ui_tree(adb: Adb) -> bytes:
    """What is on the screen, as XML. Raises CollectError; a screen that never rests has none."""
    place = f"/data/local/tmp/appsec-{secrets.token_hex(8)}.xml"
    try:
        said = adb.shell(f"uiautomator dump {place} >&2", seconds=SECONDS)
        if said.code != 0 or "ERROR" in said.err:
            raise trouble("no-ui-tree", why=said.err[:200])
        tree = adb.shell(f"cat {place}", seconds=SECONDS, most=MAX_TREE)
    finally:
        adb.shell(f"rm -f {place}")
    if tree.code != 0 or b"</hierarchy>" not in tree.out[-200:]:
        raise trouble("no-ui-tree", why=tree.err[:200])
    return tree.out


def clipboard(adb: Adb, api: int) -> str:
    """What the clipboard's service answers to the shell, texts with all that is around them. What
    is in it counts; that something is not in it shows nothing. Raises CollectError."""
    code, rest = next(((c, r) for level, c, r in _CODES if api >= level), (2, ""))
    attribution = "i32 -1 " if api >= ATTRIBUTION else ""
    said = adb.shell(f"service call clipboard {code} s16 com.android.shell {attribution}{rest}")
    words = b"".join(row.replace(b" ", b"") for row in _ROW.findall(said.out))
    raw = b"".join(
        bytes.fromhex(words[at : at + 8].decode())[::-1] for at in range(0, len(words), 8)
    )
    if not raw or raw[:4] != bytes(4):
        raise trouble("no-clipboard")
    return raw.decode("utf-16-le", "replace")
