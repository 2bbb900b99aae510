import pytest

from appsec.facts.android import Anchor, BundledCertificate, NetworkConfig, TrafficRule
from appsec.model.outcome import Evidence, Location, Question, Status
from tests.apps import AT, android_app, certificate, lost, manifest

CHECK = "android-bundled-anchor"
BASE, ONE, TWO = (
    Location("res/xml/net.xml", member)
    for member in ("base-config", "domain-config[1]", "domain-config[2]")
)
CA, ROOT = "res/raw/ca.pem", "res/raw/twca.crt"
OWN = BundledCertificate(certificate(subject="CN=Parcel CA"), Location(CA, "certificate 1"))
TWCA = BundledCertificate(
    certificate(
        subject="C=TW, O=TAIWAN-CA, OU=Root CA, CN=TWCA Global Root CA",
        sha256="59769007f7685d0fcd50872f9f95d5755a5b2b457d81f3692b610a98672f0e1b",
    ),
    Location(ROOT, "certificate 1"),
)
GTLSCA = BundledCertificate(
    certificate(subject="C=TW, O=行政院, OU=政府伺服器數位憑證管理中心 - G1"),
    Location(ROOT, "certificate 1"),
)
SHOWN = f"CN=Parcel CA (RSA 2048, 2055-01-01, SHA-256 {'00' * 32})"
BESIDE, ALONE, PLAIN = (Anchor.SYSTEM, Anchor.BUNDLED), (Anchor.BUNDLED,), (Anchor.SYSTEM,)


def rule(at, anchors=PLAIN, files=(), *domains):
    return TrafficRule(domains, False, anchors, at, bundled=files)


def run(outcome, base, *domains, certificates=(OWN,), debug=(), debuggable=False, gaps=None):
    config = NetworkConfig(base, domains, debug_bundled=debug)
    app = android_app(
        gaps,
        network_config=config,
        bundled_certificates=certificates,
        manifest=manifest(debuggable=debuggable),
    )
    return outcome(CHECK, app)


@pytest.mark.parametrize(("anchors", "key"), [(BESIDE, "own-for-all"), (ALONE, "only-own-for-all")])
def test_question_for_all_hosts_once_however_many_rules_inherit_it(outcome, anchors, key):
    base, same = rule(BASE, anchors, (CA,)), rule(ONE, anchors, (CA,), "a.example.tw")
    result = run(outcome, base, same)
    assert (result.status, list(result.seen)) == (
        Status.QUESTION,
        [Question(key, (BASE, OWN.at), {"certificates": SHOWN})],
    )


@pytest.mark.parametrize(
    ("anchors", "key"), [(BESIDE, "own-for-domain"), (ALONE, "only-own-for-domain")]
)
def test_one_question_for_the_hosts_that_trust_the_same(outcome, anchors, key):
    rules = (rule(ONE, anchors, (CA,), "a.example.tw"), rule(TWO, anchors, (CA,), "b.example.tw"))
    values = {"domains": "a.example.tw, b.example.tw", "certificates": SHOWN}
    assert list(run(outcome, rule(BASE), *rules).seen) == [
        Question(key, (ONE, TWO, OWN.at), values)
    ]


@pytest.mark.parametrize("anchors", [BESIDE, ALONE])
def test_a_public_authority_is_no_question(outcome, anchors):
    known = TWCA
    result = run(outcome, rule(BASE, anchors, (ROOT,)), certificates=(known,))
    assert result.status is Status.CLEAN
    assert [(type(s), s.key, s.at) for s in result.seen] == [
        (Evidence, "public-authority", (known.at,))
    ]


@pytest.mark.parametrize("anchors", [BESIDE, ALONE])
@pytest.mark.parametrize(
    "claimed",
    [GTLSCA, BundledCertificate(certificate(subject="CN=TWCA Global Root CA"), GTLSCA.at)],
)
def test_a_name_alone_is_for_a_person_to_compare(outcome, anchors, claimed):
    result = run(outcome, rule(BASE, anchors, (ROOT,)), certificates=(claimed,))
    assert (result.status, [(s.key, s.locations) for s in result.seen]) == (
        Status.QUESTION,
        [("by-name", (claimed.at,))],
    )


def test_a_name_that_is_only_like_one_is_a_question(outcome):
    strange = BundledCertificate(certificate(subject="CN=My TWCA proxy"), OWN.at)
    assert run(outcome, rule(BASE, BESIDE, (CA,)), certificates=(strange,)).questions


def test_clean_on_system_anchors_and_on_debug_overrides(outcome):
    result = run(outcome, rule(BASE), rule(ONE, PLAIN, (), "a.example.tw"), debug=(CA,))
    assert (result.status, result.seen) == (Status.CLEAN, ())


def test_question_when_debug_overrides_are_in_force(outcome):
    result = run(outcome, rule(BASE), debug=(CA,), debuggable=True)
    assert list(result.seen) == [Question("debug-in-force", (AT, OWN.at), {"certificates": SHOWN})]


def test_unknown_when_a_certificate_cannot_be_read(outcome):
    gaps = {"bundled_certificates": lost("bundled_certificates")}
    result = run(outcome, rule(BASE, BESIDE, (CA,)), certificates=(), gaps=gaps)
    assert result.status is Status.UNKNOWN
