"""Does a recorded run show permissions or identifiers used that are not declared?"""

from collections.abc import Iterator

from appsec.api import (
    ANDROID_USES,
    AndroidApp,
    Finding,
    Seen,
    UseTrait,
    undeclared,
    uses_in,
    visible,
)


def check(app: AndroidApp) -> Iterator[Seen]:
    """What a library asks for is the developer's to declare, too."""
    seen = list(uses_in(app.runs.calls(ANDROID_USES, any_of=True, each=True)))
    for one in undeclared(app.declaration, seen):
        key = "permission" if one.trait is UseTrait.PERMISSION else "identifier"
        yield Finding(key, one.locations[:20], {"name": visible(one.name)}, ("name",))
