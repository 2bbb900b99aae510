"""Is the key of an encrypted database or vault written in the code?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Hit, Seen, chosen, each_secret, sightings, table


def check(app: AndroidApp) -> Iterator[Seen]:
    """What is stored in such a database is stored data, so that nothing else need be shown."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for api, numbers in table(__file__, "vaults")["apis"].items():
        for site in app.code.calls(api):
            values = [site.argument(n) for n in numbers if n < len(site.method.parameters)]
            vault = {"vault": table(__file__, "vaults")["names"][api]}
            for keys in map(each_secret, values):
                yield from chosen(site, "constant", map(bool, keys), vault)
