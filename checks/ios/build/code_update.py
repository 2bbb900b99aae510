"""Is the app set up to load new code outside the App Store?"""

from collections.abc import Iterator

from appsec.api import IosApp, Location, Question, Seen, table


def check(app: IosApp) -> Iterator[Seen]:
    """To be declared, no violation: the norm knows updates inside an app."""
    known = table(__file__, "update_keys")["keys"]
    found = {
        key: Location(app.info.at.file, name)
        for key in known
        for name, value in app.info.given(key)
        if value not in ("", None)
    }
    if found:
        values = {"services": ", ".join(sorted({known[key] for key in found}))}
        yield Question("outside-store", tuple(found.values()), values)
