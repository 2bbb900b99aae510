"""Does the code mark files as excluded from backups?"""

from collections.abc import Iterator

from appsec.api import Evidence, IosApp, Origin, Seen, Symbol, choices

_SETS = "-[NSURL setResourceValue:forKey:error:]"
_KEY = Symbol("NSURLIsExcludedFromBackupKey")


def check(app: IosApp) -> Iterator[Seen]:
    """A hint only: a backup shows what is in it."""
    places = {
        call.at
        for call in app.native_code.calls(_SETS)
        if call.origin is Origin.APP and _KEY in choices(call.argument(1))
    }
    if places:
        yield Evidence("excluded", tuple(sorted(places)))
