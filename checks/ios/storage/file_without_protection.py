"""Are files written so that a locked device gives them away?"""

from collections.abc import Iterator

from appsec.api import (
    Dictionary,
    Hit,
    IosApp,
    NativeValue,
    Question,
    Seen,
    Symbol,
    choices,
    numbers,
    sightings,
)

_ATTRIBUTES = {
    "-[NSFileManager createFileAtPath:contents:attributes:]": 2,
    "-[NSFileManager setAttributes:ofItemAtPath:error:]": 0,
    "-[NSFileManager createDirectoryAtPath:withIntermediateDirectories:attributes:error:]": 2,
}
_OPTIONS = {"-[NSData writeToFile:options:error:]": 1, "-[NSData writeToURL:options:error:]": 1}
_PROTECTION_MASK, _NO_PROTECTION = 0xF0000000, 0x10000000
"""Bits of NSDataWritingOptions, from Foundation's public header."""


def check(app: IosApp) -> Iterator[Seen]:
    """That the file is sensitive is not shown by this: a question. Nothing said means the default
    of iOS, which is no hit."""
    yield from sightings(_hits(app))


def _hits(app: IosApp) -> Iterator[Hit]:
    for name, number in _ATTRIBUTES.items():
        for call in app.native_code.calls(name):
            if any(map(_without, choices(call.argument(number)))):
                yield Hit(call, "none", {"function": call.caller}, Question)
    for name, number in _OPTIONS.items():
        for call in app.native_code.calls(name):
            bits = (option & _PROTECTION_MASK for option in numbers(call.argument(number)))
            if _NO_PROTECTION in bits:
                yield Hit(call, "none", {"function": call.caller}, Question)


def _without(attributes: NativeValue) -> bool:
    if not isinstance(attributes, Dictionary):
        return False
    return Symbol("NSFileProtectionNone") in choices(attributes.value("NSFileProtectionKey"))
