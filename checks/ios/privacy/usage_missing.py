"""Is a usage description missing for something that the app declares to use?"""

from collections.abc import Iterator, Mapping
from typing import Any

from appsec.api import Bundle, Entitlements, IosApp, Location, Question, Seen, table

MODES = "UIBackgroundModes"


def check(app: IosApp) -> Iterator[Seen]:
    """Only what the build itself declares counts: an entitlement, a background mode, or another
    description that iOS accepts only beside a second one. A linked library proves no use."""
    signed = {one.binary.rpartition("/")[0]: one for one in app.entitlements}
    for bundle in app.bundles:
        if bundle.runs:
            needs = (*_of_plist(bundle), *_of_entitlements(signed.get(bundle.path)))
            open_ = [n for n in needs if not any(bundle.given(key) for key in n[2])]
            if open_:
                declared = "; ".join(f"{name} ({', '.join(keys)})" for name, _, keys in open_)
                values = {"bundle": bundle.path, "declared": declared}
                yield Question("missing", tuple(place for _, place, _ in open_), values)


def _of_plist(bundle: Bundle) -> Iterator[tuple[str, Location, list[str]]]:
    known = table(__file__, "usage_needs")
    for name, modes in bundle.given(MODES):
        for mode in modes if isinstance(modes, list) else [modes]:
            if keys := known["background_modes"].get(str(mode)):
                yield f"{MODES}: {mode}", Location(bundle.at.file, name), keys
    for key, keys in known["descriptions"].items():
        for name, _ in bundle.given(key):
            yield name, Location(bundle.at.file, name), keys


def _of_entitlements(one: Entitlements | None) -> Iterator[tuple[str, Location, list[str]]]:
    needs: Mapping[str, Any] = table(__file__, "usage_needs")["entitlements"]
    for key, keys in needs.items():
        if one and one.values.get(key):
            yield key, Location(one.at.file, at=key), keys
