"""Are the keys in the build that are public by design explained?"""

from collections.abc import Iterator

from appsec.api import (
    Evidence,
    IosApp,
    Question,
    Seen,
    each_thing,
    explained_keys,
    ios_public_keys,
    listed,
    undeclared,
)


def check(app: IosApp) -> Iterator[Seen]:
    """What is declared with a reason is told as explained; the rest is one question."""
    declaration, keys = app.declaration, each_thing(ios_public_keys(app))
    open_ = undeclared(explained_keys(declaration), keys)
    for kind, key, things in (
        (Question, "unexplained", open_),
        (Evidence, "explained", [one for one in keys if one not in open_]),
    ):
        if things:
            places = tuple(place for one in things for place in one.locations)
            named = (f"{one.name} ({one.detail['kind']})" for one in things)
            yield kind(key, places, {"names": listed(", ", named)}, ("names",))
