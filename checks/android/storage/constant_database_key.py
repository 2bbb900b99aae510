"""Is the key of an encrypted database or vault written in the code?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Hit, Seen, constant_bytes, constant_text, sightings, table


def check(app: AndroidApp) -> Iterator[Seen]:
    """What is stored in such a database is stored data, so that nothing else need be shown."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for api, numbers in table(__file__, "vaults")["apis"].items():
        for site in app.code.calls(api):
            values = [site.argument(n) for n in numbers if n < len(site.method.parameters)]
            if any(constant_text(one) or constant_bytes(one) for one in values):
                yield Hit(site, "constant", {"vault": table(__file__, "vaults")["names"][api]})
