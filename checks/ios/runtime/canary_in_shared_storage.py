"""Does a recorded run show sensitive data where other apps can read them?"""

from collections.abc import Iterator

from appsec.api import AFTER, RUNNING, IosApp, Question, Root, Seen, leaked, own_hosts

_DOCUMENTS = "/Documents/"


def check(app: IosApp) -> Iterator[Seen]:
    exposed = any(one.runs and one.plist.get("UIFileSharingEnabled") is True for one in app.bundles)
    found = list(app.leaks.in_files(RUNNING, (Root.FILES,), also=AFTER, any_of=True))
    if exposed:
        documents = (one for one in found if _DOCUMENTS in one.path)
        yield from leaked(documents, {"identifier": ("identifier", Question)}, own_hosts(app))
