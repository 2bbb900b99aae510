"""Are keys made that are too small for their algorithm?"""

from collections.abc import Iterator

from appsec.api import (
    Dictionary,
    Hit,
    IosApp,
    Question,
    Seen,
    Symbol,
    choices,
    numbers,
    sightings,
    table,
)

_MAKERS = ("SecKeyCreateRandomKey", "SecKeyGeneratePair")


def check(app: IosApp) -> Iterator[Seen]:
    yield from sightings(_hits(app))


def _hits(app: IosApp) -> Iterator[Hit]:
    sizes = table(__file__, "key_sizes")
    for call in app.native_code.calls(*_MAKERS):
        for given in choices(call.argument(0)):
            if not isinstance(given, Dictionary):
                continue
            kinds = [
                one.name
                for one in choices(given.value("kSecAttrKeyType"))
                if isinstance(one, Symbol)
            ]
            for kind in (sizes[name] for name in kinds if name in sizes):
                for bits in numbers(given.value("kSecAttrKeySizeInBits")):
                    if bits < kind["least"]:
                        told = {"algorithm": kind["name"], "bits": str(bits)}
                        yield Hit(call, "small", told | {"function": call.caller}, Question)
