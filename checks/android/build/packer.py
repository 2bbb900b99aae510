"""Is the app wrapped by a packer, and whose is it?"""

import re
from collections.abc import Iterator

from appsec.api import AndroidApp, Location, Question, Seen, table


def check(app: AndroidApp) -> Iterator[Seen]:
    """Packing is no violation: it hides code from this look, and its vendor is to be named."""
    manifest = app.manifest
    for product in table(__file__, "packers"):
        places = [
            library.at
            for library in app.native_libraries
            if re.fullmatch(product["libraries"], library.name)
        ]
        if manifest.application in product.get("applications", ()):
            places.append(Location(manifest.at.file, manifest.at.member))
        if places:
            key = "packed-prc" if product["prc"] else "packed"
            yield Question(key, tuple(places), {"product": product["product"]}, ("product",))
