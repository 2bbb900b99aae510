"""Sign a thin Mach-O as Apple's codesign does: CodeDirectory, entitlements (XML, DER), CMS."""

import hashlib
import plistlib
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from samples.ios.cms import Identity, sign_cms
from samples.ios.macho import MH_EXECUTE, Layout, read_layout, with_signature_space

Entitlement: TypeAlias = "bool | str | list[str]"

_EMBEDDED_SIGNATURE = 0xFADE0CC0
_CODE_DIRECTORY = 0xFADE0C02
_REQUIREMENTS = 0xFADE0C01
_ENTITLEMENTS = 0xFADE7171
_ENTITLEMENTS_DER = 0xFADE7172
_CMS_WRAPPER = 0xFADE0B01

# Numbers of the special slots, and of the blobs in the signature's index.
_INFO_PLIST_SLOT = 1
_REQUIREMENTS_SLOT = 2
_RESOURCES_SLOT = 3
_ENTITLEMENTS_SLOT = 5
_ENTITLEMENTS_DER_SLOT = 7
_CMS_SLOT = 0x10000

_DER_LONG_FORM = 0x80
_EXEC_SEGMENT, _LIMIT_64 = 0x20400, 0x20300
_ADHOC = 0x2
_HASHES = {"sha1": 1, "sha256": 2}
_ALTERNATE_SLOT = 0x1000
_PAGE_BITS = 12
_EXECSEG_MAIN_BINARY = 0x1
_EXECSEG_ALLOW_UNSIGNED = 0x10
# version, flags, hash, identifier, special slots, code slots, code limit; hash size, hash type,
# platform, page size; spare, scatter, team, spare; code limit 64, exec segment base, limit, flags.
_DIRECTORY = struct.Struct(">7I4B4I4Q")


@dataclass(frozen=True, slots=True)
class Style:
    """How a signature is written: a code directory for each hash, of which the first is the main
    one; their version; and without a certificate if it is ad hoc."""

    hashes: tuple[str, ...] = ("sha256",)
    version: int = _EXEC_SEGMENT
    adhoc: bool = False


MODERN = Style()


@dataclass(frozen=True, slots=True)
class Signing:
    """What a signature binds to the code; `der`, if given, is what the DER form says instead."""

    identifier: str
    info_plist: bytes
    resources: bytes
    entitlements: Mapping[str, Entitlement]
    style: Style = MODERN
    der: Mapping[str, Entitlement] | None = None


def _blob(magic: int, content: bytes) -> bytes:
    return struct.pack(">2I", magic, 8 + len(content)) + content


def _der(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < _DER_LONG_FORM:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, _DER_LONG_FORM | len(length)]) + length + content


def _der_value(value: Entitlement) -> bytes:
    if isinstance(value, bool):
        return _der(0x01, b"\xff" if value else b"\0")
    if isinstance(value, str):
        return _der(0x0C, value.encode())
    return _der(0x30, b"".join(_der_value(item) for item in value))


def entitlements_der(entitlements: Mapping[str, Entitlement]) -> bytes:
    """[APPLICATION 16] { version 1, [16] { SEQUENCE { key, value } ... } }, sorted by key."""
    pairs = (
        _der(0x30, _der_value(key) + _der_value(value))
        for key, value in sorted(entitlements.items())
    )
    return _der(0x70, _der(0x02, b"\x01") + _der(0xB0, b"".join(pairs)))


def _special_blobs(signing: Signing) -> dict[int, bytes]:
    blobs = {_REQUIREMENTS_SLOT: _blob(_REQUIREMENTS, struct.pack(">I", 0))}
    if signing.entitlements:
        xml = plistlib.dumps(dict(signing.entitlements))
        der = entitlements_der(signing.entitlements if signing.der is None else signing.der)
        blobs[_ENTITLEMENTS_SLOT] = _blob(_ENTITLEMENTS, xml)
        blobs[_ENTITLEMENTS_DER_SLOT] = _blob(_ENTITLEMENTS_DER, der)
    return blobs


def _exec_segment_flags(filetype: int, signing: Signing) -> int:
    if filetype != MH_EXECUTE:
        return 0
    debuggable = signing.entitlements.get("get-task-allow") is True
    return _EXECSEG_MAIN_BINARY | (_EXECSEG_ALLOW_UNSIGNED if debuggable else 0)


def _code_directory(
    code: bytes,
    layout: Layout,
    signing: Signing,
    blobs: Mapping[int, bytes],
    *,
    team: str,
    hash_name: str,
) -> bytes:
    def digest(data: bytes) -> bytes:
        return hashlib.new(hash_name, data, usedforsecurity=False).digest()

    hashed = {
        _INFO_PLIST_SLOT: signing.info_plist,
        _RESOURCES_SLOT: signing.resources,
        **blobs,
    }
    special = max(hashed)
    slots = b"".join(
        digest(hashed[slot]) if slot in hashed else bytes(len(digest(b"")))
        for slot in range(special, 0, -1)
    )
    page = 1 << _PAGE_BITS
    pages = [code[at : at + page] for at in range(0, len(code), page)]
    names = signing.identifier.encode() + b"\0" + team.encode() + b"\0"
    version = signing.style.version
    # Older versions end before the fields that came later.
    shorter = 32 if version < _LIMIT_64 else 0
    start = 8 + _DIRECTORY.size - shorter
    text = layout.segment("__TEXT")
    header = _DIRECTORY.pack(
        *(version, _ADHOC if signing.style.adhoc else 0, start + len(names) + len(slots), start),
        *(special, len(pages), len(code)),
        *(len(digest(b"")), _HASHES[hash_name], 0, _PAGE_BITS),
        *(0, 0, start + len(signing.identifier.encode()) + 1, 0),
        *(0, text.offset, text.size, _exec_segment_flags(layout.filetype, signing)),
    )
    hashes = b"".join(digest(each) for each in pages)
    return _blob(_CODE_DIRECTORY, header[: start - 8] + names + slots + hashes)


def _signature(code: bytes, layout: Layout, signing: Signing, identity: Identity) -> bytes:
    blobs = _special_blobs(signing)
    directory, *others = (
        _code_directory(code, layout, signing, blobs, team=identity.team, hash_name=each)
        for each in signing.style.hashes
    )
    cms = b"" if signing.style.adhoc else sign_cms(directory, identity, detached=True)
    alternates = {_ALTERNATE_SLOT + number: each for number, each in enumerate(others)}
    parts = {0: directory, **blobs, **alternates, _CMS_SLOT: _blob(_CMS_WRAPPER, cms)}
    index, content = b"", b""
    start = 12 + 8 * len(parts)
    for slot, part in parts.items():
        index += struct.pack(">2I", slot, start + len(content))
        content += part
    return _blob(_EMBEDDED_SIGNATURE, struct.pack(">I", len(parts)) + index + content)


def sign_macho(macho: bytes, signing: Signing, identity: Identity) -> bytes:
    """The signed file. The signature covers its own size, so it is made once to measure it."""
    layout = read_layout(macho)
    draft = _signature(with_signature_space(macho, 0), layout, signing, identity)
    size = len(draft) + -len(draft) % 16
    code = with_signature_space(macho, size)
    return code + _signature(code, layout, signing, identity).ljust(size, b"\0")
