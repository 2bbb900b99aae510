"""Which host an address in clear names."""

import re

_HTTP = "http://"
_HOST = re.compile(r"(?:[^/?#@]*@)?(?P<host>\[[^]/?#]*\]|[^/?#:@]*)(?P<end>[/?#:]?)")
_DEVICE = re.compile(r"localhost|127(\.\d{1,3}){3}|\[(::1|0:0:0:0:0:0:0:1)\]")


def host_in_clear(start: str, whole: bool) -> str | None:
    """The host of an address that begins so, `whole` if nothing follows: empty if it depends on
    the run. None for other schemes than http, and for the device itself."""
    text = start.lower()
    if not text.startswith(_HTTP):
        return None
    match = _HOST.match(text, len(_HTTP))
    if match is None or not (match["end"] or whole):
        return ""
    return None if _DEVICE.fullmatch(match["host"]) else match["host"]
