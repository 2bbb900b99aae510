"""Does one key that is written in the code serve in several places?"""

from collections.abc import Iterator

from appsec.api import Data, Finding, IosApp, Location, NativeCall, Origin, Seen, Words, unwrapped

_KEYS = {
    "CCCrypt": 3,
    "CCCryptorCreate": 3,
    "CCCryptorCreateWithMode": 5,
    "CryptoKit.SymmetricKey.init": 0,
}
"""What takes a key, and as which parameter."""


def check(app: IosApp) -> Iterator[Seen]:
    """Two classes: one that encrypts and decrypts has one purpose. Functions without a name cannot
    be told apart, and count as one. The key is never told."""
    places: dict[str, list[NativeCall]] = {}
    for name, number in _KEYS.items():
        for call in app.native_code.calls(name):
            key = unwrapped(call.argument(number))
            if call.origin is Origin.APP and (identity := _identity(key)):
                places.setdefault(identity, []).append(call)
    for calls in places.values():
        classes = {_owner(call) for call in calls}
        if len(classes) > 1:
            at: tuple[Location, ...] = tuple(sorted({call.at for call in calls}))
            yield Finding("reused", at, {"count": str(len(classes))}, identity=("count",))


def _identity(key: object) -> str:
    """A text by its words; bytes by their place, since how many belong together is not known."""
    if isinstance(key, Words) and key.text:
        return f"text {key.text}"
    return f"bytes {key.at}" if isinstance(key, Data) and key.content is not None else ""


def _owner(call: NativeCall) -> str:
    """The class of the calling method; empty for functions."""
    return call.caller[2:].partition(" ")[0] if call.caller[:1] in ("-", "+") else ""
