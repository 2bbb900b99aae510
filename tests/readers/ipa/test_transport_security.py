"""App Transport Security: precedence, defaults, old names, and values of a wrong type."""

from dataclasses import replace
from typing import Any

import pytest

from appsec.facts.app import Known
from appsec.facts.ios import Bundle, BundleKind, IosApp, TransportDomain, TransportSecurity
from appsec.model.outcome import Cause, Gap, Location
from appsec.readers.ipa.transport_security import read_transport_security
from tests.apps import ios_app, lost

KEY = "NSAppTransportSecurity"
FILE = "Payload/Demo.app/Info.plist"
AT = Location(FILE, KEY)


def bundle(**plist: Any) -> Bundle:
    return Bundle(BundleKind.APP, "Payload/Demo.app", "tw.example", "Demo", Location(FILE), plist)


def read(*bundles: Bundle) -> Known[tuple[TransportSecurity, ...]]:
    return read_transport_security(ios_app(bundles=bundles))


def only(**settings: Any) -> TransportSecurity:
    known = read(bundle(**{KEY: settings}))
    assert known.gaps == ()
    (security,) = known.value
    return security


def domain(**settings: Any) -> TransportDomain:
    (one,) = only(NSExceptionDomains={"example.tw": settings}).domains
    return one


def test_defaults_are_secure() -> None:
    secure = TransportSecurity("Payload/Demo.app", False, False, False, False, (), AT)
    assert read(bundle()).value == (secure,)
    assert read(bundle(**{KEY: {}})).value == (secure,)


def test_a_framework_has_none_of_its_own() -> None:
    open_to_all = bundle(**{KEY: {"NSAllowsArbitraryLoads": True}})
    assert read(replace(open_to_all, kind=BundleKind.FRAMEWORK)).value == ()


@pytest.mark.parametrize("value", [True, False])
@pytest.mark.parametrize(
    "narrower",
    [
        "NSAllowsArbitraryLoadsInWebContent",
        "NSAllowsArbitraryLoadsForMedia",
        "NSAllowsLocalNetworking",
    ],
)
def test_a_narrower_key_of_any_value_overrides(narrower: str, value: bool) -> None:
    assert only(NSAllowsArbitraryLoads=True).arbitrary_loads
    assert not only(**{"NSAllowsArbitraryLoads": True, narrower: value}).arbitrary_loads


def test_the_old_name_for_media_overrides_nothing() -> None:
    security = only(NSAllowsArbitraryLoads=True, NSAllowsArbitraryLoadsInMedia=False)
    assert (security.arbitrary_loads, security.for_media) == (True, False)


@pytest.mark.parametrize(
    ("minimum", "wide"), [("9.0", True), ("8.4.1", True), ("10.0", False), ("13", False)]
)
@pytest.mark.parametrize("key", ["MinimumOSVersion", "MinimumOSVersion~ipad"])
def test_ios_9_knows_no_narrower_key(key: str, minimum: str, wide: bool) -> None:
    settings = {"NSAllowsArbitraryLoads": True, "NSAllowsLocalNetworking": True}
    (security,) = read(bundle(**{KEY: settings, key: minimum})).value
    assert security.arbitrary_loads is wide


WATCH = "Payload/Demo.app/Watch/Demo.app"


@pytest.mark.parametrize(
    ("minimum", "wide"), [("8.0", False), ("9.1", False), ("3.0", False), ("2.2", True)]
)
@pytest.mark.parametrize(
    ("kind", "path"),
    [(BundleKind.WATCH, WATCH), (BundleKind.EXTENSION, f"{WATCH}/PlugIns/Demo.appex")],
)
def test_the_version_of_a_watch_is_that_of_watchos(
    kind: BundleKind, path: str, minimum: str, wide: bool
) -> None:
    """Which knows the narrower keys since 3.0, the companion of iOS 10."""
    settings = {"NSAllowsArbitraryLoads": True, "NSAllowsLocalNetworking": True}
    around = replace(bundle(), kind=BundleKind.WATCH, path=WATCH)
    one = replace(bundle(**{KEY: settings, "MinimumOSVersion": minimum}), kind=kind, path=path)
    found = {each.bundle: each for each in read(bundle(), around, one).value}
    assert found[path].arbitrary_loads is wide


def test_each_narrower_key_by_itself() -> None:
    assert only(NSAllowsArbitraryLoadsInWebContent=True).in_web_content
    assert only(NSAllowsArbitraryLoadsForMedia=True).for_media
    assert only(NSAllowsLocalNetworking=True).local_networking


def test_an_app_of_an_sdk_before_9_has_no_transport_security() -> None:
    assert read(bundle(DTSDKName="iphoneos8.4")).value[0].arbitrary_loads
    assert not read(bundle(DTSDKName="iphoneos18.4")).value[0].arbitrary_loads


def test_pinned_domains() -> None:
    pin = [{"SPKI-SHA256-BASE64": "r/mIkG3eEpVdm+u/ko/cwxzOMo1bk4TyHIlByibiA5E="}]
    domains = {
        "a.tw": {"NSPinnedCAIdentities": pin},
        "b.tw": {"NSPinnedLeafIdentities": pin},
        "c.tw": {"NSPinnedLeafIdentities": []},
        "d.tw": {},
    }
    assert only(NSPinnedDomains=domains).pinned == ("a.tw", "b.tw")


@pytest.mark.parametrize(
    ("pins", "key"),
    [
        ([], "NSPinnedDomains"),
        ({"a.tw": True}, "NSPinnedDomains:a.tw"),
        ({"a.tw": {"NSPinnedCAIdentities": {}}}, "NSPinnedDomains:a.tw"),
    ],
)
def test_pins_of_a_wrong_type_are_a_gap(pins: Any, key: str) -> None:
    expected = Gap(
        "transport_security", Cause.LOST, "odd-value", {"file": FILE, "key": f"{KEY}:{key}"}
    )
    assert read(bundle(**{KEY: {"NSPinnedDomains": pins}})).gaps == (expected,)


def test_domain_defaults() -> None:
    at = Location(FILE, f"{KEY}:NSExceptionDomains:example.tw")
    assert domain() == TransportDomain("example.tw", False, False, "TLSv1.2", True, at)


@pytest.mark.parametrize("prefix", ["NSException", "NSTemporaryException", "NSThirdPartyException"])
def test_each_name_of_a_domain_key(prefix: str) -> None:
    assert domain(**{f"{prefix}AllowsInsecureHTTPLoads": True}).allows_http
    assert domain(**{f"{prefix}MinimumTLSVersion": "TLSv1.1"}).minimum_tls == "TLSv1.1"
    assert not domain(**{f"{prefix}RequiresForwardSecrecy": False}).forward_secrecy


def test_the_weakest_of_several_names_counts() -> None:
    both = {
        "NSExceptionMinimumTLSVersion": "TLSv1.3",
        "NSTemporaryExceptionMinimumTLSVersion": "TLSv1.0",
    }
    assert domain(**both).minimum_tls == "TLSv1.0"
    assert domain(NSExceptionMinimumTLSVersion="TLSv1.3").minimum_tls == "TLSv1.3"
    assert domain(NSIncludesSubdomains=True).includes_subdomains


@pytest.mark.parametrize(
    ("settings", "key"),
    [
        ("YES", KEY),
        ({"NSAllowsArbitraryLoads": "YES"}, f"{KEY}:NSAllowsArbitraryLoads"),
        ({"NSAllowsArbitraryLoads": 1}, f"{KEY}:NSAllowsArbitraryLoads"),
        ({"NSExceptionDomains": ["example.tw"]}, f"{KEY}:NSExceptionDomains"),
        ({"NSExceptionDomains": {"a.tw": True}}, f"{KEY}:NSExceptionDomains:a.tw"),
        (
            {"NSExceptionDomains": {"a.tw": {"NSExceptionMinimumTLSVersion": "1.0"}}},
            f"{KEY}:NSExceptionDomains:a.tw:NSExceptionMinimumTLSVersion",
        ),
        (
            {"NSExceptionDomains": {"a.tw": {"NSExceptionRequiresForwardSecrecy": "NO"}}},
            f"{KEY}:NSExceptionDomains:a.tw:NSExceptionRequiresForwardSecrecy",
        ),
    ],
)
def test_a_value_of_a_wrong_type_is_a_gap(settings: Any, key: str) -> None:
    expected = Gap("transport_security", Cause.LOST, "odd-value", {"file": FILE, "key": key})
    assert read(bundle(**{KEY: settings})).gaps == (expected,)


@pytest.mark.parametrize("suffix", ["~ipad", "-iphoneos", "-iphoneos~iphone"])
def test_settings_for_some_devices_are_told_apart(suffix: str) -> None:
    found = read(bundle(**{KEY + suffix: {"NSAllowsArbitraryLoads": True}})).value
    assert [(one.at.member, one.arbitrary_loads) for one in found] == [
        (KEY, False),
        (KEY + suffix, True),
    ]


def test_a_lost_bundle_is_a_gap_of_what_stands_on_it() -> None:
    app = IosApp(
        {
            "bundles": lambda _: Known((bundle(),), (lost("bundles"),)),
            "transport_security": read_transport_security,
        }
    )
    with app.watching() as touched:
        assert app.transport_security
    assert touched == {"bundles", "transport_security"}
