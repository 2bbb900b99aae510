"""Certificates in files of the app, as CertificateFactory of Android reads them."""

import base64
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appsec.facts.android import AndroidApp
from appsec.facts.app import FactUnavailable
from appsec.model.outcome import Location
from appsec.readers.apk.bundled_certificates import _in_file
from tests.apks import app, manifest
from tests.axml_builder import arsc, el, plain, ref

KEYS = Path(__file__).parents[3] / "samples/keys"
PEM = (KEYS / "test-only-android-release.crt").read_bytes()
OTHER = (KEYS / "test-only-android-debug.crt").read_bytes()
DER = base64.b64decode(b"".join(PEM.split(b"-----")[2].split()))
CONFIG, CA = 0x7F030000, 0x7F030001
FILE, RAW = "res/xml/net.xml", "res/raw/ca.pem"


def trusting(data: bytes | None, debug: bool = False) -> AndroidApp:
    anchors = plain("trust-anchors", plain("certificates", src=ref(CA)))
    rule = plain("debug-overrides" if debug else "base-config", anchors)
    files = {
        "resources.arsc": arsc({CONFIG: FILE, CA: RAW}),
        FILE: plain("network-security-config", rule),
        **({} if data is None else {RAW: data}),
    }
    return app(manifest(el("application", networkSecurityConfig=ref(CONFIG))), files)


@pytest.mark.parametrize(
    ("data", "subjects"),
    [
        (PEM, ["Release"]),
        (b"a comment\n" + PEM + OTHER, ["Release", "Android Debug"]),
        (DER, ["Release"]),
        (DER + DER, ["Release", "Release"]),
    ],
)
@pytest.mark.parametrize("debug", [True, False])
def test_pem_and_der(data: bytes, subjects: list[str], debug: bool) -> None:
    found = trusting(data, debug)
    certificates = found.bundled_certificates
    assert [c.at for c in certificates] == [
        Location(RAW, f"certificate {n}") for n in range(1, len(subjects) + 1)
    ]
    for certificate, subject in zip(certificates, subjects, strict=True):
        assert subject in certificate.certificate.subject
        assert certificate.certificate.key_bits == 2048
    assert found.gaps_of("bundled_certificates") == ()


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (None, "missing-file"),
        (b"", "malformed-certificate"),
        (b"junk", "malformed-certificate"),
        (DER[:-1], "malformed-certificate"),
        (DER + b"0", "malformed-certificate"),
        (b"\x30\x80" + DER, "malformed-certificate"),
        (PEM.replace(b"-----END", b"-----END X"), "malformed-certificate"),
        (PEM.replace(b"MII", b"M*I", 1), "malformed-certificate"),
        (PEM + b"-----BEGIN PRIVATE KEY-----", "malformed-certificate"),
    ],
)
def test_what_holds_no_certificates_is_lost_without_the_rules(data: bytes | None, key: str) -> None:
    found = trusting(data)
    assert found.bundled_certificates == ()
    assert [gap.key for gap in found.gaps_of("bundled_certificates")] == [key]
    assert found.network_config.base.bundled == (RAW,)
    assert found.gaps_of("network_config") == ()


def test_nothing_is_read_without_a_rule_that_names_it() -> None:
    assert app(manifest(el("application"))).bundled_certificates == ()


@given(
    st.binary(max_size=200) | st.binary(max_size=40).map(lambda junk: DER[:40] + junk + DER[60:])
)
def test_any_bytes_end_in_certificates_or_a_reason(data: bytes) -> None:
    try:
        list(_in_file(RAW, data))
    except FactUnavailable as reason:
        assert reason.key == "malformed-certificate"
