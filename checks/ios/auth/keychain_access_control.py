"""Which items of the Keychain does only the user open, and does a new finger or face open them?"""

from collections.abc import Iterator

from appsec.api import Evidence, Hit, IosApp, Origin, Seen, numbers, sightings

_BINDS = "SecAccessControlCreateWithFlags"
_CURRENT_SET, _ANY = 0b1000, 0b11
"""kSecAccessControlBiometryCurrentSet; UserPresence and BiometryAny."""


def check(app: IosApp) -> Iterator[Seen]:
    """Worth showing: neither fails an item."""
    yield from sightings(_hits(app))


def _hits(app: IosApp) -> Iterator[Hit]:
    for call in app.native_code.calls(_BINDS):
        if call.origin is Origin.APP:
            for flags in numbers(call.argument(2)):
                if flags & _CURRENT_SET:
                    yield Hit(call, "current-set", {"function": call.caller}, Evidence)
                elif flags & _ANY:
                    yield Hit(call, "any-set", {"function": call.caller}, Evidence)
