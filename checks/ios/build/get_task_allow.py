"""May another process attach to an executable of the app and read its memory?"""

from collections.abc import Iterator
from dataclasses import replace

from appsec.api import Finding, IosApp, Location, ProfileKind, Question, Seen

KEY = "get-task-allow"


def check(app: IosApp) -> Iterator[Seen]:
    """Only what is signed counts; a profile that would permit it says nothing by itself.

    In a development-signed build it is true by nature: the release or Ad Hoc build is to be judged.
    """
    kinds = {profile.bundle: profile.kind for profile in app.profiles}
    asked: dict[str, list[Location]] = {}
    for entitlements in app.entitlements:
        if entitlements.values.get(KEY) is not True:
            continue
        place = replace(entitlements.at, at=KEY)
        kind = kinds.get(entitlements.binary.rpartition("/")[0])
        if kind is ProfileKind.DEVELOPMENT:
            asked.setdefault("development-build", []).append(place)
        elif kind is ProfileKind.UNREADABLE:
            asked.setdefault("unknown-profile", []).append(place)
        else:
            yield Finding("allowed", place, {"binary": entitlements.binary})
    for key, places in asked.items():
        binaries = ", ".join(place.file for place in places)
        yield Question(key, tuple(places), {"binaries": binaries})
