"""Are an account and its password written in the code?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    Hit,
    Seen,
    constant_bytes,
    constant_text,
    sightings,
    table,
)


def check(app: AndroidApp) -> Iterator[Seen]:
    """The password itself is never told. Anonymous accounts stay quiet."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    logins = table(__file__, "logins")
    for api, (account, password) in logins["apis"].items():
        for site in app.code.calls(api):
            name = _text(site, account)
            if name and _text(site, password) and name.lower() not in logins["anonymous"]:
                yield Hit(site, "login", {"account": name})


def _text(site: CallSite, number: int) -> str | None:
    """A constant text or array of characters."""
    if number >= len(site.method.parameters):
        return None
    value = site.argument(number)
    known = constant_bytes(value)
    return known.decode("utf-8", "replace") if known else constant_text(value)
