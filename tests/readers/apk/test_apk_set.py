"""Several APKs as one app: which are taken, and what of them cannot be told."""

import json

import pytest

from appsec.assess.words import fill, load
from appsec.facts.app import FactUnavailable, Known
from appsec.model.outcome import Cause, Location
from appsec.model.package import Part
from appsec.readers.apk.apk_set import MAX_APKS, open_apk_set
from appsec.readers.archive import Archive
from appsec.readers.opened import Unreadable
from tests.apks import Silent, pack_zip
from tests.axml_builder import A, E, arsc, el, ref
from tests.containers import apk, app_of, base, gaps_of, keys_of, opened_set, split
from tests.hostile_zip import Spoil, spoil
from tests.proto_builder import put, variant

FLAG = 0x7F020000
HIGH = split("config.xhdpi", el("application", hasCode=False))
SET = {"base.apk": apk(base()), "split_config.xhdpi.apk": apk(HIGH)}
IN_BASE, IN_SPLIT = "base.apk!AndroidManifest.xml", "split_config.xhdpi.apk!AndroidManifest.xml"


def one(root: E, added: E) -> dict[str, bytes]:
    return {"base.apk": apk(root), "more.apk": apk(added)}


def test_base_and_splits_are_one_app_whose_places_name_the_file() -> None:
    found = opened_set(SET)
    assert app_of(found).manifest.at == Location(IN_BASE, "application")
    assert gaps_of(found) == ()
    package = found.package()
    assert (package.kind, package.id, package.build) == ("apks", "tw.example.app", "7")
    assert package.read == (*SET, IN_BASE, IN_SPLIT)
    assert package.skipped == (Part("assets", 2, 2),)


def test_a_split_adds_to_permissions_components_queries_and_meta_data() -> None:
    root = base(
        el("uses-permission", name="android.permission.CAMERA"),
        el(
            "application",
            el("meta-data", name="a", value="1"),
            el("meta-data", name="com.android.vending.derived.apk.id", value=1),
            el("activity", name=".A", exported=False),
        ),
    )
    added = split(
        "more",
        el("uses-permission", name="android.permission.CAMERA"),
        el("uses-permission", name="android.permission.READ_SMS"),
        el("queries", el("package", name="com.topjohnwu.magisk")),
        el(
            "application",
            el("meta-data", name="b", value="2"),
            el("meta-data", name="com.android.vending.derived.apk.id", value=2),
            el("activity", name=".A", exported=False),
            el("provider", name=".P", authorities="p", exported=True),
        ),
    )
    found = opened_set(one(root, added))
    manifest = app_of(found).manifest
    assert gaps_of(found) == ()
    assert [(p.name.rpartition(".")[2], p.at.file) for p in manifest.uses_permissions] == [
        ("CAMERA", IN_BASE),
        ("READ_SMS", "more.apk!AndroidManifest.xml"),
    ]
    assert [(c.name, c.at.file) for c in manifest.components] == [
        ("tw.example.app.A", IN_BASE),
        ("tw.example.app.P", "more.apk!AndroidManifest.xml"),
    ]
    assert manifest.queries == ("com.topjohnwu.magisk",)
    assert manifest.meta_data == {"a": "1", "b": "2", "com.android.vending.derived.apk.id": "1"}


def test_a_component_that_differs_in_a_split_counts_beside_the_first() -> None:
    closed = el("activity", name=".A", exported=False)
    opened = el("activity", name=".A", exported=True)
    found = opened_set(one(base(el("application", closed)), split("x", el("application", opened))))
    assert [c.exported for c in app_of(found).manifest.components] == [False, True]


def test_flags_are_those_of_the_base_and_references_are_looked_up_in_all() -> None:
    root = base(el("application", el("activity", name=".A", exported=ref(FLAG))))
    added = split("config.land", el("application", debuggable=True))
    files = {
        "base.apk": apk(root, {"resources.arsc": arsc({FLAG: False})}),
        "more.apk": apk(added, {"resources.arsc": arsc({FLAG: {26: True}})}),
    }
    found = opened_set(files)
    assert not app_of(found).manifest.debuggable
    assert app_of(found).manifest.components[0].exported
    assert gaps_of(found) == ()


def permission(level: int) -> E:
    return el("permission", name="p", protectionLevel=level)


APPLICATION = el("application")
NEEDS = {"requiredSplitTypes": "base__abi,base__density"}
FLAGGED = el("application", el("meta-data", name="com.android.vending.splits.required", value=True))
MORE = "more.apk!AndroidManifest.xml"
CONFLICTS: dict[str, tuple[E, E, list[tuple[str, str]]]] = {
    "package": (base(), split("x", package="tw.example.other"), [("splits-disagree", MORE)]),
    "version": (base(), split("x", versionCode=8), [("splits-disagree", MORE)]),
    "no version": (base(), split("x", versionCode=None), [("splits-disagree", MORE)]),
    "permission": (
        base(permission(0), APPLICATION),
        split("x", permission(2), APPLICATION),
        [("splits-disagree", MORE)],
    ),
    "permission of a split": (base(), split("x", permission(2)), [("splits-disagree", MORE)]),
    "same permission": (
        base(permission(2), APPLICATION),
        split("x", permission(2), APPLICATION),
        [],
    ),
    "two applications": (
        base(),
        split("x", APPLICATION, APPLICATION),
        [("ambiguous-manifest", MORE)],
    ),
    "types missing": (
        base(**NEEDS),
        split("x", splitTypes="base__abi"),
        [("splits-missing", IN_BASE)],
    ),
    "types there": (base(**NEEDS), split("x", splitTypes="base__abi, base__density"), []),
    "types of a feature": (
        base(),
        split("x", requiredSplitTypes="x__abi"),
        [("splits-missing", MORE)],
    ),
    "a split is there": (base(isSplitRequired=True), split("x"), []),
    "a split is there as of old": (base(FLAGGED), split("x"), []),
    "for a feature": (
        base(),
        split("x.config.hdpi", configForSplit="x"),
        [("split-missing", MORE)],
    ),
    "for the base": (base(), split("config.hdpi", configForSplit=""), []),
    "uses another": (
        base(),
        split("x", el("uses-split", name="y"), APPLICATION),
        [("split-missing", MORE)],
    ),
    "another root": (base(), E("other", (A("split", "x"),)), [("malformed-xml", MORE)]),
}


@pytest.mark.parametrize("name", CONFLICTS)
def test_whether_they_belong_together(name: str) -> None:
    root, added, keys = CONFLICTS[name]
    found = opened_set(one(root, added))
    assert keys_of(found) == keys
    assert all(gap.cause is Cause.LOST for gap in gaps_of(found))


def test_a_split_given_twice() -> None:
    found = opened_set({**SET, "x.apk": apk(HIGH)})
    assert keys_of(found) == [("split-twice", "x.apk!AndroidManifest.xml")]


def test_a_base_alone_that_needs_splits() -> None:
    for root in (base(isSplitRequired=True), base(FLAGGED), base(**NEEDS)):
        assert keys_of(opened_set({"base.apk": apk(root)})) == [("splits-missing", IN_BASE)]


@pytest.mark.parametrize(
    ("inner", "gap"),
    [
        (b"junk", ("split-unreadable", "split_config.xhdpi.apk")),
        (apk(b"junk"), ("malformed-xml", IN_SPLIT)),
        (apk(HIGH, {"META-INF/K.RSA": b""}), ("split-empty", "split_config.xhdpi.apk")),
        (pack_zip({"classes.dex": b"dex"}), ("missing-file", IN_SPLIT)),
    ],
)
def test_a_split_that_cannot_be_read(inner: bytes, gap: tuple[str, str]) -> None:
    found = opened_set(SET | {"split_config.xhdpi.apk": inner})
    assert keys_of(found) == [gap]


def test_a_split_whose_code_is_refused() -> None:
    twice = apk(HIGH, {"classes.dex": b"one", "assets/x": b"x"})
    spoilt = spoil(twice, "classes.dex", Spoil.DUPLICATED)
    found = opened_set(SET | {"split_config.xhdpi.apk": spoilt})
    assert keys_of(found) == [("refused-file", "split_config.xhdpi.apk!classes.dex")]
    assert found.package().refused == {"split_config.xhdpi.apk!classes.dex": "duplicate-name"}


def test_a_base_whose_manifest_is_malformed_is_a_lost_fact() -> None:
    found = opened_set(SET | {"base.apk": apk(b"junk")})
    with pytest.raises(FactUnavailable, match="malformed-xml"):
        found.app.read("manifest")
    assert found.package().kind == "apks"


REFUSED: dict[str, tuple[dict[str, bytes], str]] = {
    "splits alone": ({"x.apk": apk(HIGH)}, "no-base-apk"),
    "no APK": ({"toc.pb": b""}, "no-base-apk"),
    "nothing readable": ({"x.apk": b"junk"}, "no-base-apk"),
    "two apps": ({"a.apk": apk(base()), "b.apk": apk(base())}, "several-bases"),
    "too many": ({f"{n}.apk": b"" for n in range(MAX_APKS + 1)}, "too-many-apks"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_single_app_is_refused(name: str) -> None:
    files, key = REFUSED[name]
    with pytest.raises(Unreadable) as caught:
        opened_set(files)
    assert caught.value.key == key
    assert all(fill(load("unreadable")[key].text, {"file": "f", **caught.value.values}).values())


BASE_2 = apk(base(versionName="other"))
PATHS = ("splits/base-master.apk", "splits/base-xhdpi.apk")
BUNDLETOOL = {
    PATHS[0]: apk(base(versionName="first")),
    PATHS[1]: apk(HIGH),
    "splits/base-master_2.apk": BASE_2,
    "standalones/standalone.apk": BASE_2,
}
TOC = (
    variant(0, ["standalones/standalone.apk"], kind=4)
    + variant(2, ["splits/base-master_2.apk", PATHS[1]])
    + variant(1, PATHS)
)


def test_the_first_variant_of_splits_is_taken_and_the_others_are_counted() -> None:
    found = opened_set({"toc.pb": TOC, "icon.png": b"png", **BUNDLETOOL})
    assert app_of(found).manifest.version_name == "first"
    assert gaps_of(found) == ()
    package = found.package()
    assert package.read[:3] == ("toc.pb", *PATHS)
    assert package.skipped == (
        Part("assets", 2, 2),
        Part("container", 1, 3),
        Part("variants", 2, 2 * len(BASE_2)),
    )


INTERNET = el("uses-permission", name="android.permission.INTERNET")


@pytest.mark.parametrize(
    ("other", "what"),
    [
        (base(el("application", debuggable=True)), "debuggable"),
        (base(INTERNET, el("application")), "android.permission.INTERNET"),
        (base(el("application", el("service", name=".S", exported=True))), "tw.example.app.S"),
        (b"junk", "malformed-xml"),
        (base(versionName="other"), ""),
        (base(isSplitRequired=True), ""),
    ],
)
@pytest.mark.parametrize("name", ["splits/base-master_2.apk", "standalones/standalone.apk"])
def test_another_variant_that_says_more_is_a_gap(name: str, other: E | bytes, what: str) -> None:
    found = opened_set({"toc.pb": TOC, **BUNDLETOOL, name: apk(other)})
    told = [(gap.key, gap.values["what"]) for gap in gaps_of(found)]
    assert told == ([("variant-differs", what)] if what else [])


def test_a_split_of_another_variant_that_adds_something() -> None:
    more = split("config.xhdpi", INTERNET, el("application"))
    toc = TOC + variant(3, ["splits/base-xhdpi_3.apk"])
    found = opened_set({"toc.pb": toc, **BUNDLETOOL, "splits/base-xhdpi_3.apk": apk(more)})
    assert keys_of(found) == [("variant-differs", "splits/base-xhdpi_3.apk")]


def test_a_split_of_another_variant_takes_from_the_base_what_ours_does() -> None:
    guarded = el("application", permission="tw.example.app.P", taskAffinity="other")
    more = split("config.xhdpi", el("application", el("activity", name=".A", exported=True)))
    again = split("config.xhdpi", more.children[1], versionName="other")
    toc = variant(1, PATHS) + variant(3, ["splits/base-xhdpi_3.apk"])
    files = {PATHS[0]: apk(base(guarded)), PATHS[1]: apk(more)}
    files["splits/base-xhdpi_3.apk"] = apk(again)
    assert gaps_of(opened_set({"toc.pb": toc, **files})) == ()


def test_another_variant_that_cannot_be_opened() -> None:
    found = opened_set({"toc.pb": TOC, **BUNDLETOOL, "standalones/standalone.apk": b"junk"})
    assert keys_of(found) == [("variant-unread", "standalones/standalone.apk")]


def test_asset_packs_go_with_the_variant() -> None:
    path = "asset-slices/guide-master.apk"
    slices = put(3, put(1, put(1, "guide")) + put(2, put(2, path) + put(7, b"")))
    files = {"toc.pb": TOC + slices, path: apk(split("guide")), **BUNDLETOOL}
    assert path in opened_set(files).package().read


@pytest.mark.parametrize(
    ("files", "taken"),
    [
        ({"universal.apk": BASE_2, "standalones/a.apk": BASE_2}, "universal.apk"),
        ({"standalones/b.apk": BASE_2, "standalones/a.apk": BASE_2}, "standalones/a.apk"),
    ],
)
def test_without_splits_one_complete_apk_is_taken(files: dict[str, bytes], taken: str) -> None:
    toc = variant(0, files, kind=4)
    found = opened_set({"toc.pb": toc, **files})
    assert gaps_of(found) == ()
    assert found.package().read[:2] == ("toc.pb", taken)
    assert found.package().skipped == (Part("assets", 1, 1), Part("variants", 1, len(BASE_2)))


@pytest.mark.parametrize(
    ("toc", "gap"),
    [
        (None, ("missing-file", "toc.pb")),
        (b"", ("malformed-index", "toc.pb")),
        (b"\xff", ("malformed-index", "toc.pb")),
        (variant(0, [PATHS[0]]), ("unlisted-apk", PATHS[1])),
        (variant(0, [*PATHS, "splits/base-arm64.apk"]), ("unpacked-apk", "splits/base-arm64.apk")),
    ],
)
def test_an_index_that_does_not_fit(toc: bytes | None, gap: tuple[str, str]) -> None:
    files = {name: BUNDLETOOL[name] for name in PATHS}
    found = opened_set(files if toc is None else {"toc.pb": toc, **files})
    assert keys_of(found) == [gap]


@pytest.mark.parametrize(
    ("index", "gaps"),
    [
        ({"split_apks": [{"file": name, "id": "x"} for name in SET]}, []),
        ({}, []),
        ({"split_apks": [{"file": "gone.apk"}]}, [("unpacked-apk", "gone.apk")]),
        ({"split_apks": [{"id": "x"}]}, [("malformed-index", "manifest.json")]),
        ({"split_apks": 5}, [("malformed-index", "manifest.json")]),
        ([], [("malformed-index", "manifest.json")]),
        ("[" * 100_000, [("malformed-index", "manifest.json")]),
    ],
)
def test_the_index_of_an_xapk(index: object, gaps: list[tuple[str, str]]) -> None:
    data = index if isinstance(index, str) else json.dumps(index)
    found = opened_set({"manifest.json": data.encode(), "Android/obb/x.obb": b"o", **SET}, "xapk")
    assert keys_of(found) == gaps
    assert found.package().kind == "xapk"
    assert found.package().skipped == (Part("assets", 2, 2), Part("container", 1, 1))


def test_facts_that_killed_a_child_are_not_read_again() -> None:
    def lost(_: object) -> Known[object]:
        raise FactUnavailable(Cause.LOST, "child-timeout")

    archive = Archive.from_bytes(pack_zip(SET))
    found = open_apk_set(archive, "apks", Silent(), {"manifest": lost})
    with pytest.raises(FactUnavailable, match="child-timeout"):
        found.app.read("network_config")
    assert found.package().id == ""


GAPS = {
    "split-empty": {"file": "f"},
    "split-unreadable": {"file": "f", "why": "w"},
    "split-missing": {"file": "f", "split": "s"},
    "split-twice": {"file": "f", "split": "s"},
    "splits-disagree": {"file": "f", "what": "w"},
    "splits-missing": {"file": "f", "types": "t"},
    "unpacked-apk": {"file": "f", "index": "i"},
    "unlisted-apk": {"file": "f", "index": "i"},
    "malformed-index": {"file": "f"},
    "variant-differs": {"file": "f", "what": "w"},
    "variant-unread": {"file": "f", "why": "w"},
}


@pytest.mark.parametrize("key", GAPS)
def test_every_gap_says_what_is_missing_and_what_to_do(key: str) -> None:
    words = load("gaps")[key]
    assert words.next
    for text in (words.text, words.next):
        assert all(fill(text, GAPS[key]).values())


def test_what_is_skipped_has_words() -> None:
    assert {"skipped-variants", "skipped-container"} <= load("coverage").keys()
