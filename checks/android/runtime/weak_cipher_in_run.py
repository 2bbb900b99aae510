"""Does a recorded run show the app encrypt with a broken cipher or in ECB mode?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Location, Question, Seen, is_weak_cipher

_GETS = "javax.crypto.Cipher.getInstance"
_BROKEN = frozenset(("DES", "RC2", "RC4", "ARC4", "ARCFOUR", "BLOWFISH"))
_BLOCK = frozenset(("AES", "DES", "DESEDE", "BLOWFISH"))


def check(app: AndroidApp) -> Iterator[Seen]:
    """What is encrypted a call does not tell, so that it is a question."""
    found: dict[str, list[Location]] = {}
    for one in app.runs.calls((_GETS,)):
        name = one.call.arguments[0] if one.call.arguments else None
        if isinstance(name, str) and is_weak_cipher(name, _BROKEN, _BLOCK):
            found.setdefault(name, []).append(one.at)
    for name, places in found.items():
        yield Question("weak", tuple(places[:20]), {"cipher": name})
