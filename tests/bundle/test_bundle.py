"""Bundles: what is sealed, and every way in which one that was tampered with is told."""

import base64
import hashlib
import json
import os
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from appsec.bundle.collect import Refused, collect
from appsec.bundle.create import ENVELOPE, Dates, create
from appsec.bundle.manifest import BadManifest, Part, parse
from appsec.bundle.seal import fingerprint, load_private, new_key, public_pem, seal, unseal
from appsec.bundle.verify import Fault, verify
from appsec.engine.files import FileProblem
from appsec.model.confirmation import Confirmation, EvidenceFile, FileStanding, Method, Scope
from appsec.model.verdict import Standing
from appsec.report.json import dump
from tests.command import appsec
from tests.report.sample import SAMPLE

DAY = "2026-03-01"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(31) + b"\1")
MARK = fingerprint(KEY.public_key())
SHOT = b"a picture"


def confirmed(expires="2026-06-30", standing=FileStanding.SAME):
    shot = EvidenceFile(
        id="E-0001",
        path="evidence/shot.png",
        sha256=hashlib.sha256(SHOT).hexdigest(),
        size=len(SHOT),
        captured="2026-02-01",
        standing=standing,
    )
    one = Confirmation(
        id="C-0001",
        requirement="7",
        statement="已測試",
        person="王小明",
        role="測試人員",
        date="2026-02-01",
        method=Method.TEST,
        scope=Scope.APP,
        bound_to="tw.example.app",
        expires=expires,
        covers=(),
        evidence=(shot,),
        standing=Standing.IN_FORCE,
    )
    return replace(SAMPLE, confirmations=(one,))


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "佐證"
    (root / "evidence").mkdir(parents=True)
    (root / "run1").mkdir()
    (root / "assessment.json").write_text(dump(confirmed()), encoding="utf-8")
    (root / "report.html").write_text("<p>", encoding="utf-8")
    (root / "confirmations.yaml").write_text("confirmations: []\n", encoding="utf-8")
    (root / "evidence/shot.png").write_bytes(SHOT)
    (root / "evidence/note.json").write_text("{}", encoding="utf-8")
    (root / "run1/trace.jsonl").write_text("{}\n", encoding="utf-8")
    (root / "app.ipa").write_bytes(b"the app")
    return root


@pytest.fixture
def bundle(folder, tmp_path):
    target = tmp_path / "bundle.zip"
    create(target, collect(folder, False, frozenset()), KEY, Dates(DAY, "2026-12-31"))
    return target


def problems(path, today=DAY, key=None, mark=MARK):
    told = verify(path, today, key, mark)
    return {(one.fault, one.name) for one in told.problems}


def rebuilt(bundle, change):
    """The bundle with its files changed by `change(files)`, headers and checksums made to fit."""
    with zipfile.ZipFile(bundle) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    with zipfile.ZipFile(bundle, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)


def test_every_file_is_sealed_as_what_it_is(folder, bundle):
    told = verify(bundle, DAY, KEY.public_key())
    assert told.problems == ()
    assert told.intact and told.known
    manifest = told.manifest
    assert {one.name: one.part for one in manifest.files} == {
        "GUIDE.en.txt": Part.GUIDE,
        "GUIDE.zh-TW.txt": Part.GUIDE,
        "signer.pem": Part.KEY,
        "content/assessment.json": Part.ASSESSMENT,
        "content/confirmations.yaml": Part.RECORD,
        "content/evidence/note.json": Part.EVIDENCE,
        "content/evidence/shot.png": Part.EVIDENCE,
        "content/report.html": Part.REPORT,
        "content/run1/trace.jsonl": Part.TRACE,
    }
    assert [(one.name, one.sha256) for one in manifest.left_out] == [
        ("app.ipa", hashlib.sha256(b"the app").hexdigest())
    ]
    assert [build.sha256 for build in manifest.builds] == [SAMPLE.artefact.sha256]
    assert (manifest.closes, manifest.retain_until) == ("2026-12-31", "2031-12-31")


def test_the_same_folder_gives_the_same_bytes(folder, bundle, tmp_path):
    again = tmp_path / "again.zip"
    create(again, collect(folder, False, frozenset()), KEY, Dates(DAY, "2026-12-31"))
    assert again.read_bytes() == bundle.read_bytes()


def test_builds_are_enclosed_when_asked_for(folder, tmp_path):
    collected = collect(folder, True, frozenset())
    assert collected.left_out == ()
    assert "content/app.ipa" in {one.name for one, _ in collected.files}


@pytest.mark.parametrize(
    "day, end", [("2024-02-29", "2029-02-28"), ("", ""), ("2026-01-31", "2031-01-31")]
)
def test_records_are_kept_for_five_years(day, end):
    assert Dates(DAY, day).retain_until == end


NAMES = (
    "GUIDE.en.txt", "GUIDE.zh-TW.txt", "signer.pem", "content/assessment.json",
    "content/confirmations.yaml", "content/evidence/note.json", "content/evidence/shot.png",
    "content/report.html", "content/run1/trace.jsonl",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_one_changed_byte_is_named(bundle, name):
    def change(files):
        files[name] = bytes([files[name][0] ^ 1]) + files[name][1:]

    rebuilt(bundle, change)
    assert problems(bundle, key=KEY.public_key()) == {(Fault.ALTERED, name)}


@pytest.mark.parametrize("name", NAMES)
def test_a_longer_file_is_named(bundle, name):
    rebuilt(bundle, lambda files: files.update({name: files[name] + b"\n"}))
    assert problems(bundle, key=KEY.public_key()) == {(Fault.ALTERED, name)}


@pytest.mark.parametrize("name", NAMES)
def test_a_removed_file_is_named(bundle, name):
    rebuilt(bundle, lambda files: files.pop(name))
    assert problems(bundle, key=KEY.public_key()) == {(Fault.MISSING, name)}


@pytest.mark.parametrize("name", ["content/new.png", "new", "content/evidence/shot.png "])
def test_an_added_file_is_named(bundle, name):
    rebuilt(bundle, lambda files: files.update({name: b""}))
    assert problems(bundle) == {(Fault.ADDED, name)}


def test_a_byte_of_the_packed_form_is_told_by_name(bundle):
    raw = bytearray(bundle.read_bytes())
    with zipfile.ZipFile(bundle) as archive:
        entry = archive.getinfo("content/assessment.json")
    at = entry.header_offset + 30 + len(entry.filename) + entry.compress_size // 2
    raw[at] ^= 0x10
    bundle.write_bytes(raw)
    assert problems(bundle) == {(Fault.ALTERED, "content/assessment.json")}


def test_a_removed_manifest_is_named(bundle):
    rebuilt(bundle, lambda files: files.pop(ENVELOPE))
    assert problems(bundle) == {(Fault.NO_MANIFEST, ENVELOPE)}


def test_another_key_is_named(bundle):
    assert problems(bundle, key=OTHER.public_key()) == {
        (Fault.OTHER_KEY, ENVELOPE),
        (Fault.OTHER_KEY, "signer.pem"),
    }
    mark = fingerprint(OTHER.public_key())
    assert problems(bundle, mark=mark) == {(Fault.OTHER_KEY, "signer.pem")}


def test_a_bundle_sealed_anew_by_somebody_else_is_not_the_signers(folder, bundle):
    create(bundle, collect(folder, False, frozenset()), OTHER, Dates(DAY, ""))
    assert problems(bundle) == {(Fault.OTHER_KEY, "signer.pem")}
    told = verify(bundle, DAY, None)
    assert told.intact and not told.known


def test_a_key_put_in_the_place_of_the_signers_does_not_fit(bundle):
    rebuilt(bundle, lambda files: files.update({"signer.pem": public_pem(OTHER.public_key())}))
    assert problems(bundle, mark="") == {
        (Fault.BAD_SEAL, ENVELOPE),
        (Fault.ALTERED, "signer.pem"),
    }


def payload_changed(bundle, change, key=None):
    """The bundle with another payload, signed by `key`, or with the old signature."""

    def inside(files):
        told = json.loads(files[ENVELOPE])
        payload = change(base64.b64decode(told["payload"]))
        told["payload"] = base64.b64encode(payload).decode()
        plain = json.dumps(told, indent=1).encode() + b"\n"
        files[ENVELOPE] = seal(payload, key) if key else plain

    rebuilt(bundle, inside)


def reordered(payload):
    return json.dumps(dict(reversed(json.loads(payload).items()))).encode()


def test_a_reordered_manifest_is_told_even_when_signed(bundle):
    payload_changed(bundle, reordered)
    assert problems(bundle) == {(Fault.BAD_SEAL, ENVELOPE), (Fault.BAD_MANIFEST, ENVELOPE)}
    payload_changed(bundle, reordered, KEY)
    told = verify(bundle, DAY, KEY.public_key())
    assert [(one.fault, one.detail) for one in told.problems] == [
        (Fault.BAD_MANIFEST, "manifest-not-canonical")
    ]


def test_a_changed_expiry_breaks_the_seal(bundle):
    payload_changed(bundle, lambda payload: payload.replace(b"2026-06-30", b"2029-06-30"))
    assert problems(bundle, today="2027-01-01") == {(Fault.BAD_SEAL, ENVELOPE)}


def test_expired_evidence_is_named_and_everything_is_still_intact(bundle):
    assert problems(bundle, today="2026-06-30") == set()
    told = verify(bundle, "2026-07-01", KEY.public_key())
    assert [(one.fault, one.name, one.detail) for one in told.problems] == [
        (Fault.EXPIRED, "content/evidence/shot.png", "2026-06-30")
    ]
    assert told.intact


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b"{}", b'{"payload": 1}', b'{"payload": "!", "payloadType": "", "signatures": []}',
            b'{"payload": "e30=", "payloadType": "text/plain", "signatures": []}', b"[" * 100_000]
)  # fmt: skip
def test_an_envelope_that_is_none_is_told(bundle, raw):
    rebuilt(bundle, lambda files: files.update({ENVELOPE: raw}))
    assert problems(bundle) == {(Fault.BAD_MANIFEST, ENVELOPE)}


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told.update(predicateType="urn:other"),
        lambda told: told.update(_type="urn:other"),
        lambda told: told.pop("predicate"),
        lambda told: told["predicate"].update(more=1),
        lambda told: told["subject"].append(told["subject"][0]),
        lambda told: told["subject"].pop(),
        lambda told: told["subject"][0]["digest"].clear(),
        lambda told: told["predicate"]["files"]["signer.pem"].update(size="1"),
    ],
)
def test_a_statement_that_says_something_else_is_no_manifest(bundle, change):
    import rfc8785

    with zipfile.ZipFile(bundle) as archive:
        told = json.loads(unseal(archive.read(ENVELOPE), KEY.public_key()).payload)
    change(told)
    with pytest.raises(BadManifest):
        parse(rfc8785.dumps(told))


def test_a_folder_that_it_was_unpacked_to_is_held_against_the_manifest(bundle, tmp_path):
    unpacked = tmp_path / "unpacked"
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(unpacked)
    assert problems(unpacked) == set()
    (unpacked / "content/report.html").write_text("other")
    (unpacked / "content/run1/trace.jsonl").unlink()
    (unpacked / "content/extra").write_text("")
    (unpacked / "content/evidence/shot.png").unlink()
    (unpacked / "content/evidence/shot.png").symlink_to("/etc/hostname")
    assert problems(unpacked) == {
        (Fault.ALTERED, "content/report.html"),
        (Fault.MISSING, "content/run1/trace.jsonl"),
        (Fault.ADDED, "content/extra"),
        (Fault.REFUSED, "content/evidence/shot.png"),
    }


def refusals(folder):
    with pytest.raises(Refused) as refused:
        collect(folder, False, frozenset())
    return set(refused.value.reasons)


def test_what_must_not_be_enclosed_is_refused_by_name(folder):
    private, _ = new_key("")
    (folder / "sign.pem").write_bytes(private)
    (folder / "link").symlink_to("/etc/hostname")
    (folder / "links").symlink_to("/etc")
    os.mkfifo(folder / "pipe")
    (folder / "a\u202egpj.exe").write_text("")
    assert refusals(folder) == {
        ("private-key", "sign.pem"),
        ("is-link", "link"),
        ("is-link", "links"),
        ("is-special", "pipe"),
        ("bad-name", "a\u202egpj.exe"),
    }


@pytest.mark.parametrize("change", [Path.unlink, lambda path: path.write_bytes(b"another")])
def test_evidence_that_an_assessment_counted_on_must_be_there(folder, change):
    change(folder / "evidence/shot.png")
    assert refusals(folder) == {("evidence-not-enclosed", "C-0001: evidence/shot.png")}


def test_evidence_that_was_missing_then_may_be_missing_now(folder):
    (folder / "assessment.json").write_text(dump(confirmed(standing=FileStanding.MISSING)), "utf-8")
    (folder / "evidence/shot.png").unlink()
    assert collect(folder, False, frozenset()).files


def test_an_empty_folder_is_no_bundle(tmp_path):
    assert refusals(tmp_path) == {("empty-folder", str(tmp_path))}


def test_a_file_that_changes_meanwhile_leaves_no_bundle(folder, tmp_path):
    collected = collect(folder, False, frozenset())
    (folder / "report.html").write_text("<q>")
    target = tmp_path / "bundle.zip"
    with pytest.raises(FileProblem, match=r"report\.html: changed"):
        create(target, collected, KEY, Dates(DAY, ""))
    assert [path.name for path in tmp_path.iterdir()] == ["佐證"]


@pytest.mark.parametrize(
    "content, passphrase, why",
    [
        (new_key("secret")[0], "", "needs its passphrase"),
        (new_key("secret")[0], "wrong", "no private key, or the passphrase is wrong"),
        (new_key("")[0], "secret", "is not encrypted"),
        (new_key("")[1], "", "no private key"),
        (b"", "", "no private key"),
        (bytes(100_000), "", "too large"),
    ],
)
def test_a_key_that_cannot_sign_is_told(tmp_path, content, passphrase, why):
    path = tmp_path / "key.pem"
    path.write_bytes(content)
    with pytest.raises(FileProblem, match=why):
        load_private(path, passphrase)


def test_the_command_seals_and_checks(folder, tmp_path):
    key, bundle = tmp_path / "key.pem", tmp_path / "b.zip"
    made = appsec("bundle", "keygen", "-o", key, APPSEC_KEY_PASSPHRASE="secret")
    assert made.code == 0
    assert key.stat().st_mode & 0o777 == 0o600
    again = appsec("bundle", "keygen", "-o", key)
    assert (again.code, "never overwritten" in again.err) == (2, True)
    args = ("bundle", "create", folder, "-o", bundle, "--key", key, "--closes", "2026-12-31")
    assert appsec(*args).code == 2
    done = appsec(*args, "--lang", "en", APPSEC_KEY_PASSPHRASE="secret")
    assert done.code == 0, done.err
    assert "app.ipa" in done.out and "kept until 2031-12-31" in done.out
    mark = done.out.partition("(SHA-256): ")[2].split()[0]
    check = ("bundle", "verify", bundle, "--lang", "en", "--as-of", DAY)
    assert appsec(*check).code == 3
    known = appsec(*check, "--fingerprint", mark)
    assert known.code == 0
    assert "How to check this evidence bundle" in known.out and mark in known.out
    assert appsec(*check, "--key", f"{key}.pub").code == 0
    late = appsec(*check, "--as-of", "2027-01-01", "--fingerprint", mark)
    assert (late.code, "evidence/shot.png (valid until 2026-06-30)" in late.out) == (3, True)
    rebuilt(bundle, lambda files: files.update({"content/report.html": b"other"}))
    changed = appsec(*check, "--fingerprint", mark)
    assert (changed.code, "altered: content/report.html" in changed.out) == (1, True)


def test_the_command_says_why_nothing_was_made(folder, tmp_path):
    key = tmp_path / "key.pem"
    appsec("bundle", "keygen", "-o", key)
    (folder / "key.pem").write_bytes(key.read_bytes())
    done = appsec("bundle", "create", folder, "-o", tmp_path / "b.zip", "--key", key)
    assert (done.code, "key.pem" in done.err, (tmp_path / "b.zip").exists()) == (1, True, False)
    nothing = tmp_path / "b.txt"
    nothing.write_text("no bundle")
    told = appsec("bundle", "verify", nothing)
    assert (told.code, "cannot be read as a bundle" in told.err) == (2, True)


def test_every_fault_and_reason_has_words_in_both_languages():
    from appsec.bundle.words import load
    from appsec.model.text import Lang

    words = load()
    assert [fault for fault in Fault if fault not in words] == []
    assert all(set(text) == set(Lang) for text in words.values())
