"""Builds small IPA files and Mach-O files, honest or broken, for tests of readers."""

import hashlib
import io
import plistlib
import struct
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs7

APP = "Payload/Demo.app"
SHARE = f"{APP}/PlugIns/Share.appex"
HELPER = f"{APP}/Frameworks/Helper.framework"

ARM64, ARMV7, I386 = (0x0100000C, 0), (12, 9), (7, 3)
EXECUTE, DYLIB = 2, 6
NORMAL, PIE, STACK_EXECUTION, NO_HEAP_EXECUTION = 0x85, 0x200000, 0x20000, 0x1000000

_LOAD_DYLIB, _LOAD_WEAK_DYLIB, _SEGMENT_64, _SIGNATURE = 0xC, 0x80000018, 0x19, 0x1D
_ENCRYPTION_64, _BUILD_VERSION = 0x2C, 0x32
_TEXT_SIZE = 0x2000


def der(tag: int, content: bytes) -> bytes:
    """One element."""
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def der_value(value: Any) -> bytes:
    """A value as codesign writes it."""
    if isinstance(value, bool):
        return der(0x01, b"\xff" if value else b"\0")
    if isinstance(value, int):
        return der(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True))
    if isinstance(value, str):
        return der(0x0C, value.encode())
    if isinstance(value, list):
        return der(0x30, b"".join(map(der_value, value)))
    pairs = [der(0x30, der_value(key) + der_value(value[key])) for key in sorted(value)]
    return der(0xB0, b"".join(pairs))


def der_entitlements(values: Mapping[str, Any]) -> bytes:
    """Entitlements in the form of iOS 15 and later."""
    return der(0x70, der(0x02, b"\x01") + der_value(dict(values)))


@cache
def identity() -> tuple[x509.Certificate, rsa.RSAPrivateKey]:
    """The certificate and key that sign the samples."""
    name = Path(__file__).parents[1] / "samples/keys/test-only-ios-distribution"
    key = serialization.load_der_private_key(name.with_suffix(".pk8").read_bytes(), None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return x509.load_pem_x509_certificate(name.with_suffix(".crt").read_bytes()), key


@cache
def cms(content: bytes) -> bytes:
    """A signature apart from the content."""
    certificate, key = identity()
    options = pkcs7.PKCS7Options
    builder = pkcs7.PKCS7SignatureBuilder().set_data(content)
    builder = builder.add_signer(certificate, key, hashes.SHA256())
    kind = serialization.Encoding.DER
    return builder.sign(kind, [options.DetachedSignature, options.NoAttributes, options.Binary])


def blob(magic: int, content: bytes) -> bytes:
    """A part of a signature."""
    return struct.pack(">2I", magic, 8 + len(content)) + content


@dataclass(frozen=True, slots=True)
class Signing:
    """A signature. `xml` and `der` replace what `entitlements` would give; `drop` leaves parts
    out that the code directory still covers."""

    entitlements: Mapping[str, Any] | None = None
    xml: bytes | None = None
    der: bytes | None = None
    adhoc: bool = False
    seals: bool = True
    drop: tuple[int, ...] = ()

    def build(self) -> bytes:
        parts: dict[int, bytes] = {}
        if self.entitlements is not None:
            parts[5] = blob(0xFADE7171, self.xml or plistlib.dumps(dict(self.entitlements)))
            parts[7] = blob(0xFADE7172, self.der or der_entitlements(self.entitlements))
        slots = [hashlib.sha256(parts[n]).digest() if n in parts else bytes(32) for n in range(8)]
        slots[3] = b"\1" * 32 if self.seals else bytes(32)
        hashes = b"".join(slots[:0:-1])
        head = struct.pack(
            ">7I4B4I4Q",
            *(0x20400, 2 if self.adhoc else 0, 88 + len(hashes), 88, 7, 0, 0),
            *(32, 2, 0, 12),
            *(0, 0, 0, 0, 0, 0, 0, 0),
        )
        parts[0] = blob(0xFADE0C02, head + hashes)
        parts[0x10000] = blob(0xFADE0B01, b"" if self.adhoc else cms(parts[0]))
        kept = {slot: part for slot, part in sorted(parts.items()) if slot not in self.drop}
        index, content, start = b"", b"", 12 + 8 * len(kept)
        for slot, part in kept.items():
            index += struct.pack(">2I", slot, start + len(content))
            content += part
        return blob(0xFADE0CC0, struct.pack(">I", len(kept)) + index + content)


@dataclass(frozen=True, slots=True)
class Thin:
    """A thin 64-bit Mach-O file; `signing` is a Signing, or bytes to stand in its place."""

    cpu: tuple[int, int] = ARM64
    file_type: int = EXECUTE
    flags: int = NORMAL | PIE
    cryptid: int = 0
    libraries: tuple[str, ...] = ("/usr/lib/libSystem.B.dylib",)
    weak: tuple[str, ...] = ()
    signing: Signing | bytes | None = Signing({"get-task-allow": False})

    def build(self) -> bytes:
        signature = self.signing.build() if isinstance(self.signing, Signing) else self.signing
        linkedit = signature or b""
        commands = [
            _segment("__TEXT", 0, _TEXT_SIZE, 5),
            _segment("__LINKEDIT", _TEXT_SIZE, len(linkedit), 1),
            struct.pack("<6I", _BUILD_VERSION, 24, 2, 0xF0000, 0x110000, 0),
            struct.pack("<6I", _ENCRYPTION_64, 24, 0x1000, 0x1000, self.cryptid, 0),
            *(_dylib(_LOAD_DYLIB, name) for name in self.libraries),
            *(_dylib(_LOAD_WEAK_DYLIB, name) for name in self.weak),
        ]
        if signature is not None:
            commands.append(struct.pack("<4I", _SIGNATURE, 16, _TEXT_SIZE, len(signature)))
        body = b"".join(commands)
        head = struct.pack(
            "<8I", 0xFEEDFACF, *self.cpu, self.file_type, len(commands), len(body), self.flags, 0
        )
        return (head + body).ljust(_TEXT_SIZE, b"\0") + linkedit


def _segment(name: str, offset: int, size: int, protection: int) -> bytes:
    return struct.pack(
        "<2I16s4Q4I",
        *(_SEGMENT_64, 72, name.encode(), 0x100000000 + offset, size, offset, size),
        *(protection, protection, 0, 0),
    )


def _dylib(command: int, name: str) -> bytes:
    text = name.encode() + b"\0"
    text += bytes(-len(text) % 8)
    return struct.pack("<6I", command, 24 + len(text), 24, 0, 0, 0) + text


def fat(*slices: tuple[tuple[int, int], bytes]) -> bytes:
    """A universal file of thin ones, each with its CPU type and subtype."""
    head, body = struct.pack(">2I", 0xCAFEBABE, len(slices)), b""
    start = 0x1000
    for (cpu, subtype), data in slices:
        body += bytes(-len(body) % 0x1000)
        head += struct.pack(">5I", cpu, subtype, start + len(body), len(data), 12)
        body += data
    return head.ljust(start, b"\0") + body


def info(executable: str, **changes: Any) -> bytes:
    """An Info.plist; a value of None removes its key."""
    plist = {
        "CFBundleIdentifier": f"tw.example.{executable.lower()}",
        "CFBundleExecutable": executable,
        "CFBundleShortVersionString": "1.2",
        "CFBundleVersion": "34",
    } | changes
    return plistlib.dumps({key: value for key, value in plist.items() if value is not None})


def seal(files: Mapping[str, bytes], bundle: str) -> bytes:
    """The CodeResources of a bundle with these files."""
    below = {
        name.removeprefix(f"{bundle}/"): data
        for name, data in files.items()
        if name.startswith(f"{bundle}/")
    }
    listed = {
        name: {"hash2": hashlib.sha256(data).digest()}
        for name, data in below.items()
        if name
        not in (
            "Info.plist",
            "_CodeSignature/CodeResources",
            bundle.rpartition("/")[2].partition(".")[0],
        )
    }
    return plistlib.dumps({"files": {}, "files2": listed})


def app_files(**changes: Any) -> dict[str, bytes]:
    """A whole, sealed app with an extension and a framework; changes go to the Info.plist."""
    main = Thin(libraries=("/usr/lib/libSystem.B.dylib", "@rpath/Helper.framework/Helper"))
    files = {
        f"{APP}/Info.plist": info("Demo", **changes),
        f"{APP}/Demo": main.build(),
        f"{SHARE}/Info.plist": info("Share"),
        f"{SHARE}/Share": Thin().build(),
        f"{HELPER}/Info.plist": info("Helper"),
        f"{HELPER}/Helper": Thin(file_type=DYLIB, flags=NORMAL, signing=Signing()).build(),
        f"{APP}/logo.png": b"\x89PNG",
    }
    for bundle in (HELPER, SHARE, APP):
        files[f"{bundle}/_CodeSignature/CodeResources"] = seal(files, bundle)
    return files


def zipped(files: Mapping[str, bytes], links: Collection[str] = ()) -> bytes:
    """The files as an archive, the same bytes each time; of `links` the content is a target."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            if name in links:
                entry.create_system, entry.external_attr = 3, 0o120777 << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
