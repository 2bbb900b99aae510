"""What an Android build shows of what has to be declared, one kind of thing at a time."""

import re
from collections.abc import Iterator, Mapping

from appsec.engine.android_hints import hints_of
from appsec.engine.lookups import origin_of
from appsec.engine.observe.domains import domains
from appsec.engine.observe.tables import filled, known, of_checks
from appsec.facts.android import AndroidApp, Component, ComponentKind, IntentFilter
from appsec.facts.code import CallSite
from appsec.facts.constants import constant_text
from appsec.facts.text_field import FieldKind
from appsec.model.observed import Observation, Taker, Trait
from appsec.model.outcome import Location, Origin
from appsec.model.package import ClassHint, Purpose

_RECEIVER = -1


def android_permissions(app: AndroidApp) -> Iterator[Observation]:
    """The permissions asked for; those that the user must be told of are `sensitive`."""
    manifest, table = app.manifest, of_checks("android/privacy/sensitive_permissions")
    for one in manifest.uses_permissions:
        if one.max_sdk is None or one.max_sdk >= manifest.min_sdk:
            told = one.name in table["names"] or one.name.startswith(tuple(table["prefixes"]))
            level = "sensitive" if told else "normal"
            yield Observation(Trait.PERMISSION, one.name, {"level": level}, (one.at,))


def android_identifiers(app: AndroidApp) -> Iterator[Observation]:
    """Identifiers of the device that code reads, and the token of push messages."""
    names: dict[str, str] = of_checks("android/privacy/identifiers")
    cells = known()["identifiers"]
    for component in app.manifest.components:
        if _takes_push(component):
            detail = {"field": cells["push token"]}
            yield Observation(Trait.IDENTIFIER, "push token", detail, (component.at,))
    for site in app.code.calls(*names):
        if site.origin is not Origin.UNREACHED and _reads(site):
            name = names.get(site.method.api) or _by_name(site, names)
            detail = {"field": cells.get(name, "other")}
            yield Observation(Trait.IDENTIFIER, name, detail, (site.at,), site.origin)


def _takes_push(component: Component) -> bool:
    push = known()["push"]
    actions = {action for f in component.filters for action in f.actions}
    return component.name in push["components"] or not actions.isdisjoint(push["actions"])


def _reads(site: CallSite) -> bool:
    """Of the settings only one is an identifier."""
    return site.method.name != "getString" or constant_text(site.argument(1)) == "android_id"


def _by_name(site: CallSite, names: Mapping[str, str]) -> str:
    """A call on a subclass goes by its method."""
    found = (what for api, what in names.items() if api.endswith(f".{site.method.name}"))
    return next(found, site.method.name)


def android_sdks(app: AndroidApp) -> Iterator[Observation]:
    """Libraries that collect data by themselves, as manifests show them; `collects` is left out of
    those that the manifest switches off."""
    manifest = app.manifest
    switches = manifest.meta_data or {}
    for library in of_checks("android/privacy/sdk_collection"):
        by = library["by"]
        places = [c.at for c in manifest.components if by == c.name or by in (c.meta_data or {})]
        if by in switches:
            places.append(manifest.at)
        if places:
            stopped = any(switches.get(k, "").lower() == v for k, v in library["switches"].items())
            detail = {} if stopped else {"collects": "yes"}
            yield Observation(Trait.SDK, library["sdk"], detail, tuple(places), Origin.LIBRARY)


def android_domains(app: AndroidApp) -> Iterator[Observation]:
    """Hosts that code, rules, links and the app's own settings use."""
    pinned = {
        one.casefold() for rule in app.network_config.domains if rule.pins for one in rule.domains
    }
    yield from domains(app.used_endpoints, pinned)


def android_sharing_points(app: AndroidApp) -> Iterator[Observation]:
    """Ways in and out that other apps have: providers, links, open components. Those of known
    libraries are marked; what starts the app from the home screen is none, nor is what only the
    system may call."""
    package, libraries = app.manifest.package, of_checks("android/ipc/libraries")
    systems = of_checks("android/ipc/signature_permissions")
    for component in app.manifest.components:
        for kind, target in () if component.permission in systems else _points(component):
            guard = component.permission or component.read_permission
            detail = filled({"kind": kind, "target": target, "protection": guard})
            origin = origin_of(component.name, package, libraries)
            name = f"{kind} {target}"
            yield Observation(Trait.SHARING_POINT, name, detail, (component.at,), origin)


def _points(component: Component) -> Iterator[tuple[str, str]]:
    if not component.enabled:
        return
    if component.kind is ComponentKind.PROVIDER:
        if component.exported or component.grants_uris:
            for authority in component.authorities or (component.name,):
                yield "content_provider", authority
        return
    if not component.exported:
        return
    links = [link for intents in component.filters for link in _links(intents)]
    yield from dict.fromkeys(links)
    only_links = component.filters and all(f.is_launcher or _links(f) for f in component.filters)
    if not only_links:
        yield "intent", component.name


def _links(intents: IntentFilter) -> list[tuple[str, str]]:
    """Addresses that a page or another app can open."""
    if "android.intent.category.BROWSABLE" not in intents.categories:
        return []
    hosts = [data.host for data in intents.data if data.host] or ["*"]
    found = []
    for scheme in sorted({data.scheme for data in intents.data if data.scheme}):
        if scheme in ("http", "https"):
            found += [("app_link", host) for host in hosts]
        else:
            found.append(("url_scheme", scheme))
    return found


def android_fields(app: AndroidApp) -> Iterator[Observation]:
    """The text fields of the app's own layouts; `sensitive` is set where the field says so."""
    for one in app.text_fields.own:
        detail = {
            "screen": one.layout,
            "field": one.shown,
            "sensitive": "yes" if one.asks else "",
            "type": " ".join(one.input_words),
            "max_length": "" if one.max_length is None else str(one.max_length),
        }
        if one.kind is not FieldKind.SEARCH:
            name = f"{one.layout}: {one.shown}"
            yield Observation(Trait.INPUT_FIELD, name, filled(detail), (one.at,))


def android_public_keys(app: AndroidApp) -> Iterator[Observation]:
    """Keys of clients that are public by design, among texts and meta-data."""
    table = known()["public_keys"]
    google = re.compile(table["google"])
    for name in app.manifest.meta_data or {}:
        if name in table["meta_data"]:
            detail = {"kind": table["meta_data"][name]}
            place = (app.manifest.at,)
            yield Observation(Trait.PUBLIC_KEY, f"meta-data {name}", detail, place)
    for resource in app.strings:
        kind = table["strings"].get(resource.name, "")
        if not kind and any(google.fullmatch(text.text) for text in resource.texts):
            kind = "Google API key"
        if kind:
            name = f"@string/{resource.name}"
            yield Observation(Trait.PUBLIC_KEY, name, {"kind": kind}, (resource.at,))


def android_logins(app: AndroidApp) -> Iterator[Observation]:
    """What points to a login."""
    return _of_purpose(hints_of(app.manifest), Purpose.LOGIN, Trait.LOGIN)


def android_payments(app: AndroidApp) -> Iterator[Observation]:
    """What points to transactions."""
    return _of_purpose(hints_of(app.manifest), Purpose.TRANSACTION, Trait.PAYMENT)


def _of_purpose(
    hints: tuple[ClassHint, ...], purpose: Purpose, trait: Trait
) -> Iterator[Observation]:
    for hint in hints:
        if hint.purpose is purpose:
            file, manifest, member = hint.where.partition("AndroidManifest.xml")
            place = Location(f"{file}{manifest}", member.removeprefix("/"))
            yield Observation(trait, hint.what, {}, (place,))


TAKERS: dict[Trait, Taker] = {
    Trait.PERMISSION: android_permissions,
    Trait.IDENTIFIER: android_identifiers,
    Trait.SDK: android_sdks,
    Trait.DOMAIN: android_domains,
    Trait.SHARING_POINT: android_sharing_points,
    Trait.INPUT_FIELD: android_fields,
    Trait.PUBLIC_KEY: android_public_keys,
    Trait.LOGIN: android_logins,
    Trait.PAYMENT: android_payments,
}
