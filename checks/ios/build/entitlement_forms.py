"""Do the two forms of an executable's entitlements say different things?"""

from collections.abc import Iterator

from appsec.api import EntitlementDifference, IosApp, Question, Seen


def check(app: IosApp) -> Iterator[Seen]:
    """iOS 15 and later read one form, earlier versions the other."""
    by_binary: dict[str, list[EntitlementDifference]] = {}
    for difference in app.entitlement_differences:
        by_binary.setdefault(difference.binary, []).append(difference)
    for binary, differences in by_binary.items():
        told = "; ".join(f"{d.key}: XML {d.xml or '-'}, DER {d.der or '-'}" for d in differences)
        places = tuple(difference.at for difference in differences)
        yield Question("differ", places, {"binary": binary, "differences": told}, ("binary",))
