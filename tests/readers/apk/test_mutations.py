"""Whatever bytes a file holds, reading ends soon: in facts, or in facts that are unavailable."""

import time
from pathlib import Path
from struct import pack

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appsec.assess.words import fill, load
from appsec.facts.app import FactUnavailable
from appsec.readers.opened import Unreadable
from tests.apks import manifest, opened
from tests.axml_builder import (
    NOTHING,
    A,
    E,
    arsc,
    axml,
    chunk,
    document,
    el,
    node,
    plain,
    ref,
    string_pool,
)

MANIFEST = axml(
    manifest(
        el("uses-permission", name="android.permission.CAMERA", maxSdkVersion=30),
        el("permission", name="p", protectionLevel=2),
        el(
            "application",
            el(
                "activity",
                el("intent-filter", el("action", name="a"), el("data", scheme=ref(0x7F010001))),
                el("meta-data", name="k", resource=ref(0x7F030000)),
                name=".A",
                exported=ref(0x7F020000),
            ),
            el(
                "provider",
                el(
                    "meta-data",
                    name="android.support.FILE_PROVIDER_PATHS",
                    resource=ref(0x7F030003),
                ),
                name=".P",
                authorities="a;b",
                grantUriPermissions=True,
            ),
            el(
                "activity",
                el("meta-data", name="android.app.shortcuts", resource=ref(0x7F030004)),
                name=".B",
            ),
            label=ref(0x7F010000),
            networkSecurityConfig=ref(0x7F030000),
            fullBackupContent=ref(0x7F030001),
            dataExtractionRules=ref(0x7F030002),
        ),
    )
)
TABLE = arsc(
    {
        0x7F010000: {0: "label", 23: ref(0x7F010001)},
        0x7F010001: "https",
        0x7F020000: {0: True, 26: False},
        0x7F030000: "net.xml",
        0x7F030001: "old.xml",
        0x7F030002: "new.xml",
        0x7F030003: "paths.xml",
        0x7F030004: "short.xml",
        0x7F030005: "ca.pem",
        0x7F040000: ("a", 2, ref(0x7F010000)),
    }
)
CERTIFICATES = plain(
    "trust-anchors",
    plain("certificates", src="user"),
    plain("certificates", src=ref(0x7F030005), overridePins=True),
)
PIN = E("pin", (A("digest", "SHA-256"),), text="A" * 43 + "=")
PINS = plain("pin-set", PIN, expiration="2030-01-31")
CA = Path(__file__).parents[3] / "samples/keys/test-only-ios-ca.crt"
FILES = {
    "AndroidManifest.xml": MANIFEST,
    "resources.arsc": TABLE,
    "net.xml": axml(
        plain(
            "network-security-config",
            plain("domain-config", plain("domain", text="a.example"), CERTIFICATES, PINS),
        )
    ),
    "old.xml": axml(plain("full-backup-content", plain("exclude", domain="file", path="."))),
    "new.xml": axml(plain("data-extraction-rules", plain("cloud-backup"))),
    "paths.xml": axml(plain("paths", plain("files-path", name="a", path="b/"))),
    "short.xml": axml(plain("shortcuts", el("shortcut", el("intent", targetClass="a.B")))),
    "ca.pem": CA.read_bytes(),
}
FACTS = (
    "manifest",
    "network_config",
    "bundled_certificates",
    "backup_rules",
    "file_paths",
    "shortcuts",
    "key_files",
)


def read_all(files: dict[str, bytes]) -> dict[str, object]:
    """Every fact, or why it is unavailable; anything else that is raised is a defect."""
    found: dict[str, object] = {}
    try:
        one = opened(files["AndroidManifest.xml"], files)
    except Unreadable as reason:
        assert fill(load("unreadable")[reason.key].text, {"file": "x", **reason.values})
        return {"unreadable": reason.key}
    for fact in FACTS:
        try:
            found[fact] = one.app.read(fact)
        except FactUnavailable as reason:
            found[fact] = reason.key
        for gap in one.app.gaps_of(fact):
            words, values = load("gaps")[gap.key], {"fact": gap.fact, **gap.values}
            assert words.next
            assert fill(words.text, values)
            assert fill(words.next, values)
    assert one.package().kind == "apk"
    return found


def test_the_files_are_sound_before_they_are_changed() -> None:
    assert not any(isinstance(value, str) for value in read_all(FILES).values())


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), name=st.sampled_from(sorted(FILES)))
def test_changed_bytes(data: st.DataObject, name: str) -> None:
    content = bytearray(FILES[name])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        width = data.draw(st.sampled_from((1, 2, 4)))
        value = data.draw(st.sampled_from((0, 1, 0x7F, 0x80, 0xFF)) | st.integers(0, 255))
        content[at : at + width] = bytes([value] * width)
    read_all(FILES | {name: bytes(content)})


@settings(max_examples=150, deadline=None)
@given(data=st.data(), name=st.sampled_from(sorted(FILES)))
def test_cut_moved_and_doubled_bytes(data: st.DataObject, name: str) -> None:
    content = FILES[name]
    start = data.draw(st.integers(0, len(content)))
    stop = data.draw(st.integers(start, len(content)))
    part = content[start:stop]
    change = data.draw(st.sampled_from(("cut", "double", "only", "zero")))
    variants = {
        "cut": content[:start] + content[stop:],
        "double": content[:stop] + part + content[stop:],
        "only": part,
        "zero": content[:start] + bytes(len(part)) + content[stop:],
    }
    read_all(FILES | {name: variants[change]})


@pytest.mark.parametrize("name", sorted(FILES))
def test_single_bytes(name: str) -> None:
    for at in range(0, len(FILES[name]), 7):
        for value in (0, 0xFF):
            content = bytearray(FILES[name])
            content[at] = value
            read_all(FILES | {name: bytes(content)})


def overlapping_strings() -> bytes:
    """Names of 30,000 characters each that all lie in the same 60 kB: 240 MB once decoded."""
    strings, units = 8_000, 30_000
    pool = bytearray(string_pool(["x" * units], utf8=False))
    body = pool[28 + 4 :]
    body[: 2 * strings] = b"".join((units - n).to_bytes(2, "little") for n in range(strings))
    offsets = b"".join((2 * n).to_bytes(4, "little") for n in range(strings))
    head = pack("<5I", strings, 0, 0, 28 + len(offsets), 0)
    nodes = b"".join(
        node(0x0102, pack("<2I6H", NOTHING, n, 20, 20, 0, 0, 0, 0))
        + node(0x0103, pack("<2I", NOTHING, n))
        for n in range(1, strings)
    )
    ends = pack("<2I", NOTHING, 0)
    start = node(0x0102, ends + pack("<6H", 20, 20, 0, 0, 0, 0))
    return document(chunk(0x0001, head, offsets + bytes(body)), start, nodes, node(0x0103, ends))


HUGE = {
    "overlapping strings": overlapping_strings(),
    "unresolved references": axml(
        manifest(
            el("application", *[el("activity", name=ref(0x7F050000 + n)) for n in range(30_000)])
        )
    ),
    "many elements": axml(manifest(el("application", *[el("x")] * 60_000))),
    "many attributes": axml(manifest(el("application", *[el("x", label="a", name="b")] * 20_000))),
    "zeros": bytes(4 << 20),
    "chunks of nothing": MANIFEST[:4]
    + (4 << 20).to_bytes(4, "little")
    + b"\1\0\x08\0\x08\0\0\0" * (1 << 19),
}


@pytest.mark.parametrize("name", HUGE)
def test_a_large_manifest_ends_in_bounded_time(name: str) -> None:
    began = time.process_time()
    read_all(FILES | {"AndroidManifest.xml": HUGE[name]})
    assert time.process_time() - began < 20
