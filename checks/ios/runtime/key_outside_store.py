"""Does a recorded run show keys kept outside the system key store?"""

from collections.abc import Iterator

from appsec.api import AFTER, PRIVATE, RUNNING, IosApp, Seen, made_keys, stored_keys

_MAKES = ("CCCrypt", "CCCryptorCreate", "CCCryptorCreateWithMode", "CCHmac")
_STORE = ("SecItemAdd", "SecItemCopyMatching")


def check(app: IosApp) -> Iterator[Seen]:
    """Silence takes that the app was seen to use the system's store."""
    found = app.leaks.in_files(RUNNING, PRIVATE, also=AFTER, any_of=True, keys=True)
    yield from stored_keys(found)
    for _ in app.runs.calls(_STORE, any_of=True, each=True):
        break
    yield from made_keys(app.runs.calls((*_MAKES, *_STORE), any_of=True, each=True), _MAKES)
