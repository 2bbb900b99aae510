"""Layouts are found wherever the table names them; what cannot be read is a gap, never nothing."""

import contextlib

import pytest

from appsec.facts.app import FactUnavailable
from appsec.facts.resources import Localised
from appsec.facts.screens import Toolkit, TouchFilter
from appsec.readers.aab.bundle import open_bundle
from appsec.readers.apk.ui import layouts
from appsec.readers.apk.ui.view_attributes import ViewAttr
from appsec.readers.archive import Archive
from tests.apks import Silent, app, manifest, opened, pack_zip
from tests.axml_builder import Style, arsc, axml, el, ref
from tests.containers import CONFIG, apk, app_of, base, opened_set, split
from tests.proto_builder import proto_xml
from tests.readers.apk.ui.apps import (
    ID,
    LAYOUT,
    STRANGE,
    STYLE,
    TEXT,
    XML,
    activity,
    found,
    screens,
    themed,
    view,
)

FIELD = view("LinearLayout", view("EditText", hint="密碼"))


def gaps(one):
    with contextlib.suppress(FactUnavailable):
        one.read("text_fields")
    return [(gap.cause.value, gap.key, dict(gap.values)) for gap in one.gaps_of("text_fields")]


def files_of(layouts_and_more):
    return {n: c if isinstance(c, bytes) else axml(c) for n, c in layouts_and_more.items()}


def test_a_shortened_path_is_found_by_the_table():
    table = arsc({LAYOUT: "r/a/b"}, names={LAYOUT: "login"})
    one = app(manifest(el("application")), {"resources.arsc": table, "r/a/b": FIELD})
    (layout,) = one.text_fields.layouts
    assert (layout.name, layout.at.file, layout.views) == ("login", "r/a/b", 2)
    assert len(one.text_fields.fields) == 1


def test_each_configuration_has_its_file():
    table = arsc({LAYOUT: {0: "a.xml", 26: "b.xml"}}, names={LAYOUT: "login"})
    files = {"resources.arsc": table, "a.xml": FIELD, "b.xml": FIELD}
    fields = app(manifest(el("application")), files).text_fields
    assert [(f.configuration, f.at.file) for f in fields.fields] == [
        ("", "a.xml"),
        ("v26", "b.xml"),
    ]


def test_a_layout_may_be_one_field_and_nothing_else():
    (field,) = found({"ask": view("EditText", hint="密碼")}).fields
    assert (field.layout, field.at.member) == ("ask", "EditText [1]")


def test_a_type_that_nobody_knows_may_hold_layouts():
    more = {"x.bin": axml(FIELD)}
    assert len(found({}, {STRANGE: "x.bin", STRANGE + 1: "no file"}, more=more).fields) == 1


def test_includes_merges_and_web_views_are_told():
    names = {"outer": view("FrameLayout", view("include", layout=ref(LAYOUT + 1)), view("WebView"))}
    told = found(names | {"inner": view("merge", view("EditText"))}).layouts
    assert [(one.name, one.includes, one.merge, one.web) for one in told] == [
        ("outer", ("inner",), False, True),
        ("inner", (), True, False),
    ]


SET = {ViewAttr.FILTER_TOUCHES_WHEN_OBSCURED: True}


@pytest.mark.parametrize(
    ("root", "told"),
    [
        (view("FrameLayout"), TouchFilter.NONE),
        (view("FrameLayout", filterTouchesWhenObscured=True), TouchFilter.ROOT),
        (view("FrameLayout", filterTouchesWhenObscured=False), TouchFilter.NONE),
        (view("FrameLayout", style=ref(STYLE)), TouchFilter.ROOT),
        (view("FrameLayout", theme=ref(STYLE)), TouchFilter.ROOT),
        (view("merge", filterTouchesWhenObscured=True), TouchFilter.NONE),
        (
            view("FrameLayout", view("Button", filterTouchesWhenObscured=True)),
            TouchFilter.PART,
        ),
    ],
)
def test_a_filter_of_touches_holds_from_the_root_on(root, told):
    (layout,) = found({"a": root}, {STYLE: Style(0, SET)}).layouts
    assert layout.touch_filter is told


def test_a_theme_filters_touches_only_if_all_do():
    styles = {STYLE: Style(0, SET), STYLE + 1: Style(STYLE, {}), STYLE + 2: Style(0, {})}
    both = themed(ref(STYLE), activity(ref(STYLE + 1)), activity(ref(STYLE)))
    one = themed(ref(STYLE), activity(ref(STYLE + 2)), activity(ref(STYLE)))
    for root, told in ((both, TouchFilter.ROOT), (one, TouchFilter.NONE)):
        (layout,) = found({"a": view("FrameLayout")}, styles, root=root).layouts
        assert layout.touch_filter is told


def test_a_layout_that_is_malformed_or_missing_is_a_gap_and_the_others_are_read():
    table = arsc(
        {LAYOUT: "a.xml", LAYOUT + 1: "b.xml", LAYOUT + 2: "c.xml"},
        names={LAYOUT: "a", LAYOUT + 1: "b", LAYOUT + 2: "c"},
    )
    files = files_of({"a.xml": FIELD, "b.xml": axml(FIELD)[:-8]}) | {"resources.arsc": table}
    one = app(manifest(el("application")), files)
    assert [(cause, key, values["file"]) for cause, key, values in gaps(one)] == [
        ("lost", "malformed-xml", "b.xml"),
        ("lost", "missing-file", "c.xml"),
    ]
    assert [field.layout for field in one.text_fields.fields] == ["a"]


def test_a_malformed_table_costs_the_fact():
    one = app(manifest(el("application")), {"resources.arsc": b"\2\0\x0c\0" + bytes(40)})
    assert [key for _, key, _ in gaps(one)] == ["malformed-resources"]


def test_without_a_table_there_are_no_layouts():
    one = app(manifest(el("application")))
    assert (one.text_fields.layouts, one.strings, gaps(one)) == ((), (), [])


def test_a_hint_a_style_or_a_length_that_leads_nowhere_is_a_gap():
    layout = view(
        "LinearLayout",
        view("EditText", hint=ref(TEXT + 7)),
        view("EditText", style=ref(STYLE + 7)),
        view("EditText", maxLength=ref(TEXT + 8)),
        view("EditText", hint=ref(0x01040001)),
    )
    one = screens({"a": layout}, {TEXT: "x", STYLE: Style(0, {})})
    lost = {(values["attribute"], values["id"]) for _, _, values in gaps(one)}
    assert ("hint", f"@0x{TEXT + 7:08x}") in lost
    assert ("inputType", f"@0x{STYLE + 7:08x}") in lost
    assert ("maxLength", f"@0x{TEXT + 8:08x}") in lost
    assert {field.unsure for field in one.text_fields.fields if "maxLength" in field.unsure}


def test_a_theme_that_leads_nowhere_is_a_gap_and_the_fields_are_read():
    root = themed(ref(STYLE + 9), activity(ref(STYLE + 9)))
    one = screens({"a": FIELD}, {STYLE: Style(0, {})}, root=root)
    assert {key for _, key, _ in gaps(one)} == {"unresolved-reference"}
    (field,) = one.text_fields.fields
    assert (field.layout, "inputType" in field.unsure) == ("a", True)


def test_styles_that_are_their_own_parents_are_a_gap():
    styles = {STYLE: Style(STYLE + 1, {}), STYLE + 1: Style(STYLE, {})}
    one = screens({"a": view("EditText", view("EditText", style=ref(STYLE)))}, styles)
    assert {key for _, key, _ in gaps(one)} == {"unresolved-reference"}


def test_more_layouts_than_are_read_cost_the_fact(monkeypatch):
    monkeypatch.setattr(layouts, "MAX_FILES", 1)
    assert [key for _, key, _ in gaps(screens({"a": FIELD, "b": FIELD}))] == ["too-many-layouts"]


def test_more_elements_than_are_read_cost_the_fact(monkeypatch):
    monkeypatch.setattr(layouts, "MAX_ELEMENTS", 1)
    assert [key for _, key, _ in gaps(screens({"a": FIELD, "b": FIELD}))] == ["too-many-layouts"]


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("lib/arm64-v8a/libflutter.so", "Flutter"),
        ("assets/index.android.bundle", "React Native"),
        ("META-INF/androidx.compose.ui_ui.version", "Jetpack Compose"),
        ("assets/www/index.html", "Cordova, Capacitor"),
    ],
)
def test_a_toolkit_that_draws_screens_itself_is_out_of_reach(file, name):
    one = screens({"a": FIELD}, more={file: b"x"})
    assert one.text_fields.toolkits == (Toolkit(name, file),)
    values = {"toolkit": name, "file": file}
    assert gaps(one) == [("not_supplied", "ui-outside-layouts", values)]
    assert len(one.text_fields.fields) == 1


@pytest.mark.parametrize(
    "file", ["lib/arm64-v8a/libflutters.so", "assets/x/index.android.bundle", "assets/www/a.html"]
)
def test_files_of_similar_names_are_no_toolkit(file):
    assert found({"a": FIELD}, more={file: b"x"}).toolkits == ()


def test_a_toolkit_in_a_bundle_is_found_where_a_module_keeps_such_files():
    data = pack_zip(
        {
            **CONFIG,
            "base/manifest/AndroidManifest.xml": proto_xml(manifest(el("application"))),
            "base/root/META-INF/androidx.compose.ui_ui.version": b"1",
            "base/lib/x86/libflutter.so": b"x",
        }
    )
    one = open_bundle(Archive.from_bytes(data), Silent(), {}).app
    assert one.text_fields.toolkits == (
        Toolkit("Jetpack Compose", "base/root/META-INF/androidx.compose.ui_ui.version"),
        Toolkit("Flutter", "base/lib/x86/libflutter.so"),
    )


@pytest.mark.parametrize("name", ["0_resource_name_obfuscated", "(name removed)"])
def test_removed_names_are_out_of_reach(name):
    one = screens({}, {LAYOUT: "a.xml"}, {LAYOUT: name}, more={"a.xml": axml(FIELD)})
    assert gaps(one) == [("not_supplied", "resource-names-removed", {})]
    assert [field.asks_surely for field in one.text_fields.fields] == [False]


def test_names_of_a_letter_or_two_are_as_good_as_removed():
    short = {name: FIELD for name in "abcdefgh"} | {"activity_main": FIELD, "dialog": FIELD}
    assert [key for _, key, _ in gaps(screens(short))] == ["resource-names-removed"]
    few = {"a": FIELD, "b": FIELD}
    assert gaps(screens(few)) == []


SHRUNK = bytes.fromhex(
    "03000800 68000000 01001c00 24000000 01000000 00000000 00010000 20000000 00000000 "
    "00000000 01017800 02011000 24000000 01000000 ffffffff ffffffff 00000000 14001400 "
    "00000000 00000000 03011000 18000000 01000000 ffffffff ffffffff 00000000 "
)


def test_what_the_resource_shrinker_leaves_of_a_layout_is_read():
    (layout,) = found({"gone": SHRUNK}).layouts
    assert (layout.name, layout.views) == ("gone", 1)


def test_a_layout_in_a_split_is_the_apps_too():
    login, bare = base(el("application")), split("land", el("application"))
    table = arsc({LAYOUT: "a.xml"}, names={LAYOUT: "login"})
    own = arsc({TEXT: "x"})
    one = app_of(
        opened_set(
            {
                "base.apk": apk(login, {"resources.arsc": own}),
                "land.apk": apk(bare, {"resources.arsc": table, "a.xml": axml(FIELD)}),
            },
            "xapk",
        )
    )
    (field,) = one.text_fields.fields
    assert (field.layout, field.at.file) == ("login", "land.apk!a.xml")
    assert one.gaps_of("text_fields") == ()


def test_a_file_of_xml_that_is_no_preference_screen_holds_no_layout():
    more = {"x.xml": axml(view("paths", view("EditText")))}
    told = found({}, {XML: "x.xml"}, more=more)
    assert (told.fields, told.layouts) == ((), ())


def test_strings_are_read_in_every_configuration():
    table = arsc(
        {TEXT: {0: "one", 23: "two"}, TEXT + 1: ref(TEXT)}, names={TEXT: "a", TEXT + 1: "b"}
    )
    one = app(manifest(el("application")), {"resources.arsc": table})
    assert [(s.name, s.at.member, s.texts) for s in one.strings] == [
        ("a", "string/a", (Localised("one"), Localised("two", "v23"))),
        ("b", "string/b", (Localised(f"@0x{TEXT:08x}"),)),
    ]


def test_what_was_read_is_counted_as_read():
    table = arsc({LAYOUT: "a.xml", ID: False}, names={LAYOUT: "a"})
    one = opened(manifest(el("application")), {"resources.arsc": table, "a.xml": FIELD})
    one.app.read("text_fields")
    assert set(one.package().read) == {"AndroidManifest.xml", "resources.arsc", "a.xml"}
