"""Is the app set up to load new code outside the App Store?"""

from collections.abc import Iterator

from appsec.api import IosApp, Location, Question, Seen, table

EXPO = "expo-updates"


def check(app: IosApp) -> Iterator[Seen]:
    """To be declared, no violation: the norm knows updates inside an app."""
    found = [*_by_key(app), *((EXPO, e.at) for e in app.expo_updates if e.url and e.enabled)]
    if found:
        services = ", ".join(sorted({service for service, _ in found}))
        yield Question("outside-store", tuple(at for _, at in found), {"services": services})


def _by_key(app: IosApp) -> Iterator[tuple[str, Location]]:
    for key, service in table(__file__, "update_keys")["keys"].items():
        for name, value in app.info.given(key):
            if value not in ("", None):
                yield service, Location(app.info.at.file, name)
