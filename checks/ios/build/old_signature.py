"""Is a signature of a form that current versions of iOS no longer rely on?"""

from collections.abc import Iterator

from appsec.api import CodeSignature, Evidence, IosApp, Seen

CURRENT = 0x20400
"""The version of code directories that iOS 15 asks for."""


def check(app: IosApp) -> Iterator[Seen]:
    """Advice only: the store signs again. What has no signature at all is a gap elsewhere."""
    signed = [one for one in app.signatures if one.directories and not one.is_apples]
    weak = [one for one in signed if all(each.hash == "sha1" for each in one.directories)]
    old = [one for one in signed if max(each.version for each in one.directories) < CURRENT]
    if weak:
        yield _told("sha1-only", weak)
    if old:
        yield _told("old-form", old)


def _told(key: str, signatures: list[CodeSignature]) -> Evidence:
    places = {one.binary: one.at for one in signatures}
    return Evidence(key, tuple(places.values()), {"binaries": ", ".join(places)})
