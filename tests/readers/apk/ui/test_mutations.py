"""Whatever bytes layouts and tables hold, reading ends soon: in facts, or without them."""

import time
from pathlib import Path
from struct import pack

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appsec.assess.words import fill, load
from appsec.facts.app import FactUnavailable
from appsec.readers.aab.bundle import open_bundle
from appsec.readers.apk.package import open_apk
from appsec.readers.archive import Archive
from tests.apks import Silent, app, manifest, pack_zip
from tests.axml_builder import Style, arsc, axml, el, large_arsc, ref, string_pool
from tests.readers.apk.ui.apps import LAYOUT, STYLE, TEXT, view

SAMPLES = Path(__file__).parents[4] / "samples/android/screens"
FACTS = ("text_fields", "strings")
MAX_SECONDS = 5


def entries(name):
    archive = Archive.from_bytes((SAMPLES / name).read_bytes())
    return {one: archive.read(one, 1 << 24) for one in archive.names}


APK, BUNDLE = entries("fixed.apk"), entries("fixed.aab")
APK_PARTS = [n for n in APK if n == "resources.arsc" or n.startswith("res/layout")]
BUNDLE_PARTS = [n for n in BUNDLE if n.endswith("resources.pb") or "/res/layout" in n]


def read_all(found):
    """Each fact or the key of the reason why not; every gap has its words."""
    told = {}
    started = time.process_time()
    for fact in FACTS:
        try:
            told[fact] = found.app.read(fact)
        except FactUnavailable as reason:
            told[fact] = reason.key
        for gap in found.app.gaps_of(fact):
            words = load("gaps")[gap.key]
            assert fill(words.text, {"fact": gap.fact, **gap.values})
    assert time.process_time() - started < MAX_SECONDS
    return told


@st.composite
def damaged(draw, data):
    """The bytes with some changed, cut off, or put in twice."""
    raw = bytearray(data)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(raw) - 1))
        match draw(st.sampled_from(("byte", "word", "cut", "again"))):
            case "byte":
                raw[at] = draw(st.integers(0, 255))
            case "word":
                value = draw(st.sampled_from((0, 1, 0x7F, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)))
                raw[at : at + 4] = pack("<I", value)
            case "cut":
                del raw[at : at + draw(st.integers(1, 64))]
            case _:
                raw[at:at] = raw[at : at + 16]
        raw = raw or bytearray(1)
    return bytes(raw)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_damaged_apk(data):
    name = data.draw(st.sampled_from(APK_PARTS))
    files = {**APK, name: data.draw(damaged(APK[name]))}
    read_all(open_apk(Archive.from_bytes(pack_zip(files)), Silent(), {}))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_damaged_bundle(data):
    name = data.draw(st.sampled_from(BUNDLE_PARTS))
    files = {**BUNDLE, name: data.draw(damaged(BUNDLE[name]))}
    read_all(open_bundle(Archive.from_bytes(pack_zip(files)), Silent(), {}))


def the_gap(files):
    one = app(manifest(el("application")), files)
    keys = []
    for fact in FACTS:
        try:
            one.read(fact)
        except FactUnavailable as reason:
            keys.append(reason.key)
        keys += [gap.key for gap in one.gaps_of(fact)]
    return sorted(set(keys))


FIELD = axml(view("EditText", hint="x"))
TABLE = arsc({LAYOUT: "a.xml", TEXT: "text"}, names={LAYOUT: "login", TEXT: "title"})
KEYS = string_pool(["key", "login", "title"])


@pytest.mark.parametrize(
    ("table", "layout"),
    [
        (TABLE.replace(KEYS, string_pool(["key", "lo\0in", "title"])), FIELD),
        (TABLE.replace(KEYS, KEYS[:12] + pack("<I", 1) + KEYS[16:]), FIELD),
        (TABLE, FIELD[:-4]),
        (TABLE, b""),
        (TABLE, FIELD.replace(b"\x50\1\1\1", b"\x50\1\1\2")),
    ],
    ids=["name-with-nul", "fewer-names", "cut-layout", "empty-layout", "attribute-of-another"],
)
def test_kept_cases_leave_a_gap(table, layout):
    assert the_gap({"resources.arsc": table, "a.xml": layout})


def test_a_style_that_claims_more_items_than_there_are_leaves_a_gap():
    items = {0x01010220: 1}
    table = arsc({LAYOUT: "a.xml", STYLE: Style(0, items)}, names={LAYOUT: "login"})
    entry = pack("<HHI2I", 16, 1, 0, 0, 1)
    assert table.count(entry) == 1
    damaged_table = table.replace(entry, pack("<HHI2I", 16, 1, 0, 0, 0x7FFFFFFF))
    layout = axml(view("LinearLayout", view("EditText", style=ref(STYLE))))
    assert the_gap({"resources.arsc": damaged_table, "a.xml": layout})


def test_a_table_of_many_entries_and_configurations_is_listed_in_time():
    started = time.process_time()
    the_gap({"resources.arsc": large_arsc(30_000, 150)})
    assert time.process_time() - started < 2 * MAX_SECONDS
