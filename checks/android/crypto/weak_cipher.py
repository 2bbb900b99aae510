"""Is data encrypted with a cipher that is broken, or in ECB mode?"""

import re
from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Evidence,
    Hit,
    Question,
    Seen,
    alternatives,
    constant_text,
    sightings,
    table,
)

_GETS = "javax.crypto.Cipher.getInstance"
_PBE_WEAK = re.compile(r"PBE.*AND(\d+-?BIT-?)?(DES(?!EDE)|RC2|RC4)")


def check(app: AndroidApp) -> Iterator[Seen]:
    """`RSA/ECB/...` stays quiet: there is only one block. 3DES is told apart: criteria that labs
    used accept it."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for site in app.code.calls(_GETS):
        for one in alternatives(site.argument(0)):
            name = constant_text(one)
            if name and _is_weak(name):
                yield Hit(site, "weak", {"transformation": name}, Question)
            elif name and _first(name) in table(__file__, "ciphers")["triple_des"]:
                yield Hit(site, "triple-des", {"transformation": name}, Evidence)


def _first(name: str) -> str:
    return name.upper().partition("/")[0]


def _is_weak(name: str) -> bool:
    """`AES` alone is AES/ECB/PKCS5Padding, as for any block cipher."""
    cipher, mode = _first(name), name.upper().split("/")[1:2]
    ciphers = table(__file__, "ciphers")
    if cipher in ciphers["broken"] or _PBE_WEAK.match(cipher):
        return True
    return cipher in ciphers["block"] and (not mode or mode[0] in ("", "ECB"))
