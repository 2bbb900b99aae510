"""Does a packer protect the code?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Evidence, FrameworkKind, Seen


def check(app: AndroidApp) -> Iterator[Seen]:
    """What it protects cannot be read, which the gaps of the code tell; the product is evidence."""
    for one in app.frameworks:
        if one.kind is FrameworkKind.PACKER:
            yield Evidence("packed", one.at, {"packer": one.name}, ("packer",))
