"""Code signatures: compared with LIEF and openssl, and what was changed after signing."""

import hashlib
import json
import plistlib
import shutil
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given, settings
from hypothesis import strategies as st

from appsec.facts.ios_binary import Altered, CodeDirectory, CodeSignature, SignedBy
from appsec.model.outcome import Cause
from appsec.readers.ipa.code_directory import Directory, MalformedSignature
from appsec.readers.ipa.signature import read_signature
from tests.ipa_builder import APP, HELPER, Thin, app_files, blob, der, identity, zipped
from tests.readers.ipa.cms_builder import signed
from tests.readers.ipa.opening import LOST, app_of, gaps

SAMPLES = Path(__file__).parents[3] / "samples/ios"
KEYS = SAMPLES.parent / "keys"
LOCKER = "Payload/Locker.app"
MAIN = f"{LOCKER}/Locker"


def files_of(name: str) -> dict[str, bytes]:
    with zipfile.ZipFile(SAMPLES / f"{name}.ipa") as archive:
        return {entry: archive.read(entry) for entry in archive.namelist()}


def signature_of(files: dict[str, bytes]) -> CodeSignature:
    (one,) = app_of(zipped(files)).signatures
    return one


def sample(name: str) -> CodeSignature:
    return signature_of(files_of(name))


def directory(hash_name: str, **changes: int) -> CodeDirectory:
    usual = {"version": 0x20400, "flags": 0, "pages": 17, "covered": 67552} | changes
    return CodeDirectory(
        **usual,
        hash=hash_name,
        identifier="tw.example.sample.locker",
        team="SAMPLE0001",
        page_size=4096,
        slots=(1, 2, 3, 5, 7),
    )


@pytest.mark.parametrize(
    ("name", "signer", "directories", "altered", "pages"),
    [
        ("binary/fixed", SignedBy.CERTIFICATE, (directory("sha256"),), (), 0),
        (
            "binary/weak",
            SignedBy.CERTIFICATE,
            (directory("sha1", version=0x20200, pages=18, covered=71872),),
            (),
            0,
        ),
        ("signature/fixed", SignedBy.CERTIFICATE, (directory("sha1"), directory("sha256")), (), 0),
        ("signature/ad-hoc", SignedBy.AD_HOC, (directory("sha256", flags=2),), (), 0),
        ("signature/unsigned", SignedBy.NOBODY, (), (), 0),
        (
            "signature/weak-page",
            SignedBy.CERTIFICATE,
            (directory("sha1"), directory("sha256")),
            (Altered.CODE,),
            2,
        ),
        (
            "signature/weak-info",
            SignedBy.CERTIFICATE,
            (directory("sha1"), directory("sha256")),
            (Altered.INFO_PLIST,),
            0,
        ),
        (
            "signature/weak-entitlements",
            SignedBy.CERTIFICATE,
            (directory("sha1"), directory("sha256")),
            (Altered.ENTITLEMENTS,),
            0,
        ),
        (
            "signature/weak-cms",
            SignedBy.AD_HOC,
            (directory("sha1"), directory("sha256")),
            (Altered.CMS,),
            0,
        ),
    ],
)
def test_samples(
    name: str,
    signer: SignedBy,
    directories: tuple[CodeDirectory, ...],
    altered: tuple[Altered, ...],
    pages: int,
) -> None:
    found = sample(name)
    expected = CodeSignature(MAIN, LOCKER, True, "arm64", signer, directories, altered, pages)
    assert found == expected


LIEF = """
import json, sys, lief
fat = lief.MachO.parse(sys.argv[1])
binary = fat.at(0)
one = binary.code_signature
print(json.dumps({"offset": one.data_offset, "content": bytes(one.content).hex()}))
"""


def superblob(binary: bytes, tmp_path: Path) -> tuple[bytes, bytes]:
    """The code and the signature as LIEF divides them, which runs where a crash costs nothing."""
    file = tmp_path / "binary"
    file.write_bytes(binary)
    done = subprocess.run(
        [sys.executable, "-c", LIEF, str(file)], capture_output=True, check=True, text=True
    )
    told = json.loads(done.stdout)
    return binary[: told["offset"]], bytes.fromhex(told["content"])


def blob_of(content: bytes, slot: int) -> bytes:
    """A part of a signature, by the format's description alone."""
    (count,) = struct.unpack_from(">I", content, 8)
    index = dict(struct.iter_unpack(">2I", content[12 : 12 + 8 * count]))
    (size,) = struct.unpack_from(">I", content, index[slot] + 4)
    return content[index[slot] : index[slot] + size]


def openssl_accepts(cms_content: bytes, directory: bytes, tmp_path: Path) -> bool:
    """Whether openssl finds that a certificate of the samples' authority signed this directory."""
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed")
    cms, main = tmp_path / "cms", tmp_path / "directory"
    cms.write_bytes(cms_content)
    main.write_bytes(directory)
    command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", str(cms)]
    command += ["-content", str(main), "-CAfile", str(KEYS / "test-only-ios-ca.crt")]
    command += ["-purpose", "any", "-no_check_time", "-out", str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    return done.returncode == 0


@pytest.mark.parametrize(
    ("name", "accepted"),
    [
        ("binary/fixed", True),
        ("binary/weak", True),
        ("signature/fixed", True),
        ("signature/weak-cms", False),
    ],
)
def test_the_main_directory_is_what_openssl_finds_signed(
    name: str, accepted: bool, tmp_path: Path
) -> None:
    _, content = superblob(files_of(name)[MAIN], tmp_path)
    cms, main = blob_of(content, 0x10000)[8:], blob_of(content, 0)
    assert openssl_accepts(cms, main, tmp_path) is accepted
    assert (sample(name).signer is SignedBy.CERTIFICATE) is accepted


def forged(code: bytes, entitlements: bytes) -> bytes:
    """A superblob with other entitlements and a directory that fits them; the CMS stays."""
    found = bytearray(code)
    index = dict(struct.iter_unpack(">2I", code[12 : 12 + 8 * int.from_bytes(code[8:12], "big")]))
    at = index[5] + 8
    assert len(entitlements) == len(blob_of(code, 5)) - 8
    found[at : at + len(entitlements)] = entitlements
    for slot in {0, 0x1000} & index.keys():
        start = index[slot]
        hashes, size, kind = (
            int.from_bytes(code[start + 16 : start + 20], "big"),
            code[start + 36],
            {1: "sha1", 2: "sha256"}[code[start + 37]],
        )
        place = start + hashes - 5 * size
        found[place : place + size] = hashlib.new(kind, blob_of(bytes(found), 5)).digest()
    return bytes(found)


def test_entitlements_and_directories_that_were_forged_together(tmp_path: Path) -> None:
    code, content = superblob(files_of("signature/fixed")[MAIN], tmp_path)
    xml = blob_of(content, 5)[8:]
    false = forged(content, xml.replace(b"<false/>", b"<true/> "))
    assert false != content
    found = read_signature(memoryview(false), memoryview(code))
    assert (found.altered, found.signer) == ((Altered.CMS,), SignedBy.AD_HOC)
    assert not openssl_accepts(blob_of(false, 0x10000)[8:], blob_of(false, 0), tmp_path)


def superblob_of(parts: dict[int, bytes]) -> memoryview:
    index, content = b"", b""
    for slot, part in parts.items():
        index += struct.pack(">2I", slot, 12 + 8 * len(parts) + len(content))
        content += part
    return memoryview(blob(0xFADE0CC0, struct.pack(">I", len(parts)) + index + content))


@pytest.mark.parametrize("content", [b"x" * 2000, b"", signed(b"other")[:-1]])
def test_rubbish_in_the_place_of_a_signature(content: bytes) -> None:
    parts = {0: plain_directory(), 0x10000: blob(0xFADE0B01, content)}
    found = read_signature(superblob_of(parts), memoryview(CODE))
    assert found.signer is SignedBy.AD_HOC
    assert found.altered == ((Altered.CMS,) if content else ())


def attribute(number: int, value: bytes) -> bytes:
    """An attribute of Apple's own below 1.2.840.113635.100.9."""
    name = der(0x06, bytes.fromhex("2a864886f7636409") + bytes([number]))
    return der(0x30, name + der(0x31, value))


def signed_with(main: bytes, *attributes: bytes) -> bytes:
    """A detached signature with these attributes, by its parts as RFC 5652 lists them."""
    sha256 = der(0x30, der(0x06, bytes.fromhex("608648016503040201")))
    digest = der(0x06, bytes.fromhex("2a864886f70d010904"))
    digest = der(0x30, digest + der(0x31, der(0x04, hashlib.sha256(main).digest())))
    content = b"".join((digest, *attributes))
    certificate, key = identity()
    value = key.sign(der(0x31, content), padding.PKCS1v15(), SHA256())
    whose = certificate.issuer.public_bytes() + der(0x02, b"\x01")
    rsa = der(0x30, der(0x06, bytes.fromhex("2a864886f70d010101")))
    signer = der(0x02, b"\x01") + der(0x30, whose) + sha256 + der(0xA0, content) + rsa
    data = der(0x06, bytes.fromhex("2a864886f70d010701"))
    whole = der(0x02, b"\x01") + der(0x31, sha256) + der(0x30, data)
    whole += der(0xA0, certificate.public_bytes(Encoding.DER))
    whole += der(0x31, der(0x30, signer + der(0x04, value)))
    kind = der(0x06, bytes.fromhex("2a864886f70d010702"))
    return der(0x30, kind + der(0xA0, der(0x30, whole)))


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("honest", [True, False])
def test_an_alternate_directory_has_to_be_one_that_the_signature_names(
    number: int, honest: bool
) -> None:
    """Else another identifier or team could stand in the one that iOS prefers."""
    main, other = plain_directory(), plain_directory(flags=0x10000)
    named = (main, other) if honest else (main, plain_directory(flags=0x20000))
    digests = [hashlib.sha256(one).digest() for one in named]
    if number == 1:
        listed = attribute(1, der(4, plistlib.dumps({"cdhashes": [one[:20] for one in digests]})))
    else:
        oid = der(0x06, bytes.fromhex("608648016503040201"))
        listed = attribute(2, b"".join(der(0x30, oid + der(4, one)) for one in digests))
    parts = {0: main, 0x1000: other, 0x10000: blob(0xFADE0B01, signed_with(main, listed))}
    found = read_signature(superblob_of(parts), memoryview(CODE))
    assert found.altered == (() if honest else (Altered.CMS,))


@pytest.mark.parametrize(
    "name", ["binary/weak", "binary/fixed", "signature/fixed", "signature/weak-page"]
)
def test_pages_are_as_an_independent_reading_finds_them(name: str, tmp_path: Path) -> None:
    code, content = superblob(files_of(name)[MAIN], tmp_path)
    main = blob_of(content, 0)
    start, slots, limit = (struct.unpack_from(">I", main, at)[0] for at in (16, 28, 32))
    size, kind = main[36], {1: "sha1", 2: "sha256"}[main[37]]
    differ = sum(
        hashlib.new(kind, code[4096 * n : min(4096 * (n + 1), limit)]).digest()
        != main[start + size * n : start + size * (n + 1)]
        for n in range(slots)
    )
    found = sample(name)
    assert found.pages == differ
    assert found.directories[0].covered == limit == len(code)
    info = files_of(name)[f"{LOCKER}/Info.plist"]
    assert hashlib.new(kind, info).digest() == main[start - size : start]


def test_a_seal_that_was_written_anew() -> None:
    files = files_of("signature/fixed")
    seal = f"{LOCKER}/_CodeSignature/CodeResources"
    files[seal] = plistlib.dumps(plistlib.loads(files[seal]), sort_keys=False) + b"\n"
    assert signature_of(files).altered == (Altered.RESOURCES,)


def test_files_that_the_signature_covers_and_that_are_not_there() -> None:
    files = files_of("signature/fixed")
    seal = f"{LOCKER}/_CodeSignature/CodeResources"
    del files[seal]
    found = gaps(app_of(zipped(files)), "signatures")
    assert found == [(LOST, "seal-missing", {"file": seal})]


def test_code_that_no_hash_covers() -> None:
    """Bytes put in between the covered code and the signature."""
    files = files_of("signature/fixed")
    data = bytearray(files[MAIN])
    at = data.index(struct.pack("<2I", 0x1D, 16))
    offset, size = struct.unpack_from("<2I", data, at + 8)
    struct.pack_into("<2I", data, at + 8, offset + 4096, size)
    data[offset:offset] = b"\x90" * 4096
    linkedit = data.index(b"__LINKEDIT")
    (length,) = struct.unpack_from("<Q", data, linkedit + 40)
    struct.pack_into("<Q", data, linkedit + 40, length + 4096)
    assert Altered.CODE in signature_of(files | {MAIN: bytes(data)}).altered


def test_of_encrypted_pages_it_is_open_which_form_was_signed() -> None:
    with zipfile.ZipFile(SAMPLES / "package/fixed-encrypted.ipa") as archive:
        files = {entry: archive.read(entry) for entry in archive.namelist()}
    main = "Payload/Parcel.app/Parcel"
    data = bytearray(files[main])
    at = data.index(struct.pack("<2I", 0x2C, 24))
    start, size = struct.unpack_from("<2I", data, at + 8)
    data[start : start + size] = bytes(byte ^ 0x5A for byte in data[start : start + size])
    app = app_of(zipped(files | {main: bytes(data)}))
    assert {one.binary: (one.altered, one.pages) for one in app.signatures}[main] == ((), 0)
    encrypted = (Cause.OUT_OF_REACH, "fairplay-encrypted", {"file": main})
    assert gaps(app, "signatures") == [encrypted]


def test_a_malformed_signature_costs_its_own_fact_only() -> None:
    files = app_files()
    helper = f"{HELPER}/Helper"
    files[helper] = Thin(file_type=6, signing=b"\xfa\xde\x0c\xc0\0\0\0\xff" + bytes(40)).build()
    app = app_of(zipped(files))
    found = [gap for gap in gaps(app, "signatures") if gap[1] == "malformed-signature"]
    assert found == [(LOST, "malformed-signature", {"file": helper})]
    assert helper not in {one.binary for one in app.signatures}
    assert f"{APP}/Demo" in {one.binary for one in app.signatures}
    assert helper in {one.binary for one in app.builds}


def plain_directory(**changes: int) -> bytes:
    """A directory of two pages without special slots."""
    code = bytes(5000)
    hashes = b"".join(hashlib.sha256(code[at : at + 4096]).digest() for at in (0, 4096))
    field = {
        "version": 0x20100,
        "flags": 0,
        "hashes": 51,
        "identifier": 48,
        "special": 0,
        "pages": 2,
        "limit": 5000,
        "size": 32,
        "type": 2,
        "platform": 0,
        "bits": 12,
        "spare": 0,
        "scatter": 0,
    } | changes
    body = struct.pack(">7I4B2I", *field.values()) + b"id\0" + hashes
    return struct.pack(">2I", 0xFADE0C02, 8 + len(body)) + body


def test_a_plain_directory() -> None:
    one = Directory(memoryview(plain_directory()))
    assert one.about == CodeDirectory(0x20100, 0, "sha256", "id", "", 4096, 2, 5000, ())
    assert list(one.altered_pages(memoryview(bytes(5000)))) == []
    assert list(one.altered_pages(memoryview(bytes(4999) + b"x"))) == [(4096, 5000)]
    assert list(one.altered_pages(memoryview(bytes(4500)))) == [(4096, 5000)]


@pytest.mark.parametrize(
    "changes",
    [
        {"hashes": 52},
        {"pages": 3},
        {"pages": 1},
        {"limit": 9000},
        {"size": 20},
        {"type": 9},
        {"bits": 40},
        {"scatter": 60},
        {"special": 2},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_directory_that_does_not_hold_together(changes: dict[str, int]) -> None:
    with pytest.raises(MalformedSignature):
        Directory(memoryview(plain_directory(**changes)))


def test_what_is_kept_of_a_signature_does_not_keep_the_file() -> None:
    """Large frameworks, one after the other, took more memory than the child may have."""
    data = bytearray(files_of("signature/fixed")[MAIN])
    at = data.index(b"\xfa\xde\x0c\xc0")
    whole = memoryview(data)
    found = read_signature(whole[at:], whole[:at])
    del whole
    assert found.directories and found.xml
    data.clear()  # BufferError as long as a view is left


def test_parts_that_share_their_bytes() -> None:
    one = plain_directory()
    index = b"".join(struct.pack(">2I", slot, 28) for slot in (0, 0x1000))
    whole = struct.pack(">3I", 0xFADE0CC0, 28 + len(one), 2) + index + one
    found = read_signature(memoryview(whole), memoryview(bytes(5000)))
    assert found.problem == "malformed-signature"


CODE = bytes(5000)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_mutated_directory_never_covers_other_code(data: st.DataObject) -> None:
    mutated = bytearray(plain_directory())
    for _ in range(data.draw(st.integers(1, 3))):
        mutated[data.draw(st.integers(0, len(mutated) - 1))] = data.draw(st.integers(0, 255))
    code = bytearray(CODE)
    code[data.draw(st.integers(0, 4999))] = data.draw(st.integers(1, 255))
    found = read_signature(memoryview(mutated), memoryview(code))
    if not found.problem and found.directories[0].about.covered >= len(code):
        assert found.pages
