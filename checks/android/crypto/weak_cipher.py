"""Is data encrypted with a cipher that is broken, or in ECB mode?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    Evidence,
    Hit,
    Origin,
    Question,
    Seen,
    alternatives,
    cipher_of,
    constant_texts,
    is_untold,
    is_weak_cipher,
    one_question,
    sightings,
    table,
)

_GETS = "javax.crypto.Cipher.getInstance"


def check(app: AndroidApp) -> Iterator[Seen]:
    """`RSA/ECB/...` stays quiet: there is only one block. 3DES is told apart: criteria that labs
    used accept it. What nothing tells is one question for the app's own code."""
    yield from sightings(_hits(app))
    own = (site for site in app.code.calls(_GETS) if site.origin is Origin.APP)
    yield from one_question("untold", filter(_is_untold, own))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    known = table(__file__, "ciphers")
    for site in app.code.calls(_GETS):
        for name in constant_texts(site.argument(0)):
            if is_weak_cipher(name, known["broken"], known["block"]):
                yield Hit(site, "weak", {"transformation": name}, Question)
            elif cipher_of(name) in known["triple_des"]:
                yield Hit(site, "triple-des", {"transformation": name}, Evidence)


def _is_untold(site: CallSite) -> bool:
    return any(map(is_untold, alternatives(site.argument(0))))
