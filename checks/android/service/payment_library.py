"""Which libraries for payment does the app bring?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Evidence, Location, Seen, table

_BILLING = "com.android.vending.BILLING"


def check(app: AndroidApp) -> Iterator[Seen]:
    """It tells whether the items on transactions apply, never how they are kept."""
    libraries: dict[str, str] = table(__file__, "libraries")["payment"]
    found: dict[str, Location] = {}
    beginnings = tuple(libraries.values())
    for one in app.code.class_names():
        if one.name.startswith(beginnings):  # of very many classes few do
            for name, beginning in libraries.items():
                if one.name.startswith(beginning):
                    found.setdefault(name, one.at)
    for used in app.manifest.uses_permissions:
        if used.name == _BILLING:
            found.setdefault("Google Play", used.at)
    if found:
        places = tuple(sorted(set(found.values())))
        yield Evidence("brought", places, {"libraries": ", ".join(sorted(found))})
