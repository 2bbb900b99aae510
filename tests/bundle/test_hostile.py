"""Bundles whose file, envelope or folder holds what nobody sealed, and outputs that must stay."""

import base64
import json
import struct
import zipfile

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from appsec.bundle.collect import collect
from appsec.bundle.create import ENVELOPE, Dates, create
from appsec.bundle.seal import new_key
from appsec.bundle.verify import OUTSIDE, Fault
from appsec.engine.files import FileProblem
from tests.bundle.test_bundle import (
    DAY,
    KEY,
    bundle,
    folder,
    problems,
    rebuilt,
    refusals,
)
from tests.command import appsec

__all__ = ["bundle", "folder"]  # pytest takes fixtures from the module's names


@pytest.fixture
def key(tmp_path):
    path = tmp_path / "sign.pem"
    path.write_bytes(new_key("")[0])
    return path


@pytest.mark.parametrize("victim", ["sign.pem", "佐證/assessment.json", "notes.txt", "other.zip"])
def test_an_output_that_is_no_bundle_stays_as_it_is(folder, tmp_path, key, victim):
    (tmp_path / "notes.txt").write_text("mine")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("a", "b")
    target = tmp_path / victim
    before = target.read_bytes()
    done = appsec("bundle", "create", folder, "-o", target, "--key", key)
    assert (done.code, "is no earlier bundle" in done.err) == (2, True)
    assert target.read_bytes() == before


def test_an_earlier_bundle_is_replaced_and_others_may_read_it(folder, tmp_path, key):
    target = folder / "bundle.zip"
    args = ("bundle", "create", folder, "-o", target, "--key", key, "--as-of", DAY)
    assert appsec(*args).code == 0
    first = target.read_bytes()
    assert appsec(*args).code == 0
    assert target.read_bytes() == first
    plain = tmp_path / "plain"
    plain.touch()
    assert target.stat().st_mode == plain.stat().st_mode


def test_what_appears_meanwhile_is_not_overwritten(folder, tmp_path):
    collected = collect(folder, False, frozenset())
    target = tmp_path / "new.zip"
    target.write_text("mine")
    with pytest.raises(FileProblem, match="is no earlier bundle"):
        create(target, collected, KEY, Dates(DAY, ""))
    assert target.read_text() == "mine"


def shifted(raw, at, junk):
    """The zip with bytes put in, and the places that its records name made to fit."""
    end = raw.rindex(b"PK\5\6")
    directory = struct.unpack_from("<L", raw, end + 16)[0]
    out = bytearray(raw)
    struct.pack_into("<L", out, end + 16, directory + len(junk))
    place = directory
    while raw[place : place + 4] == b"PK\1\2":
        sizes = struct.unpack_from("<3H", raw, place + 28)
        offset = struct.unpack_from("<L", raw, place + 42)[0]
        if offset >= at:
            struct.pack_into("<L", out, place + 42, offset + len(junk))
        place += 46 + sum(sizes)
    return bytes(out[:at] + junk + out[at:])


@pytest.mark.parametrize("where", ["before", "between", "after"])
def test_bytes_beside_the_files_are_named(bundle, where):
    raw = bundle.read_bytes()
    with zipfile.ZipFile(bundle) as archive:
        places = {
            "before": 0,
            "between": archive.infolist()[1].header_offset,
            "after": archive.start_dir,
        }
    bundle.write_bytes(shifted(raw, places[where], b"#!/bin/sh\necho no\n"))
    assert problems(bundle) == {(Fault.ADDED, OUTSIDE)}


def test_a_comment_of_the_archive_is_named(bundle):
    with zipfile.ZipFile(bundle, "a") as archive:
        archive.comment = "合格".encode()
    assert problems(bundle) == {(Fault.ADDED, OUTSIDE)}


@pytest.mark.parametrize("attribute, value", [("extra", b"\xff\xff\4\0note"), ("comment", b"note")])
def test_what_an_entry_carries_beside_its_file_is_named(bundle, attribute, value):
    with zipfile.ZipFile(bundle) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(bundle, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            setattr(entry, attribute, value)
            archive.writestr(entry, content)
    assert problems(bundle) == {(Fault.ADDED, OUTSIDE)}


@pytest.mark.parametrize("content", [b"", b"evil"])
def test_a_directory_entry_is_named(bundle, content):
    rebuilt(bundle, lambda files: files.update({"content/evil/": content}))
    assert problems(bundle) == {(Fault.ADDED, "content/evil/")}


def envelope(told):
    return json.dumps(told, indent=1).encode() + b"\n"


def member(raw):
    return envelope({**json.loads(raw), "note": "檢測通過"})


def second(raw):
    told = json.loads(raw)
    told["signatures"].append({"keyid": "0" * 64, "sig": told["signatures"][0]["sig"]})
    return envelope(told)


def said(raw):
    told = json.loads(raw)
    told["signatures"][0]["note"] = "檢測通過"
    return envelope(told)


def twice(raw):
    return raw.replace(b"{", b'{\n "payload": "e30=",', 1)


def spare(raw):
    """The unused bits of the signature's last Base64 character set."""
    old = json.loads(raw)["signatures"][0]["sig"].encode()
    assert old.endswith(b"==")
    letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    new = old[:-3] + letters[letters.index(old[-3]) + 1 :][:1] + b"=="
    assert base64.b64decode(new) == base64.b64decode(old)
    return raw.replace(old, new)


def indented(raw):
    return json.dumps(json.loads(raw)).encode()


@pytest.mark.parametrize("change", [member, second, said, twice, spare, indented])
def test_another_form_of_the_envelope_is_told(bundle, change):
    rebuilt(bundle, lambda files: files.update({ENVELOPE: change(files[ENVELOPE])}))
    assert problems(bundle) == {(Fault.BAD_MANIFEST, ENVELOPE)}


PEM = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
PKCS8_DER = base64.b64decode(b"".join(PEM.splitlines()[1:-1]))


@pytest.mark.parametrize(
    "name, content",
    [
        ("deploy.pem", b"# about this key\n" * 500 + PEM),
        ("late.txt", b"x" * 900_000 + PEM),
        ("wide.txt", PEM.decode().encode("utf-16")),
        ("key.der", PKCS8_DER),
        ("store", b"\xfe\xed\xfe\xed\0\0\0\2"),
        ("bags", b"\x30\x82\x0a\x00\x02\x01\x03\x30\x82"),
        ("release.jks", b"x"),
        ("dist.P12", b"x"),
        ("dist.pfx", b"x"),
        ("debug.keystore", b"x"),
        (".env", b"TOKEN=1"),
        (".env.production", b"TOKEN=1"),
        ("lab.env", b"TOKEN=1"),
    ],
)
def test_secrets_are_refused_by_content_or_name(folder, name, content):
    (folder / name).write_bytes(content)
    assert refusals(folder) == {("private-key", name)}


@pytest.mark.parametrize(
    "content",
    [
        b"x" * 5000 + b"-----BEGIN PRIVATE KEY----- was found at 3 places",
        b"x" * 5000 + b'"-----BEGIN RSA PRIVATE KEY-----\\n**masked**"',
    ],
)
def test_a_report_that_tells_of_a_key_is_enclosed(folder, content):
    (folder / "report.html").write_bytes(content)
    assert collect(folder, False, frozenset()).files


@pytest.mark.parametrize("name", ["CON", "nul.txt", "a:b", "x. ", "x.", "a?", "a*", "com1/a"])
def test_names_that_windows_cannot_hold_are_refused(folder, name):
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("")
    assert refusals(folder) == {("bad-name", name)}


@pytest.mark.parametrize(
    "one, other", [("A.txt", "a.txt"), ("\u00e9.txt", "e\u0301.txt"), ("D/x", "d/y")]
)
def test_names_that_are_one_on_other_systems_are_refused(folder, one, other):
    for name in (one, other):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("")
    assert refusals(folder) == {("same-name", one), ("same-name", other)}


def test_half_a_key_pair_is_never_left(tmp_path):
    (tmp_path / "k.pub").write_text("mine")
    for _ in range(2):
        done = appsec("bundle", "keygen", "-o", tmp_path / "k")
        assert (done.code, "k.pub: exists" in done.err) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["k.pub"]


def test_an_unconfirmed_signers_fingerprint_is_not_printed_to_be_copied(bundle):
    told = appsec("bundle", "verify", bundle, "--lang", "en", "--as-of", DAY)
    assert told.code == 3
    assert "--fingerprint FINGERPRINT-FROM-THE-PROVIDER" in told.out


def test_expired_evidence_is_not_counted_as_a_difference(bundle):
    rebuilt(bundle, lambda files: files.pop("content/report.html"))
    told = appsec("bundle", "verify", bundle, "--lang", "en", "--as-of", "2027-01-01")
    assert (told.code, "1 place(s) differ" in told.out) == (1, True)


def test_another_key_alone_does_not_make_the_bundle_incomplete(bundle):
    told = appsec("bundle", "verify", bundle, "--lang", "en", "--fingerprint", "0" * 64)
    assert told.code == 1
    assert "NOT by the key that you named" in told.out
    assert "NOT intact" not in told.out


def test_the_guide_says_that_verdicts_are_sealed_as_given(bundle):
    with zipfile.ZipFile(bundle) as archive:
        chinese, english = (archive.read(f"GUIDE.{x}.txt").decode() for x in ("zh-TW", "en"))
    assert "未重新判定" in chinese
    assert "does not derive the verdicts anew" in english
