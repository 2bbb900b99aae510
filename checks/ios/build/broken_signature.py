"""Was anything of the app changed after it was signed?"""

from collections.abc import Iterator

from appsec.api import Altered, IosApp, Question, Seen

NAMES = {
    Altered.CODE: "code",
    Altered.INFO_PLIST: "Info.plist",
    Altered.RESOURCES: "CodeResources",
    Altered.REQUIREMENTS: "requirements",
    Altered.ENTITLEMENTS: "entitlements",
    Altered.CMS: "CMS",
}


def check(app: IosApp) -> Iterator[Seen]:
    """A question: iOS would not run such a file, so it cannot be the one that users get."""
    for binary in dict.fromkeys(one.binary for one in app.signatures):
        broken = [one for one in app.signatures if one.binary == binary and one.altered]
        if broken:
            altered = {part for one in broken for part in one.altered}
            parts = ", ".join(name for part, name in NAMES.items() if part in altered)
            values = {"binary": binary, "parts": parts}
            yield Question("altered", broken[0].at, values, identity=("binary",))
