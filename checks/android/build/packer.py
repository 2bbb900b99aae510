"""Is the app wrapped by a packer, and whose is it?"""

import re
from collections.abc import Iterator
from typing import Any

from appsec.api import AndroidApp, FrameworkKind, Location, Question, Seen, table


def check(app: AndroidApp) -> Iterator[Seen]:
    """Packing is no violation: it hides code from this look, and its vendor is to be named."""
    packers = {one.name: one.at for one in app.frameworks if one.kind is FrameworkKind.PACKER}
    for product in table(__file__, "packers"):
        places = set(_places(app, product))
        if known := packers.pop(product.get("known_as", ""), None):
            places.add(known)
        if places:
            key = "packed-prc" if product["prc"] else "packed"
            found = tuple(sorted(places))
            yield Question(key, found, {"product": product["product"]}, ("product",))
    for name, at in packers.items():
        yield Question("packed", at, {"product": name}, ("product",))


def _places(app: AndroidApp, product: dict[str, Any]) -> Iterator[Location]:
    manifest = app.manifest
    for library in app.native_libraries:
        if re.fullmatch(product.get("libraries", ""), library.name):
            yield library.at
    if manifest.application in product.get("applications", ()):
        yield Location(manifest.at.file, manifest.at.member)
