"""Which permissions or resources does the build ask for that the declaration does not name?"""

from collections.abc import Iterator

from appsec.api import Finding, IosApp, Question, Seen, ios_permissions, undeclared


def check(app: IosApp) -> Iterator[Seen]:
    """Proven where code or an entitlement goes with it. What is only described may be a text that
    a library asks for and nothing uses."""
    for one in undeclared(app.declaration, ios_permissions(app)):
        kind, key = (Finding, "undeclared") if one.detail.get("used") else (Question, "described")
        yield kind(key, one.locations, {"name": one.name}, ("name",), one.origin)
