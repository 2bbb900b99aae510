"""Is a key of the app's encryption written in its code?"""

from collections.abc import Iterator

from appsec.api import (
    Hit,
    IosApp,
    NativeCall,
    NativeValue,
    Question,
    Seen,
    is_fixed,
    may_be_fixed,
    sightings,
)

_KEYS = {
    "CCCrypt": 3,
    "CCCryptorCreate": 3,
    "CCCryptorCreateFromData": 3,
    "CCCryptorCreateWithMode": 5,
    "CryptoKit.SymmetricKey.init": 0,
    "-[NSData AES256EncryptWithKey:]": 0,
    "-[NSData AES256DecryptWithKey:]": 0,
}
"""What takes a key, and as which parameter; the messages are a category that many apps copied."""
_CODES = ("CCHmac", "CCHmacInit")
"""Take as second parameter what may be a key, or a label or salt that anybody may know."""

_PASSWORDS = {
    "CCKeyDerivationPBKDF": 1,
    "+[RNEncryptor encryptData:withSettings:password:error:]": 2,
    "+[RNDecryptor decryptData:withPassword:error:]": 1,
}
"""What derives a key from a text, and which parameter that is."""


def check(app: IosApp) -> Iterator[Seen]:
    """Whoever has the app has the key."""
    yield from sightings(_hits(app))


def _hits(app: IosApp) -> Iterator[Hit]:
    for name, number in _KEYS.items():
        for call in app.native_code.calls(name):
            yield from _told(call, call.argument(number), "constant")
    for call in app.native_code.calls(*_CODES):
        if may_be_fixed(call.argument(1)):
            yield Hit(call, "code-key", {"function": call.caller}, Question)
    for name, number in _PASSWORDS.items():
        for call in app.native_code.calls(name):
            yield from _told(call, call.argument(number), "derived")


def _told(call: NativeCall, value: NativeValue, key: str) -> Iterator[Hit]:
    values = {"function": call.caller}
    if is_fixed(value):
        yield Hit(call, key, values)
    elif may_be_fixed(value):
        yield Hit(call, "may-be-constant", values, Question)
