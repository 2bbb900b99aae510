"""Does a recorded run show sensitive data where other apps can read them?"""

from collections.abc import Iterator

from appsec.api import AFTER, RUNNING, IosApp, Question, Root, Seen, leaked, own_hosts

_DOCUMENTS = "/Documents/"
_SHARES = "UIFileSharingEnabled"


def _is_set(value: object) -> bool:
    """As the system reads it: a number, or a text that begins like yes or true, will do."""
    if isinstance(value, str):
        return value.strip()[:1].casefold() in tuple("yt123456789")
    return isinstance(value, int) and value != 0


def check(app: IosApp) -> Iterator[Seen]:
    exposed = any(one.runs and _is_set(one.plist.get(_SHARES)) for one in app.bundles)
    found = list(app.leaks.in_files(RUNNING, (Root.FILES,), also=AFTER, any_of=True))
    if exposed:
        documents = (one for one in found if _DOCUMENTS in one.path)
        yield from leaked(documents, {"identifier": ("identifier", Question)}, own_hosts(app))
