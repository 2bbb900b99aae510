"""Build the samples of signatures: one small app, signed in every way, then damaged in many."""

import io
import subprocess
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from struct import pack_into, unpack_from

from samples.android import signing_block as block
from samples.android.build import ANDROID, COMMON, FRAMEWORK, MIN_SDK
from samples.packing import KEYS, Entry, run, write_zip

RELEASE, OLD, NEXT = "test-only-android-release", "test-only-android-old", "test-only-android-next"
NOTICE = "assets/notice.txt"
SIGNED: Mapping[str, tuple[str, tuple[int, ...]]] = {
    "weak.apk": (OLD, (1,)),
    "fixed.apk": (RELEASE, (1, 2, 3, 4)),
    "v1.apk": (RELEASE, (1,)),
    "v2.apk": (RELEASE, (2,)),
    "v2-v3.apk": (RELEASE, (2, 3)),
    "rsa-1024.apk": (OLD, (1, 2, 3)),
}
"""The key and the schemes of each sample that apksigner signs."""


def unsigned(work: Path) -> Path:
    """The app before it is signed, aligned."""
    linked, dex = work / "linked.apk", work / "classes.dex"
    run(
        ("aapt2", "link", "-I", FRAMEWORK, "-o", linked),
        ("--manifest", ANDROID / "signing/AndroidManifest.xml"),
    )
    main = COMMON / "smali/tw/example/sample/parcel/MainActivity.smali"
    run(("smali", "assemble", "-j", "1", "--api", MIN_SDK, "-o", dex, main))
    with zipfile.ZipFile(linked) as archive:
        entries = [Entry(info.filename, archive.read(info)) for info in archive.infolist()]
    entries += [
        Entry("classes.dex", dex.read_bytes()),
        Entry(NOTICE, "包裹到櫃後請於三日內取件。\n".encode(), stored=True),
    ]
    packed, aligned = work / "packed.apk", work / "aligned.apk"
    write_zip(packed, entries)
    run(("zipalign", "-f", "-p", "4", packed, aligned))
    return aligned


def key_of(name: str) -> tuple[str | Path, ...]:
    return "--key", KEYS / f"{name}.pk8", "--cert", KEYS / f"{name}.crt"


def sign(aligned: Path, target: Path, name: str, schemes: tuple[int, ...]) -> None:
    """Sign with exactly these schemes."""
    run(
        ("apksigner", "sign", "--v1-signer-name", "CERT", *key_of(name)),
        tuple(f"--v{n}-signing-enabled={str(n in schemes).lower()}" for n in range(1, 5)),
        ("--in", aligned, "--out", target),
    )


def sign_rotated(aligned: Path, target: Path, work: Path) -> None:
    """Sign with a key that followed another."""
    lineage = work / "lineage"
    run(
        ("apksigner", "rotate", "--out", lineage),
        ("--old-signer", *key_of(RELEASE), "--new-signer", *key_of(NEXT)),
    )
    run(
        ("apksigner", "sign", "--v1-signer-name", "CERT", *key_of(RELEASE)),
        ("--next-signer", *key_of(NEXT), "--lineage", lineage, "--v4-signing-enabled=false"),
        ("--in", aligned, "--out", target),
    )


def identity(name: str) -> block.Identity:
    """A throw-away key that signs through openssl."""

    def openssl(*arguments: str | Path, given: bytes = b"") -> bytes:
        command = ["openssl", *map(str, arguments)]
        return subprocess.run(command, input=given, stdout=subprocess.PIPE, check=True).stdout

    key, certificate = KEYS / f"{name}.pk8", KEYS / f"{name}.crt"
    return block.Identity(
        certificate=openssl("x509", "-in", certificate, "-outform", "DER"),
        key=openssl("pkey", "-inform", "DER", "-in", key, "-pubout", "-outform", "DER"),
        sign=lambda data: openssl("dgst", "-sha256", "-keyform", "DER", "-sign", key, given=data),
    )


def with_v31(apk: bytes) -> tuple[tuple[int, bytes], ...]:
    """The pairs of a build whose key changes on Android 13: v3 with the old, v3.1 with the new."""
    parts = block.take_apart(apk)
    old, new = identity(RELEASE), identity(NEXT)
    digest = block.content_digest(parts)
    turn = block.attribute(block.ROTATION_SDK, (33).to_bytes(4, "little"))
    proof = block.attribute(block.ROTATION, block.lineage(old, new))
    return (
        (block.V2, parts.value(block.V2)),
        (block.V3, block.scheme(block.signer(old, digest, [turn], (24, block.NO_END)))),
        (block.V31, block.scheme(block.signer(new, digest, [proof], (33, block.NO_END)))),
    )


def tampered(apk: bytes) -> bytes:
    """One byte of a file changed, its checksums made right."""
    changed = bytearray(apk)
    with zipfile.ZipFile(io.BytesIO(apk)) as archive:
        info, text = archive.getinfo(NOTICE), bytearray(archive.read(NOTICE))
    at = apk.index(bytes(text))
    text[-2:-1] = b"!"
    changed[at : at + len(text)] = text
    listed = apk.rindex(b"PK\1\2", 0, apk.rindex(NOTICE.encode()))
    for place in (info.header_offset + 14, listed + 16):
        pack_into("<I", changed, place, zlib.crc32(text))
    return bytes(changed)


def with_entry(apk: bytes) -> bytes:
    """One file more than v1 lists."""
    grown = io.BytesIO(apk)
    with zipfile.ZipFile(grown, "a") as archive:
        archive.writestr(zipfile.ZipInfo("assets/added.txt"), "added")
    return grown.getvalue()


def wrong_digest(apk: bytes) -> bytes:
    """The digest of the content altered where v2 has signed it."""
    digest = block.content_digest(block.take_apart(apk))
    at = apk.index(digest)
    return apk[:at] + bytes([digest[0] ^ 1]) + apk[at + 1 :]


def truncated(apk: bytes) -> bytes:
    """The first pair of the block claims to be longer than the block."""
    changed = bytearray(apk)
    at = len(block.take_apart(apk).contents) + 8
    (length,) = unpack_from("<Q", apk, at)
    pack_into("<Q", changed, at, length + len(apk))
    return bytes(changed)


def without(apk: bytes, which: int) -> bytes:
    """A scheme taken out of the block."""
    parts = block.take_apart(apk)
    return block.put_together(parts, [pair for pair in parts.pairs if pair[0] != which])


DAMAGED: Mapping[str, tuple[str, Callable[[bytes], bytes]]] = {
    "tampered.apk": ("fixed.apk", tampered),
    "tampered-v1.apk": ("v1.apk", tampered),
    "unlisted-v1.apk": ("v1.apk", with_entry),
    "stripped-block.apk": ("fixed.apk", lambda a: block.put_together(block.take_apart(a), ())),
    "stripped-v3.apk": ("v2-v3.apk", lambda a: without(a, block.V3)),
    "stripped-v31.apk": ("v31.apk", lambda a: without(a, block.V31)),
    "wrong-digest.apk": ("v2.apk", wrong_digest),
    "truncated-block.apk": ("fixed.apk", truncated),
}
"""Each damaged sample: the sound one that it comes from, and what is done to it."""


def build(out: Path) -> None:
    """Write every sample below `out`."""
    folder = out / "signing"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        aligned = unsigned(work)
        (folder / "unsigned.apk").write_bytes(aligned.read_bytes())
        for name, (key, schemes) in SIGNED.items():
            sign(aligned, folder / name, key, schemes)
        sign_rotated(aligned, folder / "rotated.apk", work)
    sound = (folder / "v2-v3.apk").read_bytes()
    whole = block.put_together(block.take_apart(sound), with_v31(sound))
    (folder / "v31.apk").write_bytes(whole)
    for name, (source, damage) in DAMAGED.items():
        (folder / name).write_bytes(damage((folder / source).read_bytes()))
