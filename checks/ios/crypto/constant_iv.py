"""Is the initialisation vector of an encryption written in the code, or none?"""

from collections.abc import Iterator

from appsec.api import (
    Hit,
    IosApp,
    NativeCall,
    Question,
    Seen,
    may_be_fixed,
    numbers,
    sightings,
    table,
)

_VECTORS = {"CCCrypt": 5, "CCCryptorCreate": 5, "CCCryptorCreateFromData": 5}
_WITH_MODE = "CCCryptorCreateWithMode"
_MODE, _VECTOR = 1, 4


def check(app: IosApp) -> Iterator[Seen]:
    """One question for the app's own code: encrypting and decrypting are fixed together."""
    yield from sightings(_hits(app), together=True)


def _hits(app: IosApp) -> Iterator[Hit]:
    known = table(__file__, "ciphers")
    for name, number in _VECTORS.items():
        for call in app.native_code.calls(name):
            ecb = [option & known["ecb_option"] for option in numbers(call.argument(2))]
            block = any(cipher in known["block"] for cipher in numbers(call.argument(1)))
            yield from _told(call, number, zero_counts=block and bool(ecb) and not any(ecb))
    for call in app.native_code.calls(_WITH_MODE):
        cbc = known["cbc_mode"] in numbers(call.argument(_MODE))
        yield from _told(call, _VECTOR, zero_counts=cbc)


def _told(call: NativeCall, number: int, zero_counts: bool) -> Iterator[Hit]:
    """Without a vector, CBC takes zeros; ECB and stream ciphers need none."""
    vector = call.argument(number)
    if may_be_fixed(vector):
        yield Hit(call, "constant", {}, Question)
    elif zero_counts and 0 in numbers(vector):
        yield Hit(call, "zero", {}, Question)
