"""The endpoints of an iOS app that its code, rules, links and settings use."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from appsec.facts.app import FactUnavailable, Known
from appsec.facts.ios import Bundle, IosApp
from appsec.facts.ios_code import NativeCall, choices
from appsec.facts.ios_objects import address
from appsec.model.endpoint import Endpoint, Use
from appsec.model.outcome import Confidence, Location, Origin
from appsec.readers.endpoints.addresses import Address, address_of
from appsec.readers.endpoints.calls import Where, taking
from appsec.readers.endpoints.gathered import Gathered
from appsec.readers.endpoints.hosts import bare_host, pattern_host, setting_of

FACT = "used_endpoints"
_ASSOCIATED = "com.apple.developer.associated-domains"
_TOLD_ELSEWHERE = ("NSAppTransportSecurity", "WKAppBoundDomains", "CFBundleURLTypes")
_DEEPEST = 8


def read_used_endpoints(app: IosApp) -> Known[tuple[Endpoint, ...]]:
    """By host. A fact that cannot be had leaves out what it would tell, and its gap is this one's,
    too."""
    found = Gathered(FACT)
    for read in (_of_code, _of_rules, _of_bundles, _of_entitlements, _of_manifests, _of_updates):
        with suppress(FactUnavailable):
            read(app, found)
    return found.known()


def _of_code(app: IosApp, found: Gathered) -> None:
    calls = taking("ios")
    for use, callees in calls.uses.items():
        for call, one in _given(app, callees, address_of):
            found.add(one, use, call.at, call.origin)
    for call, one in _given(app, calls.hosts, _whole_host):
        if call.origin is Origin.APP:
            found.add(one, Use.REQUEST, call.at)
    for call, one in _given(app, calls.unsure, address_of):
        if call.origin is Origin.APP:
            found.add(one, Use.REQUEST, call.at, confidence=Confidence.LOW)


def _given(
    app: IosApp, callees: Mapping[str, Where], read: Callable[[str, bool], Address | None]
) -> Iterator[tuple[NativeCall, Address]]:
    """The addresses that calls are given."""
    for callee, number in callees.items():
        for call in app.native_code.calls(callee):
            for choice in choices(call.argument(int(number))):
                if (one := read(*address(choice))) is not None:
                    yield call, one


def _whole_host(text: str, whole: bool) -> Address | None:
    return bare_host(text) if whole else None


def _of_rules(app: IosApp, found: Gathered) -> None:
    for rules in app.transport_security:
        for domain in rules.domains:
            if one := pattern_host(domain.name):
                found.add(one, Use.RULE, domain.at)
        for name in rules.pinned:
            if one := pattern_host(name):
                found.add(one, Use.RULE, rules.at)


def _of_bundles(app: IosApp, found: Gathered) -> None:
    for key, names in app.info.given("WKAppBoundDomains"):
        for name in names if isinstance(names, list) else [names]:
            if isinstance(name, str) and (one := pattern_host(name)):
                found.add(one, Use.PAGE, Location(app.info.at.file, key))
    for bundle in app.bundles:
        origin = Origin.APP if bundle.runs else Origin.LIBRARY
        for name, text in _settings(bundle):
            if one := setting_of(name, text):
                found.add(one, Use.SETTING, Location(bundle.at.file, name), origin)


def _settings(bundle: Bundle) -> Iterator[tuple[str, str]]:
    """Every text of an Info.plist under its own key."""
    waiting: list[tuple[str, Any, int]] = [
        (key, value, 0) for key, value in bundle.plist.items() if key not in _TOLD_ELSEWHERE
    ]
    while waiting:
        name, value, depth = waiting.pop()
        if isinstance(value, str):
            yield name, value
        elif isinstance(value, dict) and depth < _DEEPEST:
            waiting += [(str(key), each, depth + 1) for key, each in value.items()]
        elif isinstance(value, list) and depth < _DEEPEST:
            waiting += [(name, each, depth + 1) for each in value]


def _of_entitlements(app: IosApp, found: Gathered) -> None:
    for one in app.entitlements:
        domains = one.values.get(_ASSOCIATED)
        for text in domains if isinstance(domains, list) else [domains]:
            if isinstance(text, str) and ":" in text:
                host = pattern_host(text.partition(":")[2].partition("?")[0])
                if host is not None:
                    found.add(host, Use.LINK, one.at)


def _of_manifests(app: IosApp, found: Gathered) -> None:
    """Domains of tracking: iOS blocks them until the user has agreed."""
    for one in app.privacy_manifests:
        origin = Origin.APP if one.of_app else Origin.LIBRARY
        for name in one.tracking_domains:
            if host := pattern_host(name):
                found.add(host, Use.RULE, one.at, origin)


def _of_updates(app: IosApp, found: Gathered) -> None:
    for one in app.expo_updates:
        if one.enabled and (host := address_of(one.url, whole=True)):
            found.add(host, Use.REQUEST, one.at)
