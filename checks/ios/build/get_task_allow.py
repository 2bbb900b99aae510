"""May another process attach to an executable of the app and read its memory?"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from appsec.api import Finding, IosApp, Location, ProfileKind, Question, Seen, SignedBy

KEY = "get-task-allow"


def check(app: IosApp) -> Iterator[Seen]:
    """Only what is signed counts; a profile that would permit it says nothing by itself.

    In a development-signed build it is true by nature, and one that no certificate signed is still
    to be signed: the release or Ad Hoc build is to be judged.
    """
    kinds = {profile.bundle: profile.kind for profile in app.profiles}
    asked: dict[str, list[Location]] = {}
    for entitlements in app.entitlements:
        if entitlements.values.get(KEY) is not True:
            continue
        place = replace(entitlements.at, at=KEY)
        kind = _nearest(entitlements.binary, kinds)
        if kind is ProfileKind.DEVELOPMENT:
            asked.setdefault("development-build", []).append(place)
        elif kind is ProfileKind.UNREADABLE:
            asked.setdefault("unknown-profile", []).append(place)
        elif not _has_certificate(entitlements.binary, app):
            asked.setdefault("no-certificate", []).append(place)
        else:
            yield Finding("allowed", place, {"binary": entitlements.binary})
    for key, places in asked.items():
        binaries = ", ".join(place.file for place in places)
        yield Question(key, tuple(places), {"binaries": binaries})


def _nearest(binary: str, kinds: Mapping[str, ProfileKind]) -> ProfileKind | None:
    """The profile of its own bundle, or of the nearest around it, as extensions may have none."""
    folder = binary.rpartition("/")[0]
    while folder and folder not in kinds:
        folder = folder.rpartition("/")[0]
    return kinds.get(folder)


def _has_certificate(binary: str, app: IosApp) -> bool:
    return any(
        one.binary == binary and one.signer is SignedBy.CERTIFICATE for one in app.signatures
    )
