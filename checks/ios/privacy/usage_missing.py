"""Is a usage description missing for something that the app declares or refers to?"""

from collections.abc import Iterator, Mapping
from typing import Any

from appsec.api import Bundle, Entitlements, IosApp, Location, Question, Seen, table

MODES = "UIBackgroundModes"


def check(app: IosApp) -> Iterator[Seen]:
    """What the build declares: an entitlement, a background mode, or another description that iOS
    accepts only beside a second one. Apart from it, classes that code refers to, which may never
    run. A linked library alone proves no use."""
    signed = {one.binary.rpartition("/")[0]: one for one in app.entitlements}
    for bundle in app.bundles:
        if bundle.runs:
            needs = (*_of_plist(bundle), *_of_entitlements(signed.get(bundle.path)))
            open_ = [n for n in needs if not any(bundle.given(key) for key in n[2])]
            if open_:
                declared = "; ".join(f"{name} ({', '.join(keys)})" for name, _, keys in open_)
                values = {"bundle": bundle.path, "declared": declared}
                yield Question("missing", tuple(place for _, place, _ in open_), values)
            yield from _referred(app, bundle)


def _referred(app: IosApp, bundle: Bundle) -> Iterator[Seen]:
    """Frameworks run within the app, so that its descriptions count for them."""
    others = {one.path for one in app.bundles if one.runs and one != bundle}
    is_main = bundle == app.bundles[0]
    code = [
        b for b in app.builds if b.bundle == bundle.path or (is_main and b.bundle not in others)
    ]
    places, used = dict[Location, None](), list[str]()
    for name, keys in table(__file__, "usage_needs")["classes"].items():
        users = [one.at for one in code if one.imports_any(f"_OBJC_CLASS_$_{name}")]
        if users and not any(bundle.given(key) for key in keys):
            places |= dict.fromkeys(users)
            used.append(f"{name} ({', '.join(keys)})")
    if used:
        yield Question("referred", tuple(places), {"bundle": bundle.path, "used": "; ".join(used)})


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
