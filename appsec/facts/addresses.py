"""Which host an address in clear names."""

import re

_IN_CLEAR = ("http://", "ws://")
_HOST = re.compile(r"(?:[^/?#@]*@)?(?P<host>\[[^]/?#]*\]|[^/?#:@]*)(?P<end>[/?#:]?)")
_DEVICE = re.compile(r"localhost|127(\.\d{1,3}){3}|\[(::1|0:0:0:0:0:0:0:1)\]")


def host_in_clear(start: str, whole: bool) -> str | None:
    """The host of an address that begins so, `whole` if nothing follows: empty if it depends on
    the run. None for other schemes than http and ws, and for the device itself."""
    text = start.lower()
    if not text.startswith(_IN_CLEAR):
        return None
    match = _HOST.match(text, text.index("//") + 2)
    if match is None or not (match["end"] or whole):
        return ""
    return None if _DEVICE.fullmatch(match["host"]) else match["host"]
