"""Scheme v1: what it covers, what it leaves out, and every way to break it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from appsec.facts.signing import Scheme
from tests.apk_signer import FILES, Jar, Key, jar_apk, key, read

SOUND = ("verified", "")
LONG = "assets/" + "很長的檔名" * 12 + ".txt"


def v1(files: dict[str, bytes], **levels: int) -> tuple[str, str]:
    return read(jar_apk(files), **levels).of(Scheme.V1)


@pytest.mark.parametrize("kind", ["rsa", "ec"])
@pytest.mark.parametrize("attributes", [True, False])
@pytest.mark.parametrize("how", ["SHA1", "SHA-256", "SHA-384", "SHA-512"])
def test_a_sound_signature(how: str, attributes: bool, kind: str) -> None:
    assert v1(Jar(how, attributes=attributes).sign(FILES, key(kind))) == SOUND


@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
def test_long_names_are_folded_and_lines_end_in_three_ways(newline: str) -> None:
    assert v1(Jar(newline=newline).sign(FILES | {LONG: b"x"}, key())) == SOUND


def test_without_the_digest_of_the_whole_each_section_counts() -> None:
    jar = Jar(whole=False)
    files = jar.sign(FILES, key())
    assert v1(files) == SOUND
    more = files["META-INF/MANIFEST.MF"].replace(b"classes.dex\r\n", b"classes.dex\r\nA: 1\r\n")
    assert v1(files | {"META-INF/MANIFEST.MF": more}) == ("invalid", "digest")


def test_two_signers_both_cover_everything() -> None:
    files = Jar().sign(FILES, key(), key("next", "Second"))
    told = read(jar_apk(files))
    assert told.of(Scheme.V1) == SOUND
    assert [s.certificate.subject for s in told.schemes[0].signers] == ["CN=Tester", "CN=Second"]


def drop(name: str) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    return lambda files: {n: data for n, data in files.items() if n != name}


def put(name: str, data: bytes) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    return lambda files: files | {name: data}


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (put("classes.dex", b"other"), ("invalid", "digest")),
        (put("assets/new", b""), ("invalid", "unlisted")),
        (drop("classes.dex"), ("invalid", "missing")),
        (put("META-INF/services/x", b"x"), SOUND),  # Android does not cover META-INF
        (put("empty/", b""), SOUND),
        (put("META-INF/MANIFEST.MF", b"junk"), ("invalid", "digest")),
        (put("META-INF/MANIFEST.MF", b""), ("invalid", "malformed")),
        (put("META-INF/S0.SF", b"Signature-Version: 1.0\r\n\r\n"), ("invalid", "signature")),
        (put("META-INF/S0.RSA", b"junk"), ("invalid", "malformed")),
        (put("META-INF/S0.RSA", b""), ("invalid", "malformed")),
        (drop("META-INF/MANIFEST.MF"), ("invalid", "malformed")),
        (drop("META-INF/S0.SF"), ("absent", "")),
        (drop("META-INF/S0.RSA"), ("absent", "")),
    ],
)
def test_changes_after_signing(
    change: Callable[[dict[str, bytes]], dict[str, bytes]], wanted: tuple[str, str]
) -> None:
    assert v1(change(Jar().sign(FILES, key()))) == wanted


def test_the_signature_of_other_content_is_none() -> None:
    mine, theirs = Jar().sign(FILES, key()), Jar().sign({"a": b"b"}, key())
    for attributes in (True, False):
        jar = Jar(attributes=attributes)
        swapped = jar.cms(theirs["META-INF/S0.SF"], key())
        assert v1(mine | {"META-INF/S0.RSA": swapped}) == ("invalid", "signature")


def test_a_signature_file_needs_its_version() -> None:
    assert v1(Jar(main={"Created-By": "x"}).sign(FILES, key())) == ("invalid", "malformed")


def test_an_entry_listed_twice_is_malformed() -> None:
    files = {**FILES}
    whole, _ = Jar().lists(files)
    doubled = whole + whole.split(b"\r\n\r\n", 1)[1]
    signed = Jar().sign(files, key())
    assert v1(signed | {"META-INF/MANIFEST.MF": doubled}) == ("invalid", "malformed")


@pytest.mark.parametrize(("usage", "wanted"), [(True, SOUND), (False, ("invalid", "signature"))])
def test_a_certificate_must_be_allowed_to_sign(usage: bool, wanted: tuple[str, str]) -> None:
    signer: Key = key("rsa", "Limited", usage)
    assert v1(Jar().sign(FILES, signer)) == wanted


def test_what_the_signature_file_says_of_other_schemes_protects_them() -> None:
    files = Jar(claims="2, 3, 99, x").sign(FILES, key())
    assert read(jar_apk(files)).ranges == {
        "≤ 6": "v1 ok",
        "7-8": "v1 stripped",
        "9-12": "v1 stripped",
        "≥ 13": "v1 stripped",
    }
    only_v3 = replace(Jar(), claims="3").sign(FILES, key())
    assert read(jar_apk(only_v3)).ranges["7-8"] == "v1 ok"


def test_android_11_refuses_v1_alone_for_a_new_target() -> None:
    apk = jar_apk(Jar().sign(FILES, key()))
    fine = {"≤ 6": "v1 ok", "7-8": "v1 ok"}
    assert read(apk, target_sdk=29).ranges == fine | {"9-12": "v1 ok", "≥ 13": "v1 ok"}
    assert read(apk, target_sdk=30).ranges == fine | {
        "9-12": "v1 needs-v2",
        "≥ 13": "v1 needs-v2",
    }


def test_what_the_first_androids_make_of_new_hashes_is_not_claimed() -> None:
    apk = jar_apk(Jar("SHA-256", attributes=False).sign(FILES, key()))
    assert read(apk, min_sdk=16).ranges["≤ 6"] == "v1 unsupported"
    assert read(apk, min_sdk=18).ranges["≤ 6"] == "v1 ok"


def test_ranges_below_the_minimum_are_left_out() -> None:
    apk = jar_apk(Jar().sign(FILES, key()))
    assert list(read(apk, min_sdk=26).ranges) == ["7-8", "9-12", "≥ 13"]
    assert list(read(apk, min_sdk=33).ranges) == ["≥ 13"]
