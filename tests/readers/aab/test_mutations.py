"""Whatever bytes a bundle or an index holds, reading ends soon: in facts, or without them."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appsec.assess.words import fill, load
from appsec.facts.app import FactUnavailable
from appsec.readers.opened import Opened, Unreadable
from tests.axml_builder import el, plain, ref
from tests.containers import CONFIG, apk, base, opened_bundle, opened_set, split
from tests.proto_builder import proto_table, proto_xml, put, variant, varint

BUNDLE = {
    **CONFIG,
    "base/manifest/AndroidManifest.xml": proto_xml(
        base(
            el("uses-permission", name="android.permission.CAMERA", maxSdkVersion=30),
            el("permission", name="p", protectionLevel=2),
            el(
                "application",
                el("activity", name=".A", exported=ref(0x7F020000)),
                label=ref(0x7F010000),
                networkSecurityConfig=ref(0x7F030000),
            ),
        )
    ),
    "base/resources.pb": proto_table(
        {
            0x7F010000: {0: "label", 23: ref(0x7F010001)},
            0x7F010001: "https",
            0x7F020000: {0: True, 26: False},
            0x7F030000: "net.xml",
        }
    ),
    "base/net.xml": proto_xml(plain("network-security-config", plain("base-config"))),
    "more/manifest/AndroidManifest.xml": proto_xml(split("more")),
}
APKS = {
    "toc.pb": variant(0, ["splits/base.apk", "splits/x.apk"]) + put(4, "tw.example.app"),
    "splits/base.apk": apk(base()),
    "splits/x.apk": apk(split("x")),
}


def read_all(found: Opened) -> dict[str, object]:
    """Each fact, or the key of the reason why it cannot be had."""
    told: dict[str, object] = {}
    for fact in ("manifest", "network_config", "backup_rules"):
        try:
            told[fact] = found.app.read(fact)
        except FactUnavailable as reason:
            told[fact] = reason.key
        for gap in found.app.gaps_of(fact):
            words, values = load("gaps")[gap.key], {"fact": gap.fact, **gap.values}
            assert fill(words.text, values)
    found.package()
    return told


def try_bundle(files: dict[str, bytes]) -> None:
    try:
        read_all(opened_bundle(files))
    except Unreadable as reason:
        assert reason.key in load("unreadable")


def try_set(files: dict[str, bytes]) -> None:
    try:
        read_all(opened_set(files))
    except Unreadable as reason:
        assert reason.key in load("unreadable")


def test_the_files_are_sound_before_they_are_changed() -> None:
    for found in (opened_bundle(dict(BUNDLE)), opened_set(APKS)):
        assert not any(isinstance(value, str) for value in read_all(found).values())
        assert found.app.gaps_of("manifest") == ()


@st.composite
def changed(draw: st.DrawFn, content: bytes) -> bytes:
    """A few bytes set, or a part cut out, doubled or left alone."""
    start = draw(st.integers(0, len(content)))
    stop = draw(st.integers(start, len(content)))
    part = content[start:stop]
    byte = draw(st.sampled_from((0, 1, 8, 0x0A, 0x12, 0x7F, 0x80, 0xFF)) | st.integers(0, 255))
    return draw(
        st.sampled_from(
            (
                content[:start] + content[stop:],
                content[:stop] + part + content[stop:],
                part,
                content[:start] + bytes([byte]) + content[start + 1 :],
                content[:start] + bytes([byte]) + content[start:],
            )
        )
    )


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), name=st.sampled_from(sorted(BUNDLE)))
def test_a_changed_bundle(data: st.DataObject, name: str) -> None:
    try_bundle(BUNDLE | {name: data.draw(changed(BUNDLE[name]))})


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), name=st.sampled_from(sorted(APKS)))
def test_a_changed_set(data: st.DataObject, name: str) -> None:
    try_set(APKS | {name: data.draw(changed(APKS[name]))})


@settings(max_examples=100, deadline=None)
@given(content=st.binary(max_size=200), name=st.sampled_from(sorted(BUNDLE)))
def test_any_bytes(content: bytes, name: str) -> None:
    try_bundle(BUNDLE | {name: content})


def deep(depth: int) -> bytes:
    """Elements so deep that their lengths make most of the file."""
    data = put(3, "e")
    for _ in range(depth):
        data = put(3, "e") + put(5, put(1, data))
    return put(1, data)


MANIFEST, TABLE = "base/manifest/AndroidManifest.xml", "base/resources.pb"
HUGE: dict[str, tuple[str, bytes]] = {
    "deep": (MANIFEST, deep(20_000)),
    "many fields": (MANIFEST, put(1, put(9, 0) * 1_100_000)),
    "many elements": (MANIFEST, proto_xml(base(el("application", *[el("x")] * 110_000)))),
    "many fields of a table": (TABLE, put(9, 0) * 2_100_000),
    "a long number": (TABLE, b"\x80" * 8_000_000),
    "many entries of one id": (
        TABLE,
        put(2, put(1, put(1, 0x7F)) + put(3, put(1, put(1, 2)) + put(3, put(1, b"")) * 100_000)),
    ),
    "many values": (
        TABLE,
        put(
            2,
            put(1, put(1, 0x7F))
            + put(3, put(1, put(1, 2)) + put(3, put(1, b"") + put(6, b"") * 100_000)),
        ),
    ),
    "a length without end": (TABLE, b"\x12" + varint((1 << 63) - 1)),
}


@pytest.mark.parametrize("name", HUGE)
def test_a_large_file_ends_in_bounded_time(name: str) -> None:
    file, content = HUGE[name]
    began = time.process_time()
    try_bundle(BUNDLE | {file: content})
    assert time.process_time() - began < 20
