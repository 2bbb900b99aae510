"""Files of private keys, told by content."""

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    pkcs12,
)
from hypothesis import given
from hypothesis import strategies as st

from appsec.facts.keys import KeyForm
from appsec.model.outcome import Location
from appsec.readers.apk.key_files import MAX_FILE, keys_in
from tests.apks import app, manifest
from tests.axml_builder import el

KEYS = Path(__file__).parents[3] / "samples/keys"
RSA_DER = (KEYS / "test-only-android-release.pk8").read_bytes()
CERTIFICATE = (KEYS / "test-only-android-release.crt").read_bytes()
KEY = generate_private_key(SECP256R1())
LOCKED = BestAvailableEncryption(b"secret")
PEM, PKCS8, OLD, SSH = (
    Encoding.PEM,
    PrivateFormat.PKCS8,
    PrivateFormat.TraditionalOpenSSL,
    PrivateFormat.OpenSSH,
)


def pem(form: PrivateFormat, lock: KeySerializationEncryption | None = None) -> bytes:
    return KEY.private_bytes(PEM, form, lock or NoEncryption())


STORE = pkcs12.serialize_key_and_certificates(b"k", KEY, None, None, LOCKED)
SERVICE_ACCOUNT = json.dumps({"private_key": pem(PKCS8).decode()}).encode()


def told(data: bytes, name: str = "assets/file") -> list[tuple[KeyForm, str]]:
    return [(key.form, key.what) for key in keys_in(name, data)]


@pytest.mark.parametrize(
    ("data", "form", "what"),
    [
        (pem(PKCS8), KeyForm.PLAIN, "EC 256"),
        (pem(OLD), KeyForm.PLAIN, "EC 256"),
        (pem(SSH), KeyForm.PLAIN, "EC 256"),
        (b"comment\n" + pem(PKCS8) + CERTIFICATE, KeyForm.PLAIN, "EC 256"),
        (SERVICE_ACCOUNT, KeyForm.PLAIN, "EC 256"),
        (RSA_DER, KeyForm.PLAIN, "RSA 2048"),
        (KEY.private_bytes(Encoding.DER, OLD, NoEncryption()), KeyForm.PLAIN, "EC 256"),
        (
            Ed25519PrivateKey.generate().private_bytes(PEM, PKCS8, NoEncryption()),
            KeyForm.PLAIN,
            "Ed25519",
        ),
        (pem(PKCS8, LOCKED), KeyForm.ENCRYPTED, "PEM"),
        (pem(OLD, LOCKED), KeyForm.ENCRYPTED, "PEM"),
        (pem(SSH).replace(b"b", b"c"), KeyForm.DOUBTFUL, "PEM"),
        (pem(PKCS8).replace(b"M", b"*"), KeyForm.DOUBTFUL, "PEM"),
        (STORE, KeyForm.STORE, "PKCS #12"),
        (b"\xfe\xed\xfe\xed" + bytes(30), KeyForm.STORE, "JKS"),
        (b"\xce\xce\xce\xce" + bytes(30), KeyForm.STORE, "JCEKS"),
    ],
)
def test_forms(data: bytes, form: KeyForm, what: str) -> None:
    assert told(data) == [(form, what)]


def test_a_bks_store_has_no_mark_of_its_own_and_is_told_by_its_name_too() -> None:
    data = b"\0\0\0\2\0\0\0\x14" + bytes(40)
    assert told(data, "res/raw/trust.bks") == [(KeyForm.STORE, "BKS")]
    assert told(data, "assets/model.bin") == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        CERTIFICATE,
        KEY.public_key().public_bytes(PEM, PublicFormat.SubjectPublicKeyInfo),
        b'const BEGIN = "-----BEGIN PRIVATE KEY-----", END = "-----END PRIVATE KEY-----";',
        pem(PKCS8)[:-40],
        b"\x30\x03\x02\x01\x00" + bytes(100),
    ],
)
def test_what_is_no_private_key(data: bytes) -> None:
    assert told(data) == []


def test_keys_of_an_app_and_nothing_else_is_counted_as_read() -> None:
    files = {
        "assets/a.txt": b"text",
        "assets/server.pem": pem(PKCS8),
        "res/raw/client.p12": STORE,
        "res/xml/a.xml": pem(PKCS8),
        "META-INF/a.pem": pem(PKCS8),
        "assets/large.pem": pem(PKCS8) + bytes(MAX_FILE),
    }
    found = app(manifest(el("application")), files)
    assert [(key.form, key.at) for key in found.key_files] == [
        (KeyForm.PLAIN, Location("assets/server.pem", "private key 1")),
        (KeyForm.STORE, Location("res/raw/client.p12")),
    ]
    assert found.gaps_of("key_files") == ()


@given(st.binary(max_size=300) | st.binary(max_size=60).map(lambda junk: pem(PKCS8)[:80] + junk))
def test_any_bytes_end_in_keys_or_none(data: bytes) -> None:
    assert all(key.at.file == "a" for key in keys_in("a", data))
