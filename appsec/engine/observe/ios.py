"""What an iOS build shows of what has to be declared, one kind of thing at a time."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from appsec.engine.ios_hints import read_hints
from appsec.engine.observe.domains import domains
from appsec.engine.observe.tables import filled, known, of_checks
from appsec.facts.ios import Bundle, BundleKind, IosApp
from appsec.facts.ios_binary import SliceBuild
from appsec.facts.ios_interface import InputKind, TextInput
from appsec.model.observed import Observation, Taker, Trait
from appsec.model.outcome import Location, Origin
from appsec.model.package import ClassHint, Purpose

_USAGE = re.compile(r"(?P<key>\w+UsageDescription)(-iphoneos)?(~\w+)?")
_SELECTORS = {"advertisingIdentifier": "IDFA", "identifierForVendor": "IDFV"}


def ios_permissions(app: IosApp) -> Iterator[Observation]:
    """What the user is asked for, by the key of its description, and entitlements to data. `used`
    is set where code refers to what the key is for: a description alone may be a library's wish."""
    used = _described_uses(app.builds)
    for bundle in app.bundles:
        for key in sorted(bundle.plist) if bundle.runs else ():
            if match := _USAGE.fullmatch(key):
                is_used = "yes" if match["key"] in used else ""
                detail = filled({"level": "sensitive", "used": is_used})
                place = (Location(bundle.at.file, key),)
                yield Observation(Trait.PERMISSION, match["key"], detail, place)
    for one in app.entitlements:
        for key in known()["entitlements"]:
            if one.values.get(key):
                detail = {"level": "sensitive", "used": "yes"}
                yield Observation(Trait.PERMISSION, key, detail, (one.at,))


def _described_uses(builds: Iterable[SliceBuild]) -> frozenset[str]:
    """The keys of descriptions for classes that some code refers to."""
    imports = frozenset(name for one in builds for name in one.imports)
    classes = of_checks("ios/privacy/usage_needs")["classes"].items()
    return frozenset(
        key for name, keys in classes if f"_OBJC_CLASS_$_{name}" in imports for key in keys
    )


def ios_identifiers(app: IosApp) -> Iterator[Observation]:
    """Identifiers that code names, and the token of push messages."""
    cells = known()["identifiers"]
    for one in app.entitlements:
        if one.values.get("aps-environment"):
            detail = {"field": cells["push token"]}
            yield Observation(Trait.IDENTIFIER, "push token", detail, (one.at,))
    for build in app.builds:
        for name in _identifiers(build):
            yield Observation(Trait.IDENTIFIER, name, {"field": cells[name]}, (build.at,))
    _ = app.code  # where it is encrypted, so are names of methods


def _identifiers(build: SliceBuild) -> list[str]:
    found = {name for selector, name in _SELECTORS.items() if selector in (build.selectors or ())}
    if build.imports_any("_OBJC_CLASS_$_ASIdentifierManager"):
        found.add("IDFA")
    return sorted(found)


def ios_sdks(app: IosApp) -> Iterator[Observation]:
    """Frameworks inside the app, other bundles with a privacy manifest, and SDKs by their keys."""
    for bundle in app.bundles:
        if bundle.kind is BundleKind.FRAMEWORK:
            name = _last(bundle.path).removesuffix(".framework")
            version = bundle.plist.get("CFBundleShortVersionString")
            detail = {"version": version} if isinstance(version, str) else {}
            yield Observation(Trait.SDK, name, detail, (bundle.at,), Origin.LIBRARY)
    for one in app.privacy_manifests:
        if not one.of_app:
            name = one.name.removesuffix(".framework").removesuffix(".bundle")
            collects = one.collected or one.tracking or one.tracking_domains
            detail = {"collects": "yes"} if collects else {}
            yield Observation(Trait.SDK, name, detail, (one.at,), Origin.LIBRARY)
    for sdk in of_checks("ios/privacy/auto_collection")["sdks"]:
        if any(app.info.given(key) for key in sdk["keys"]):
            off = (app.info.given(key) == ((key, value),) for key, value in sdk["switches"].items())
            detail = {} if all(off) else {"collects": "yes"}
            yield Observation(Trait.SDK, sdk["name"], detail, (app.info.at,), Origin.LIBRARY)


def _last(path: str) -> str:
    return path.rpartition("/")[2]


def ios_domains(app: IosApp) -> Iterator[Observation]:
    """Hosts that code, rules, links and the app's own settings use."""
    pinned = {one.casefold() for rules in app.transport_security for one in rules.pinned}
    yield from domains(app.used_endpoints, pinned)


def ios_sharing_points(app: IosApp) -> Iterator[Observation]:
    """URL schemes, universal links and app groups."""
    for bundle in app.bundles:
        for scheme in _schemes(bundle) if bundle.runs else ():
            place = Location(bundle.at.file, "CFBundleURLTypes")
            yield _point("url_scheme", scheme, place)
    for one in app.entitlements:
        for domain in _texts(one.values.get("com.apple.developer.associated-domains")):
            if domain.startswith("applinks:"):
                host = domain.removeprefix("applinks:").partition("?")[0]
                yield _point("app_link", host, one.at)
        for group in _texts(one.values.get("com.apple.security.application-groups")):
            yield _point("app_group", group, one.at)


def _point(kind: str, target: str, place: Location) -> Observation:
    detail = {"kind": kind, "target": target}
    return Observation(Trait.SHARING_POINT, f"{kind} {target}", detail, (place,))


def _schemes(bundle: Bundle) -> Iterator[str]:
    for _, types in bundle.given("CFBundleURLTypes"):
        for one in types if isinstance(types, list) else ():
            if isinstance(one, dict):
                yield from _texts(one.get("CFBundleURLSchemes"))


def _texts(value: object) -> tuple[str, ...]:
    every = value if isinstance(value, list) else [value]
    return tuple(one for one in every if isinstance(one, str) and one)


def ios_fields(app: IosApp) -> Iterator[Observation]:
    """Places to type of the interface files; what code makes is a gap of its own."""
    for one in app.interface.inputs:
        if one.kind is not InputKind.SEARCH and one.origin is Origin.APP:
            detail = {
                "screen": _last(one.file),
                "field": one.name,
                "sensitive": "yes" if one.secure or _asks(one) else "",
                "type": one.content,
            }
            name = f"{_last(one.file)}: {one.name}"
            yield Observation(Trait.INPUT_FIELD, name, filled(detail), (one.at,))
    _ = app.fields_in_code


def _asks(one: TextInput) -> bool:
    """Whether its names tell of sensitive data."""
    groups: Mapping[str, list[str]] = of_checks("ios/privacy/sensitive_fields")
    hits = {g for g, each in groups.items() if any(re.search(p, one.words) for p in each)}
    return bool(hits & {"certain", "likely"}) and not hits & {"ordinary", "search"}


def ios_public_keys(app: IosApp) -> Iterator[Observation]:
    """Keys of clients that are public by design, in the Info.plist."""
    table = known()["public_keys"]
    google = re.compile(table["google"])
    for key, value in sorted(app.info.plist.items()):
        kind = table["plist"].get(key, "")
        if not kind and any(google.fullmatch(text) for text in _all_texts(value)):
            kind = "Google API key"
        if kind:
            place = Location(app.info.at.file, key)
            yield Observation(Trait.PUBLIC_KEY, f"Info.plist {key}", {"kind": kind}, (place,))


def _all_texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, dict):
        return _texts(list(value.values()))
    return _texts(value)


def ios_logins(app: IosApp) -> Iterator[Observation]:
    """What points to a login."""
    return _of_purpose(read_hints(app), Purpose.LOGIN, Trait.LOGIN)


def ios_payments(app: IosApp) -> Iterator[Observation]:
    """What points to transactions."""
    return _of_purpose(read_hints(app), Purpose.TRANSACTION, Trait.PAYMENT)


def _of_purpose(
    hints: tuple[ClassHint, ...], purpose: Purpose, trait: Trait
) -> Iterator[Observation]:
    for hint in hints:
        if hint.purpose is purpose:
            yield Observation(trait, hint.what, {}, (Location(hint.where),))


TAKERS: dict[Trait, Taker] = {
    Trait.PERMISSION: ios_permissions,
    Trait.IDENTIFIER: ios_identifiers,
    Trait.SDK: ios_sdks,
    Trait.DOMAIN: ios_domains,
    Trait.SHARING_POINT: ios_sharing_points,
    Trait.INPUT_FIELD: ios_fields,
    Trait.PUBLIC_KEY: ios_public_keys,
    Trait.LOGIN: ios_logins,
    Trait.PAYMENT: ios_payments,
}
