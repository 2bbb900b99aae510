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

from appsec.facts.keys import KeyFile, KeyForm
from appsec.model.outcome import Location
from appsec.readers.apk import key_files
from appsec.readers.apk.key_files import MAX_FILE
from appsec.readers.apk.key_forms import keys_in, keys_in_stream
from tests.apks import app, manifest, pack_zip
from tests.axml_builder import arsc, axml, el

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
        "res/xml/b.xml": axml(el("a", b=pem(PKCS8).decode())),
        "res/drawable/a.png": b"\x89PNG" + bytes(20),
    }
    found = app(manifest(el("application")), files)
    assert [(key.form, key.at) for key in found.key_files] == [
        (KeyForm.PLAIN, Location("assets/server.pem", "private key 1")),
        (KeyForm.STORE, Location("res/raw/client.p12")),
    ]
    assert found.gaps_of("key_files") == ()


EMPTY = manifest(el("application"))
PADDING = bytes(MAX_FILE)
DEEP = pack_zip({"b.zip": pack_zip({"c.zip": pack_zip({"d.zip": pack_zip({"k": pem(PKCS8)})})})})


@pytest.mark.parametrize(
    ("name", "data", "member"),
    [
        ("META-INF/server.key", pem(PKCS8), "private key 1"),
        ("META-INF/CERT.SF", pem(PKCS8), "private key 1"),
        ("res/drawable/key.png", pem(PKCS8), "private key 1"),
        ("res/xml/a.xml", b"\n" + pem(PKCS8), "private key 1"),
        ("assets/classes.dex", RSA_DER, ""),
        ("assets/large.pem", PADDING + pem(PKCS8) + PADDING, "private key 1"),
        ("lib/arm64-v8a/liba.so", b"\x7fELF" + PADDING + pem(PKCS8), "private key 1"),
        ("assets/large.p12", STORE + PADDING, ""),
    ],
)
def test_a_key_is_found_whatever_its_file_is_called_and_however_large(
    name: str, data: bytes, member: str
) -> None:
    found = app(EMPTY, {name: data})
    assert [(key.at.file, key.at.member) for key in found.key_files] == [(name, member)]
    assert found.gaps_of("key_files") == ()


@pytest.mark.parametrize("cut", [1, 100, 4096])
def test_a_stream_is_cut_anywhere(cut: int) -> None:
    data = bytes(70_000) + pem(PKCS8) + bytes(70_000) + pem(PKCS8, LOCKED) + pem(PKCS8)
    pieces = (data[at : at + cut] for at in range(0, len(data), cut))
    told = [key.form for key in keys_in_stream("a", data[:64], pieces)]
    assert told == [KeyForm.PLAIN, KeyForm.ENCRYPTED, KeyForm.PLAIN]


def test_keys_in_archives_that_lie_in_the_app() -> None:
    inner = pack_zip({"classes.dex": b"dex\n", "keys/server.key": pem(PKCS8)})
    found = app(EMPTY, {"assets/a.jar": inner, "assets/b.zip": pack_zip({"a.jar": inner})})
    assert [key.at.file for key in found.key_files] == [
        "assets/a.jar!keys/server.key",
        "assets/b.zip!a.jar!keys/server.key",
    ]
    assert found.gaps_of("key_files") == ()


@pytest.mark.parametrize(
    ("data", "key"),
    [(DEEP, "archives-too-deep"), (pack_zip({"a": b"x"})[:-30], "archive-unreadable")],
)
def test_an_archive_that_is_not_looked_into_could_hold_one(data: bytes, key: str) -> None:
    found = app(EMPTY, {"assets/a.zip": data})
    assert found.key_files == ()
    assert [gap.key for gap in found.gaps_of("key_files")] == [key]


def test_what_is_beyond_the_budget_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_files, "MAX_SEARCHED", MAX_FILE)
    found = app(EMPTY, {"assets/large.bin": PADDING + b"x"})
    assert found.key_files == ()
    assert [gap.key for gap in found.gaps_of("key_files")] == ["too-much-to-search"]


@pytest.mark.parametrize("text", [pem(PKCS8).decode(), pem(PKCS8).decode().replace("\n", " ")])
def test_a_key_in_a_string_resource_or_in_meta_data(text: str) -> None:
    bare = "".join(text.split("-----")[2].split())
    root = manifest(
        el(
            "application",
            el("meta-data", name="key", value=text),
            el("service", el("meta-data", name="k", value=bare), name=".S", exported=False),
        )
    )
    found = app(root, {"resources.arsc": arsc({0x7F010000: text})})
    places = [
        Location("resources.arsc", "string/key"),
        Location("AndroidManifest.xml", "application"),
        Location("AndroidManifest.xml", "service tw.example.app.S"),
    ]
    assert list(found.key_files) == [KeyFile(KeyForm.PLAIN, "EC 256", at) for at in places]


@given(st.binary(max_size=300) | st.binary(max_size=60).map(lambda junk: pem(PKCS8)[:80] + junk))
def test_any_bytes_end_in_keys_or_none(data: bytes) -> None:
    assert all(key.at.file == "a" for key in keys_in("a", data))
