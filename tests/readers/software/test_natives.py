"""Native libraries and scripts: version texts, names, copies, and what nobody knows."""

import pytest

from appsec.facts.native import NativeLibrary, NativeStrings
from appsec.model.outcome import Location
from appsec.model.software import Means, SoftwareKind, Unidentified
from appsec.readers.software import scripts
from appsec.readers.software.collected import Collected
from appsec.readers.software.native_texts import read_natives
from appsec.readers.software.table import table
from tests.apks import app, manifest
from tests.axml_builder import el
from tests.dex_builder import dex

CODE = {"classes.dex": dex("tw/example/app/Main", "text")}


def library(path, *texts, exports=()):
    abi, name = path.split("/")
    at = Location(f"lib/{path}")
    return NativeLibrary(name, abi, abi, at, exports=exports), NativeStrings(texts, at)


def told(*files):
    found = Collected()
    libraries, strings = zip(*files, strict=True)
    unknown = read_natives(libraries, strings, table("native"), found)
    return [(one.name, one.version) for one in found.components()], unknown


@pytest.mark.parametrize(
    ("text", "name", "version"),
    [
        ("OpenSSL 1.1.1k  25 Mar 2021", "OpenSSL", "1.1.1k"),
        ("OpenSSL 1.1.1 (compatible; BoringSSL)", "BoringSSL", ""),
        (" deflate 1.2.11 Copyright 1995-2017 Jean-loup Gailly and Mark Adler ", "zlib", "1.2.11"),
        ("libcurl/7.79.1", "curl", "7.79.1"),
        ("3.1.0 (stable) (Tue Aug 15) on android_arm64", "Dart", "3.1.0"),
        ("4.5.4 community", "SQLCipher", "4.5.4"),
        ("SSH-2.0-libssh2_1.10.0", "libssh2", "1.10.0"),
    ],
)
def test_a_text_states_name_and_version(text, name, version):
    found, unknown = told(library("arm64-v8a/libapp.so", "before it", text, "behind it"))
    assert (name, version) in found
    assert unknown == ()


def test_names_and_functions_tell_without_a_version():
    assert told(library("x86/libreactnativejni.so"))[0] == [("React Native", "")]
    assert told(library("x86/liba.so", exports=("sqlite3_open_v2",)))[0] == [("SQLite", "")]


def test_two_copies_are_two_components_and_the_older_is_not_hidden():
    new = library("arm64-v8a/libcrypto.so", "OpenSSL 3.0.8 7 Feb 2023")
    old = library("arm64-v8a/libother.so", "OpenSSL 1.0.2k  26 Jan 2017")
    bare = library("arm64-v8a/libssl.so", exports=("SSL_CTX_new",))
    assert told(new, old, bare)[0] == [("OpenSSL", ""), ("OpenSSL", "1.0.2k"), ("OpenSSL", "3.0.8")]


@pytest.mark.parametrize(
    ("texts", "licences"),
    [
        (
            ["ffmpeg version 6.0", "libavcodec license: GPL version 3 or later"],
            ["GPL-3.0-or-later"],
        ),
        (
            ["ffmpeg version 6.0", "libavcodec license: LGPL version 2.1 or later"],
            ["LGPL-2.1-or-later"],
        ),
        (["ffmpeg version 6.0", "libavcodec license: nonfree and unredistributable"], []),
        (["ffmpeg version 6.0"], []),
        (["4.5.4 community"], ["BSD-3-Clause"]),
        (["4.5.4 commercial"], []),
    ],
)
def test_how_it_was_built_tells_the_licence(texts, licences):
    found = Collected()
    libraries, strings = zip(library("arm64-v8a/libapp.so", *texts), strict=True)
    read_natives(libraries, strings, table("native"), found)
    assert [list(one.licences) for one in found.components()] == [licences]


def test_each_copy_has_the_licence_that_its_file_tells():
    found = Collected()
    one = library("x86/liba.so", "ffmpeg version 5.0", "libavcodec license: GPL version 3 or later")
    libraries, strings = zip(one, library("x86/libb.so", "ffmpeg version 6.0"), strict=True)
    read_natives(libraries, strings, table("native"), found)
    told = [(each.version, each.licences) for each in found.components()]
    assert told == [("5.0", ("GPL-3.0-or-later",)), ("6.0", ())]


def test_a_library_that_nothing_tells_of_is_listed_once():
    files = (library("arm64-v8a/libown.so", "OpenSSL"), library("x86_64/libown.so"))
    at = Location("lib/arm64-v8a/libown.so")
    assert told(*files) == ([], (Unidentified("libown.so", 1, at),))


def scripted(files):
    return app(manifest(el("application")), CODE | files)


@pytest.mark.parametrize(
    ("text", "name", "version"),
    [
        (b"/*! jQuery v3.4.1 | (c) JS Foundation */!function(){}", "jquery", "3.4.1"),
        (b"/*!\n * Vue.js v2.6.11\n */", "vue", "2.6.11"),
        (b"//! moment.js\n//! version : 2.24.0\n", "moment", "2.24.0"),
        (b"x" * 5000 + b" * Bootstrap v4.3.1 (https://getbootstrap.com/)\n", "bootstrap", "4.3.1"),
    ],
)
def test_a_script_names_its_library(text, name, version):
    found = scripted({"assets/www/lib.js": text}).identified
    (one,) = found.components
    assert (one.name, one.version, one.purl) == (name, version, f"pkg:npm/{name}")
    assert (one.kind, found.unidentified) == (SoftwareKind.JAVASCRIPT, ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            b"/**\n * Lodash <https://lodash.com/>\n * Based on Underscore.js 1.8.3 <u>",
            ("lodash", ""),
        ),
        (
            b"/**\n * Lodash lodash.com/license | Underscore.js 1.8.3 underscorejs.org/LICENSE\n",
            ("lodash", ""),
        ),
        (
            b"/** @license React v0.19.1\n * scheduler.production.min.js\n */"
            b"/** @license React v16.13.1\n * react-is.production.min.js\n */"
            b"/** @license React v16.14.0\n * react-dom.production.min.js\n */",
            ("react", "16.14.0"),
        ),
        (b"/* Requires jQuery v1.9.1, tested with Bootstrap v3.3.7 */", None),
        (b"/* jQuery v3.4.1, based on jQuery v1.2.3 */", ("jquery", "3.4.1")),
    ],
)
def test_what_a_script_only_speaks_of_is_none(text, expected):
    found = [
        (one.name, one.version) for one in scripted({"assets/lib.js": text}).identified.components
    ]
    assert found == ([expected] if expected else [])


def test_react_native_tells_its_version_in_parts():
    text = b"e.version={major:0,minor:72,patch:4,prerelease:null}"
    (one,) = scripted({"assets/app.js": text}).identified.components
    assert (one.name, one.version) == ("react-native", "0.72.4")


@pytest.mark.parametrize("text", [b"run()", b"", b"\xc6\x1f\xbc\x03\xc1\x03\x19\x1f\0\0", b"\xff"])
def test_a_script_that_names_none_is_listed(text):
    found = scripted({"assets/app.js": text}).identified
    at = Location("assets/app.js")
    assert (found.components, found.unidentified) == ((), (Unidentified("assets/app.js", 1, at),))


def test_a_page_need_hold_no_library():
    assert scripted({"assets/index.html": b"<p>x</p>"}).identified.unidentified == ()


def test_plugins_of_cordova_are_listed_with_their_versions():
    listed = b'module.exports.metadata = {"cordova-plugin-camera": "6.0.0", "<b>": "1", "x": 2};'
    found = scripted({"assets/www/cordova_plugins.js": listed}).identified.components
    camera = next(one for one in found if one.name == "cordova-plugin-camera")
    assert (camera.purl, camera.version) == ("pkg:npm/cordova-plugin-camera", "6.0.0")
    assert camera.traces[0].means is Means.VERSION_FILE
    assert "<b>" not in [one.name for one in found]


def test_more_than_is_read_is_a_gap(monkeypatch):
    monkeypatch.setattr(scripts, "MAX_FILE", 4)
    found = scripted({"assets/app.js": b"longer"})
    assert found.identified.unidentified == ()
    assert [gap.key for gap in found.gaps_of("identified")] == ["refused-file"]
