"""Code that is not in the DEX files leaves the fact `code` with a gap, whatever hides it."""

import zipfile
from pathlib import Path

import pytest

from appsec.assess.words import load
from appsec.facts.framework import Framework, FrameworkKind
from appsec.model.outcome import Cause, Gap, Location
from appsec.readers.apk import elsewhere
from appsec.readers.apk.frameworks import marks, unread_code
from appsec.readers.dex.file import Dex
from tests import apks
from tests.axml_builder import el
from tests.command import SAMPLES

MAIN = "tw.example.sample.code.MainActivity"
ARM = "lib/arm64-v8a"


def dex() -> bytes:
    """One class: MAIN."""
    with zipfile.ZipFile(Path(SAMPLES, "android/code/keys/fixed.apk")) as apk:
        return apk.read("classes.dex")


def app(*names: str, component: str = MAIN, **files: bytes):
    manifest = apks.manifest(el("application", el("activity", name=component)))
    every = {"classes.dex": dex(), **dict.fromkeys(names, b"-"), **files}
    return apks.app(manifest, every)


def gaps_of(one):
    """The gaps that a check which asks for the code runs into."""
    with one.watching() as touched:
        assert one.code
    return [gap for fact in sorted(touched) for gap in one.gaps_of(fact)]


@pytest.mark.parametrize(
    ("names", "title", "payload"),
    [
        (
            ("assets/index.android.bundle", f"{ARM}/libreactnative.so", f"{ARM}/libjsc.so"),
            "React Native (JavaScriptCore)",
            "assets/index.android.bundle",
        ),
        (
            ("assets/index.android.bundle", f"{ARM}/libhermes.so"),
            "React Native (Hermes)",
            "assets/index.android.bundle",
        ),
        ((f"{ARM}/libreactnativejni.so",), "React Native", f"{ARM}/libreactnativejni.so"),
        ((f"{ARM}/libflutter.so", f"{ARM}/libapp.so"), "Flutter", f"{ARM}/libapp.so"),
        (("assets/flutter_assets/AssetManifest.json",), "Flutter", None),
        (("assets/www/cordova.js", "assets/www/index.html"), "Cordova", "assets/www/cordova.js"),
        (
            ("assets/capacitor.config.json", "assets/public/main.js"),
            "Ionic Capacitor",
            "assets/public/main.js",
        ),
        (("assemblies/assemblies.blob",), "Xamarin / .NET MAUI", "assemblies/assemblies.blob"),
        (
            (f"{ARM}/libunity.so", f"{ARM}/libil2cpp.so"),
            "Unity (IL2CPP)",
            f"{ARM}/libil2cpp.so",
        ),
        (
            (f"{ARM}/libunity.so", "assets/bin/Data/Managed/Assembly-CSharp.dll"),
            "Unity (Mono)",
            "assets/bin/Data/Managed/Assembly-CSharp.dll",
        ),
        ((f"{ARM}/libNativeScript.so", "assets/app/main.js"), "NativeScript", "assets/app/main.js"),
    ],
)
def test_a_framework_is_out_of_reach(names, title, payload):
    one = app(*names)
    assert [found.title for found in one.frameworks] == [title]
    (gap,) = gaps_of(one)
    assert (gap.cause, gap.key, gap.values["framework"]) == (
        Cause.OUT_OF_REACH,
        "framework-code",
        title,
    )
    assert gap.values["file"] == (payload or names[0])


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("assets/libjiagu_a64.so", "360 Jiagu"),
        (f"{ARM}/libshella-4.1.0.31.so", "Tencent Legu / MTP"),
        ("lib/armeabi/libDexHelper.so", "Bangcle / SecNeo"),
        ("assets/ijm_lib/arm64-v8a/libexec.so", "Ijiami"),
        ("assets/dp.arm-v8.so.dat", "DexProtector"),
        ("assets/AppSealing/dex_0", "AppSealing"),
    ],
)
def test_a_packer_is_out_of_reach(name, title):
    one = app(name, component="tw.example.Hidden")
    assert one.frameworks == (Framework(title, FrameworkKind.PACKER, Location(name)),)
    values = {"framework": title, "file": name, "count": "1"}
    assert gaps_of(one) == [Gap("code", Cause.OUT_OF_REACH, "packed-code", values)]


def test_a_framework_whose_files_are_not_there_is_known_by_its_classes():
    (gap,) = unread_code((), {"io.flutter.embedding.engine.FlutterJNI"})
    assert gap.values["framework"] == "Flutter"


def test_a_class_that_the_manifest_names_and_no_dex_file_has_is_lost():
    values = {"class": "tw.example.Hidden", "count": "1"}
    assert gaps_of(app(component="tw.example.Hidden")) == [
        Gap("code", Cause.LOST, "classes-missing", values)
    ]


LIBRARY = "com.sdk.ads.AdActivity"


@pytest.mark.parametrize(
    ("missing", "cause", "key", "named"),
    [
        ((LIBRARY,), Cause.OUT_OF_REACH, "library-classes-missing", LIBRARY),
        ((LIBRARY, "tw.example.other.Pay"), Cause.LOST, "classes-missing", "tw.example.other.Pay"),
        ((LIBRARY, "com.sdk.ads.AdService"), Cause.LOST, "classes-missing", LIBRARY),
    ],
)
def test_a_class_that_a_removed_library_leaves_behind_is_out_of_reach(missing, cause, key, named):
    """One of the app's own, or more than half of all, is lost."""
    components = [el("activity", name=name) for name in (MAIN, *missing)]
    one = apks.app(apks.manifest(el("application", *components)), {"classes.dex": dex()})
    assert gaps_of(one) == [Gap("code", cause, key, {"class": named, "count": str(len(missing))})]


def test_a_missing_application_or_launcher_is_lost_in_whatever_package():
    home = el(
        "intent-filter",
        el("action", name="android.intent.action.MAIN"),
        el("category", name="android.intent.category.LAUNCHER"),
    )
    main = el("activity", name=MAIN)
    for application in (
        el("application", main, el("activity", home, name="com.other.Start")),
        el("application", main, name="com.other.App"),
    ):
        one = apks.app(apks.manifest(application), {"classes.dex": dex()})
        assert [(gap.cause, gap.key) for gap in gaps_of(one)] == [(Cause.LOST, "classes-missing")]


def test_an_app_in_native_code_is_out_of_reach(monkeypatch):
    (gap,) = gaps_of(app(component="android.app.NativeActivity"))
    assert (gap.cause, gap.key) == (Cause.OUT_OF_REACH, "native-activity")
    monkeypatch.setattr(elsewhere, "_NATIVE", ("android.app.Activity",))
    (gap,) = gaps_of(app())  # its activity is one of those now
    assert (gap.cause, gap.key) == (Cause.OUT_OF_REACH, "native-activity")


@pytest.mark.parametrize(
    "name", ["assets/update.dat", "assets/plugin", "res/raw/a", "res/a.png", "x.bin"]
)
def test_bytecode_under_any_name_is_out_of_reach(name):
    for data in (dex(), apks.pack_zip({"classes.dex": dex()})):
        one = app(**{name: data})
        values = {"file": name, "count": "1"}
        assert gaps_of(one) == [Gap("code", Cause.OUT_OF_REACH, "bundled-code", values)]


def test_archives_beyond_the_limit_are_lost(monkeypatch):
    monkeypatch.setattr(elsewhere, "_MAX_ARCHIVES", 10)
    values = {"file": "assets/a.zip", "refusal": "over-budget"}
    assert gaps_of(app(**{"assets/a.zip": apks.pack_zip({"a": b""})})) == [
        Gap("code", Cause.LOST, "refused-file", values)
    ]


def test_scripts_of_pages_that_the_code_names_are_out_of_reach(monkeypatch):
    one = app("assets/pages/index.html", "assets/pages/app.js")
    assert gaps_of(one) == []
    monkeypatch.setattr(Dex, "starting_with", lambda _, prefix: iter([prefix + "pages/index.html"]))
    values = {"file": "assets/pages/app.js", "count": "1"}
    assert gaps_of(app("assets/pages/index.html", "assets/pages/app.js")) == [
        Gap("code", Cause.OUT_OF_REACH, "script-code", values)
    ]


def test_ordinary_files_are_no_gap():
    ordinary = (
        f"{ARM}/libsqlcipher.so",
        f"{ARM}/libc++_shared.so",
        "assets/help/index.html",
        "assets/fonts/a.ttf",
        "META-INF/services/a",
        "kotlin/kotlin.kotlin_builtins",
    )
    one = app(*ordinary, **{"assets/levels.zip": apks.pack_zip({"level1.json": b"{}"})})
    assert (one.frameworks, gaps_of(one)) == ((), [])


def test_what_is_refused_may_hide_anything():
    manifest = apks.manifest(el("application", el("activity", name=MAIN)))
    one = apks.app(manifest, {"classes.dex": dex(), "assets/../libflutter.so": b"-"})
    assert [(gap.fact, gap.cause, gap.key) for gap in gaps_of(one)] == [
        ("frameworks", Cause.LOST, "refused-file")
    ]


def test_every_gap_has_words_and_every_mark_a_name_of_its_own():
    words = load("gaps")
    keys = (
        "framework-code",
        "packed-code",
        "native-activity",
        "bundled-code",
        "classes-missing",
        "library-classes-missing",
        "own-code-unrecognised",
        "script-code",
    )
    assert all(key in words for key in keys)
    names = [mark.name for mark in marks()]
    assert len(set(names)) == len(names)
