"""The committed samples: pinned, and compared with Debian's apksigner where it is installed."""

import shutil
import subprocess
from pathlib import Path

import pytest

from appsec.facts.android import AndroidApp
from appsec.facts.signing import Androids, Scheme, Validity
from appsec.readers.apk.package import open_apk
from appsec.readers.archive import Archive
from samples.android import signing_block as block
from tests.apk_signer import FILES, Jar, Told, jar_apk, key, plain_apk, read, v2, with_block
from tests.apks import Silent

SIGNING = Path(__file__).parents[4] / "samples/android/signing"
OK = "ok"
EXPECTED: dict[str, tuple[str, tuple[str, str, str, str]]] = {
    "unsigned": ("", ("none", "none", "none", "none")),
    "weak": ("v1", ("v1 ok", "v1 ok", "v1 ok", "v1 ok")),
    "fixed": ("v1 v2 v3 v4", ("v1 ok", "v2 ok", "v3 ok", "v3 ok")),
    "v1": ("v1", ("v1 ok", "v1 ok", "v1 ok", "v1 ok")),
    "v2": ("v2", ("none", "v2 ok", "v2 ok", "v2 ok")),
    "v2-v3": ("v2 v3", ("none", "v2 ok", "v3 ok", "v3 ok")),
    "rsa-1024": ("v1 v2 v3", ("v1 ok", "v2 ok", "v3 ok", "v3 ok")),
    "rotated": ("v1 v2 v3", ("v1 ok", "v2 ok", "v3 ok", "v3 ok")),
    "v31": ("v2 v3 v3.1", ("none", "v2 ok", "v3 ok", "v3.1 ok")),
    "tampered": (
        "v1:digest v2:digest v3:digest",
        ("v1 digest", "v2 digest", "v3 digest", "v3 digest"),
    ),
    "tampered-v1": ("v1:digest", ("v1 digest",) * 4),
    "unlisted-v1": ("v1:unlisted", ("v1 unlisted",) * 4),
    "wrong-digest": ("v2:signature", ("none", "v2 signature", "v2 signature", "v2 signature")),
    "stripped-block": ("v1", ("v1 ok", "v1 stripped", "v1 stripped", "v1 stripped")),
    "stripped-v3": ("v2", ("none", "v2 ok", "v2 stripped", "v2 stripped")),
    "stripped-v31": ("v2 v3", ("none", "v2 ok", "v3 ok", "v3 stripped")),
    "truncated-block": (
        "v1 v2:malformed v3:malformed",
        ("v1 ok", "v1 stripped", "v1 stripped", "v1 stripped"),
    ),
}
"""Schemes that are there, with the flaw; and what each range of Android versions makes of them."""

PREDATES_V31 = {("stripped-v31", 33), ("stripped-v31", 24), ("stripped-v31", 28)}
"""Where Debian's apksigner (31.0.2) disagrees: it came before v3.1 and misses that it is gone."""


def app(path: Path) -> AndroidApp:
    found = open_apk(Archive.from_bytes(path.read_bytes()), Silent(), {}, path).app
    assert isinstance(found, AndroidApp)
    return found


def test_every_sample_is_pinned() -> None:
    assert {path.stem for path in SIGNING.glob("*.apk")} == EXPECTED.keys()


@pytest.mark.parametrize("name", EXPECTED)
def test_a_sample(name: str) -> None:
    read = app(SIGNING / f"{name}.apk")
    schemes = " ".join(
        f"{one.scheme}:{one.flaw}" if one.flaw else one.scheme
        for one in read.signing.schemes
        if one.validity is not Validity.ABSENT
    )
    ranges = tuple(
        f"{one.scheme} {one.flaw or OK}" if one.scheme else "none" for one in read.acceptance
    )
    assert (schemes, ranges) == EXPECTED[name]


def test_who_signed() -> None:
    (v1,) = app(SIGNING / "weak.apk").signing.of(Scheme.V1).signers
    told = v1.certificate
    assert (told.key_kind, told.key_bits, told.hash_name) == ("RSA", 1024, "SHA-1")
    assert told.subject == "C=TW, O=Parcel Sample (test only), CN=Parcel Sample Old Release"
    assert (told.not_before, told.not_after, told.serial) == ("2025-01-01", "2055-01-01", "a")
    assert not told.is_debug
    assert (v1.digests, v1.at.file) == (("SHA-256",), "META-INF/CERT.RSA")


def test_a_rotated_key_names_the_one_before() -> None:
    (v3,) = app(SIGNING / "rotated.apk").signing.of(Scheme.V3).signers
    (v2,) = app(SIGNING / "rotated.apk").signing.of(Scheme.V2).signers
    assert v3.certificate.subject.endswith("Next Release")
    assert v3.lineage == (v2.certificate,)


@pytest.fixture(scope="module")
def apksigner() -> str:
    found = shutil.which("apksigner")
    if not found:
        pytest.skip("apksigner is not installed (Debian package of that name)")
    return found


def accepts(apksigner: str, path: Path, low: int, high: int | None = None) -> bool:
    levels = ["--min-sdk-version", str(low)]
    levels += ["--max-sdk-version", str(high)] if high else []
    ran = subprocess.run(
        [apksigner, "verify", *levels, path], capture_output=True, check=False, timeout=120
    )
    assert ran.returncode in (0, 1), ran.stderr
    return ran.returncode == 0


@pytest.mark.debian
@pytest.mark.parametrize("name", EXPECTED)
def test_apksigner_agrees_from_a_version_on(name: str, apksigner: str) -> None:
    path = SIGNING / f"{name}.apk"
    ours = {one.androids: one.validity is Validity.VERIFIED for one in app(path).acceptance}
    for low in (23, 24, 28):
        if (name, low) not in PREDATES_V31:
            wanted = all(good for androids, good in ours.items() if androids.levels[1] >= low)
            assert accepts(apksigner, path, low) == wanted, low


@pytest.mark.debian
@pytest.mark.parametrize("name", EXPECTED)
def test_apksigner_agrees_on_each_range(name: str, apksigner: str) -> None:
    path = SIGNING / f"{name}.apk"
    for one in app(path).acceptance:
        low, high = one.androids.levels
        if one.androids is Androids.TO_6:
            low = 21
        if (name, low) not in PREDATES_V31 or low < 33:
            last = None if one.androids is Androids.FROM_13 else high
            good = one.validity is Validity.VERIFIED
            assert accepts(apksigner, path, low, last) == good, one.androids


def made_here() -> dict[str, bytes]:
    """APKs that our own writers sign: sound ones, and one damaged in each scheme."""
    files = Jar().sign(FILES, key("ec"))
    apk = plain_apk(pages=True)
    sha512 = key().identity(0x0104)
    verity = (block.V2, v2(apk, key().identity(0x0421)))
    return {
        "jar-ec-attributes": jar_apk(files),
        "jar-sections": jar_apk(Jar(whole=False, attributes=False).sign(FILES, key())),
        "jar-two": jar_apk(Jar("SHA-512").sign(FILES, key(), key("next", "Second"))),
        "jar-services": jar_apk(files | {"META-INF/services/x": b"x"}),
        "jar-missing": jar_apk({n: d for n, d in files.items() if n != "classes.dex"}),
        "jar-usage": jar_apk(Jar().sign(FILES, key("rsa", "Limited", False))),
        "jar-claims": jar_apk(Jar(claims="2, 3").sign(FILES, key())),
        "v2-sha512": with_block(apk, (block.V2, v2(apk, sha512))),
        "v2-verity": with_block(apk, verity, pages=True),
        "v2-verity-torn": with_block(apk, verity),
        "v2-dsa": with_block(apk, (block.V2, v2(apk, key("dsa").identity(0x0301)))),
        "v2-of-another": with_block(apk, (block.V2, v2(plain_apk(), sha512))),
    }


@pytest.mark.debian
@pytest.mark.parametrize("name", made_here())
def test_apksigner_agrees_on_what_our_own_writers_sign(
    name: str, apksigner: str, tmp_path: Path
) -> None:
    path = tmp_path / "x.apk"
    path.write_bytes(made_here()[name])
    told: Told = read(path.read_bytes(), min_sdk=24, target_sdk=34)
    good = {androids: verdict.endswith(" ok") for androids, verdict in told.ranges.items()}
    assert accepts(apksigner, path, 24, 27) == good["7-8"]
    assert accepts(apksigner, path, 28) == (good["9-12"] and good["≥ 13"])
