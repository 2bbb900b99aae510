"""The network security configuration as XmlConfigSource reads it."""

import base64
from dataclasses import replace

import pytest

from appsec.facts.android import Anchor, NetworkConfig, Pin, TrafficRule
from appsec.facts.app import FactUnavailable
from appsec.model.outcome import Location
from tests.apks import app, manifest
from tests.axml_builder import A, E, Plain, Typed, arsc, el, plain, ref

FILE = "res/xml/net.xml"
CONFIG = 0x7F030000
TABLE = arsc({CONFIG: FILE})
SYSTEM = (Anchor.SYSTEM,)
PIN = base64.b64encode(bytes(32)).decode()
PIN_2 = base64.b64encode(bytes(31) + b"\1").decode()


def read(*children: E, target: int = 34, root: str = "network-security-config") -> NetworkConfig:
    sdk = el("uses-sdk", minSdkVersion=24, targetSdkVersion=target)
    application = el("application", networkSecurityConfig=ref(CONFIG), usesCleartextTraffic=True)
    files = {"resources.arsc": TABLE, FILE: el(root, *children)}
    found = app(manifest(application, sdk=sdk), files)
    config = found.network_config
    assert found.gaps_of("network_config") == ()
    return config


def implied(target: int, **application: Plain) -> NetworkConfig:
    sdk = el("uses-sdk", minSdkVersion=21, targetSdkVersion=target)
    return app(manifest(el("application", **application), sdk=sdk)).network_config


def anchors(*sources: Plain) -> E:
    return plain("trust-anchors", *(plain("certificates", src=source) for source in sources))


def pins(*digests: str, **attributes: Plain) -> E:
    inner = (E("pin", (A("digest", "SHA-256"),), text=digest) for digest in digests)
    return plain("pin-set", *inner, **attributes)


def domain(name: str, below: Plain = True) -> E:
    return plain("domain", text=name, includeSubdomains=below)


def rule(
    member: str,
    cleartext: bool,
    *domains: str,
    trusted: tuple[Anchor, ...] = SYSTEM,
    bundled: tuple[str, ...] = (),
) -> TrafficRule:
    at = Location(FILE, member)
    return TrafficRule(domains, cleartext, trusted, at, subdomains=domains, bundled=bundled)


@pytest.mark.parametrize(
    ("target", "application", "cleartext", "trusted"),
    [
        (34, {}, False, SYSTEM),
        (34, {"usesCleartextTraffic": True}, True, SYSTEM),
        (27, {}, True, SYSTEM),
        (27, {"usesCleartextTraffic": False}, False, SYSTEM),
        (23, {}, True, (Anchor.SYSTEM, Anchor.USER)),
        (34, {"networkSecurityConfig": ref(0)}, False, SYSTEM),
        (34, {"networkSecurityConfig": "res/xml/net.xml"}, False, SYSTEM),
    ],
)
def test_without_a_file_the_manifest_and_its_target_decide(
    target: int, application: dict[str, Plain], cleartext: bool, trusted: tuple[Anchor, ...]
) -> None:
    at = Location("AndroidManifest.xml", "application")
    base = TrafficRule((), cleartext, trusted, at, implied=True)
    assert implied(target, **application) == NetworkConfig(base)


@pytest.mark.parametrize(("target", "cleartext"), [(28, False), (27, True)])
def test_a_file_without_base_leaves_it_to_the_target_and_not_to_the_manifest(
    target: int, cleartext: bool
) -> None:
    base = TrafficRule(
        (), cleartext, SYSTEM, Location(FILE, "network-security-config"), implied=True
    )
    assert read(target=target) == NetworkConfig(base, from_file=True)


def test_what_a_base_leaves_out_is_implied() -> None:
    assert read(plain("base-config"), target=23).base == rule(
        "base-config", True, trusted=(Anchor.SYSTEM, Anchor.USER)
    )
    assert read(plain("base-config", anchors())).base == rule("base-config", False, trusted=())


@pytest.mark.parametrize(
    ("value", "permitted"),
    [
        (False, False),
        (True, True),
        (0, False),
        ("false", True),
        (ref(0x7F020000), True),
        (Typed(0, 0), True),
    ],
)
def test_what_is_no_boolean_permits_cleartext(value: Plain, permitted: bool) -> None:
    assert read(plain("base-config", cleartextTrafficPermitted=value)).base.cleartext is permitted


def test_domains_inherit_from_the_rules_around_them() -> None:
    config = read(
        plain(
            "domain-config",
            domain(" Example.COM "),
            domain("other.example"),
            anchors("system", "user", "user"),
            plain(
                "domain-config",
                domain("inner.example"),
                pins(PIN, PIN, PIN_2, expiration="2030-1-31"),
            ),
            plain(
                "domain-config",
                plain("domain-config", domain("deep.example")),
                domain("on.example"),
                cleartextTrafficPermitted=True,
            ),
        ),
        plain("domain-config", domain("last.example"), anchors(ref(0x7F010000)), pins()),
        plain("base-config", cleartextTrafficPermitted=False),
        plain("unknown", plain("domain-config")),
    )
    both = (Anchor.SYSTEM, Anchor.USER)
    first, second = "domain-config[1]", "domain-config[2]"
    assert config == NetworkConfig(
        rule("base-config", False),
        (
            rule(first, False, "example.com", "other.example", trusted=both),
            replace(
                rule(f"{first}/{first}", False, "inner.example", trusted=both),
                pins=(Pin("SHA-256", PIN), Pin("SHA-256", PIN_2)),
                pins_expire="2030-01-31",
            ),
            rule(f"{first}/{second}", True, "on.example", trusted=both),
            rule(f"{first}/{second}/{first}", True, "deep.example", trusted=both),
            rule(
                second,
                False,
                "last.example",
                trusted=(Anchor.BUNDLED,),
                bundled=("@0x7f010000",),
            ),
        ),
        from_file=True,
    )


def test_which_domains_mean_their_subdomains() -> None:
    given = plain(
        "domain-config",
        domain("below.example"),
        domain("alone.example", False),
        domain("odd.example", "true"),
        plain("domain", text="bare.example"),
    )
    (found,) = read(given).domains
    assert found.domains == ("below.example", "alone.example", "odd.example", "bare.example")
    assert found.subdomains == ("below.example",)


def test_anchors_whose_chains_need_no_pin() -> None:
    def trusting(*sources: tuple[Plain, Plain]) -> E:
        each = (plain("certificates", src=src, overridePins=over) for src, over in sources)
        return plain("trust-anchors", *each)

    given = trusting(("system", False), ("user", True))
    config = read(
        plain("base-config", given),
        plain("domain-config", domain("in.example"), pins(PIN)),
        plain("domain-config", domain("own.example"), trusting(("system", "true"))),
    )
    assert [r.overriding for r in config.rules] == [(Anchor.USER,), (Anchor.USER,), ()]


def test_debug_overrides_stand_apart() -> None:
    config = read(plain("debug-overrides", anchors("user"), cleartextTrafficPermitted=True))
    assert (config.base.anchors, config.base.cleartext) == (SYSTEM, False)
    assert config.debug_anchors == (Anchor.USER,)


@pytest.mark.parametrize(
    "child",
    [
        plain("domain-config"),
        plain("domain-config", domain("a"), plain("domain-config")),
        plain("domain-config", domain("a"), domain("A")),
        plain("domain-config", plain("domain")),
        plain("domain-config", plain("domain", plain("x"), text="a")),
        plain("base-config", domain("a")),
        plain("base-config", pins(PIN)),
        plain("base-config", anchors(), anchors()),
        plain("base-config", anchors("wfa")),
        plain("base-config", plain("trust-anchors", plain("certificates"))),
        plain("domain-config", domain("a"), pins("no base64!")),
        plain("domain-config", domain("a"), pins("AAAA")),
        plain("domain-config", domain("a"), plain("pin-set", plain("pin", text=PIN, digest="MD5"))),
        plain("domain-config", domain("a"), pins(PIN, expiration="soon")),
        plain("domain-config", domain("a"), pins(PIN, expiration="2030-13-01")),
        plain("domain-config", domain("a"), pins(PIN), pins(PIN)),
    ],
)
def test_a_file_that_the_platform_refuses_is_lost(child: E) -> None:
    with pytest.raises(FactUnavailable, match="malformed-xml"):
        read(child)


def test_only_one_of_each_and_the_right_root() -> None:
    with pytest.raises(FactUnavailable, match="malformed-xml"):
        read(plain("base-config"), plain("base-config"))
    with pytest.raises(FactUnavailable, match="malformed-xml"):
        read(root="other")


@pytest.mark.parametrize(
    ("files", "key"),
    [
        ({}, "missing-file"),
        ({"resources.arsc": TABLE}, "missing-file"),
        (
            {"resources.arsc": arsc({0x7F010000: "x"}), FILE: plain("network-security-config")},
            "missing-file",
        ),
        ({"resources.arsc": TABLE, FILE: b"junk"}, "malformed-xml"),
    ],
)
def test_a_file_that_cannot_be_had_is_lost(files: dict[str, E | bytes], key: str) -> None:
    found = app(manifest(el("application", networkSecurityConfig=ref(CONFIG))), files)
    with pytest.raises(FactUnavailable, match=key):
        _ = found.network_config
