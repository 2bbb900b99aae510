"""Does the result of a face or finger scan count although no Keychain item depends on it?"""

from collections.abc import Iterator

from appsec.api import (
    Block,
    Callee,
    Hit,
    IosApp,
    NativeCall,
    Origin,
    Question,
    Seen,
    numbers,
    sightings,
)

_ASKS = "-[LAContext evaluatePolicy:localizedReason:reply:]"
_BINDS = "SecAccessControlCreateWithFlags"
_READS = ("SecItemCopyMatching", "SecKeyCreateSignature", "SecKeyCreateDecryptedData")
_USER = 0b11011
"""kSecAccessControlUserPresence, BiometryAny, BiometryCurrentSet and DevicePasscode."""


def check(app: IosApp) -> Iterator[Seen]:
    """It does not count alone where the app makes an item that only the user opens, and the method,
    its reply or what the reply calls reads one. Libraries act as the app asks them to."""
    code = app.native_code
    binds = any(flag & _USER for call in code.calls(_BINDS) for flag in numbers(call.argument(2)))
    reading = {call.caller for call in code.calls(*_READS)} - {""} if binds else set()
    yield from sightings(
        Hit(call, "event-only", {"function": call.caller}, Question)
        for call in code.calls(_ASKS)
        if call.origin is Origin.APP and not _goes_on_to(app, call, reading)
    )


def _goes_on_to(app: IosApp, call: NativeCall, reading: set[str]) -> bool:
    """A message to an object of unknown class counts by its selector."""
    reply = call.argument(2)
    body = app.native_code.body(reply, call.at) if isinstance(reply, Block) else None
    called = {one.callee for one in body.calls} | {Callee(body.name)} if body else set()
    selectors = {Callee(name).selector for name in reading} - {""}
    return call.caller in reading or any(
        one.name in reading or one.selector in selectors for one in called
    )
