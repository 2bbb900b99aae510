"""The seven bits in which an iPhone writes its log, as vis(3) has it."""

import re

_ESCAPED = re.compile(rb"\\(?:M-([\x20-\x7e])|M\^([\x3f-\x5f])|(\\))")


def decoded(raw: bytes) -> str:
    """A line as the app wrote it: what is not ASCII would be found in none of its forms."""
    return _ESCAPED.sub(_byte, raw).decode("utf-8", "backslashreplace").rstrip("\r")


def _byte(found: re.Match[bytes]) -> bytes:
    meta, control, backslash = found.groups()
    if backslash:
        return backslash
    return bytes([0x80 | meta[0]]) if meta else bytes([0x80 | (control[0] ^ 0x40)])
