"""Are keys made that are too small for their algorithm?"""

import re
from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    Hit,
    Question,
    Seen,
    algorithms_of,
    constant_numbers,
    constant_texts,
    sightings,
    table,
)

_GENERATORS = ("java.security.KeyPairGenerator.initialize", "javax.crypto.KeyGenerator.init")
_RSA_SIZES = (
    "android.security.KeyPairGeneratorSpec$Builder.setKeySize",
    "android.security.keystore.KeyGenParameterSpec$Builder.setKeySize",
    "java.security.spec.RSAKeyGenParameterSpec.<init>",
)
_CURVES = "java.security.spec.ECGenParameterSpec.<init>"
_LEAST_RSA = 512
"""A key of fewer bits in a key store is one for AES or a curve, whatever its method is called."""
_BITS = re.compile(r"\d{3}")


def check(app: AndroidApp) -> Iterator[Seen]:
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for site in app.code.calls(*_GENERATORS):
        for algorithm in algorithms_of(site.receiver):
            yield from _sized(site, algorithm)
    for site in app.code.calls(*_RSA_SIZES):
        yield from _sized(site, "RSA")
    for site in app.code.calls(_CURVES):
        for curve in constant_texts(site.argument(0)):
            bits = _BITS.search(curve)
            if bits and int(bits.group()) < table(__file__, "key_sizes")["EC"]:
                yield Hit(site, "small", {"algorithm": "EC", "bits": bits.group()}, Question)


def _sized(site: CallSite, algorithm: str) -> Iterator[Hit]:
    least = table(__file__, "key_sizes").get(algorithm, 0)
    at_least = _LEAST_RSA if algorithm == "RSA" else 0
    for bits in constant_numbers(site.argument(0)):
        if at_least <= bits < least:
            yield Hit(site, "small", {"algorithm": algorithm, "bits": str(bits)}, Question)
