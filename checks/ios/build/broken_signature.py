"""Was anything of the app changed or added after it was signed?"""

from collections.abc import Iterator

from appsec.api import Altered, IosApp, Location, Question, Seen, SignedBy

NAMES = {
    Altered.CODE: "code",
    Altered.INFO_PLIST: "Info.plist",
    Altered.RESOURCES: "CodeResources",
    Altered.REQUIREMENTS: "requirements",
    Altered.ENTITLEMENTS: "entitlements",
    Altered.CMS: "CMS",
}
MOST = 10
"""How many files are named."""


def check(app: IosApp) -> Iterator[Seen]:
    """Questions: iOS would not run such a build, so it cannot be the one that users get."""
    altered = _altered_code(app)
    altered |= {name: name for name in app.sealed_files.altered if name not in altered}
    if altered:
        values = {"parts": _told(list(altered.values()), "; "), "count": str(len(altered))}
        yield Question("altered", _places(list(altered)), values)
    added = sorted({*app.sealed_files.added, *_unsigned(app)})
    if added:
        values = {"files": _told(added, ", "), "count": str(len(added))}
        yield Question("added", _places(added), values)


def _altered_code(app: IosApp) -> dict[str, str]:
    """By executable: its name and the parts of it that do not fit."""
    parts: dict[str, set[Altered]] = {}
    for one in app.signatures:
        if one.altered:
            parts.setdefault(one.binary, set()).update(one.altered)
    return {
        binary: f"{binary} ({', '.join(name for part, name in NAMES.items() if part in found)})"
        for binary, found in parts.items()
    }


def _unsigned(app: IosApp) -> Iterator[str]:
    """Code without a certificate in an app that is signed with one."""
    if any(one.main and one.signer is SignedBy.CERTIFICATE for one in app.signatures):
        for one in app.signatures:
            if one.signer is not SignedBy.CERTIFICATE and not one.altered:
                yield one.binary


def _told(names: list[str], between: str) -> str:
    return between.join((*names[:MOST], "…") if len(names) > MOST else names)


def _places(files: list[str]) -> tuple[Location, ...]:
    return tuple(map(Location, files[:MOST]))
