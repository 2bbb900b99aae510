"""Is data encrypted with a cipher that is broken, or in ECB mode?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Evidence,
    Hit,
    Question,
    Seen,
    alternatives,
    cipher_of,
    constant_text,
    is_weak_cipher,
    sightings,
    table,
)

_GETS = "javax.crypto.Cipher.getInstance"


def check(app: AndroidApp) -> Iterator[Seen]:
    """`RSA/ECB/...` stays quiet: there is only one block. 3DES is told apart: criteria that labs
    used accept it."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    known = table(__file__, "ciphers")
    for site in app.code.calls(_GETS):
        for one in alternatives(site.argument(0)):
            name = constant_text(one)
            if name and is_weak_cipher(name, known["broken"], known["block"]):
                yield Hit(site, "weak", {"transformation": name}, Question)
            elif name and cipher_of(name) in known["triple_des"]:
                yield Hit(site, "triple-des", {"transformation": name}, Evidence)
