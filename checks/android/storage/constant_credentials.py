"""Are an account and its password written in the code?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    Hit,
    Seen,
    chosen,
    each_secret,
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
            accounts = [one.decode("utf-8", "replace") for one in _texts(site, account) if one]
            names = sorted({a for a in accounts if a.lower() not in logins["anonymous"]})
            if names:
                passwords = map(bool, _texts(site, password))
                yield from chosen(site, "login", passwords, {"account": ", ".join(names)})


def _texts(site: CallSite, number: int) -> tuple[bytes | None, ...]:
    """Constant texts or arrays of characters."""
    return each_secret(site.argument(number)) if number < len(site.method.parameters) else ()
