"""Licences that an app states: recognised by their words, attached only to what they name."""

import gzip
import plistlib

import pytest

from appsec.facts.app import FactUnavailable
from appsec.model.outcome import Cause, Location
from appsec.model.software import Means
from appsec.readers.software import stated_licences
from appsec.readers.software.collected import UNRECOGNISED, Collected
from appsec.readers.software.licence_texts import MAX_TEXT, licence_in, licence_named
from appsec.readers.software.stated_licences import StatedLicences
from appsec.readers.software.table import Row
from tests.apks import app, manifest
from tests.axml_builder import el
from tests.dex_builder import dex
from tests.ipa_builder import APP, app_files
from tests.readers.ipa.opening import app_of

MIT = """MIT License
Copyright (c) 2020 Somebody

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal ...

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.
"""
BSD = """/*
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 * 2. Redistributions in binary form must reproduce the above copyright notice
 */
"""
BSD3 = (
    BSD + "Neither the name ... be used to endorse or promote products\nderived from this software"
)
APACHE = """   Apache License
                           Version 2.0, January 2004
                        http://www.apache.org/licenses/
   2. Grant of Copyright License. Subject to the terms
"""
GPL = "GNU GENERAL PUBLIC LICENSE\n     Version 3, 29 June 2007\n"
LGPL = "GNU LESSER GENERAL PUBLIC LICENSE\n     Version 2.1, February 1999\n"
OWN = "Ask us before you use it.\nAll rights reserved.\n"
LINES = "http://www.apache.org/licenses/LICENSE-2.0.txt"


@pytest.mark.parametrize(
    ("text", "licence"),
    [
        (MIT, "MIT"),
        (MIT + "The Software shall be used for Good, not Evil.", ""),
        (MIT + "Commons Clause", ""),
        (MIT.partition("The above")[0], ""),
        (BSD, "BSD-2-Clause"),
        (BSD3, "BSD-3-Clause"),
        (BSD3 + "All advertising materials mentioning", ""),
        (APACHE, "Apache-2.0"),
        (GPL, "GPL-3.0-only"),
        (LGPL, "LGPL-2.1-only"),
        (MIT + APACHE, ""),
        (LINES, "Apache-2.0"),
        (OWN, ""),
        ("", ""),
        (MIT + " " * MAX_TEXT, ""),
    ],
)
def test_a_text_is_told_by_its_sentences(text, licence):
    assert licence_in(text) == licence


@pytest.mark.parametrize(
    ("name", "licence"),
    [
        ("The Apache  Software License, Version 2.0", "Apache-2.0"),
        ("https://opensource.org/licenses/MIT/", "MIT"),
        ("Simplified BSD License", "BSD-2-Clause"),
        ("BSD", ""),
        ("GPL", ""),
        ("Android Software Development Kit License", ""),
    ],
)
def test_a_name_counts_only_if_it_is_certain(name, licence):
    assert licence_named(name) == licence


def of(files, *rows):
    """The licences of each row after these files were looked at."""
    found = Collected()
    for row in rows:
        found.add(row, Means.POM, Location("x"))

    def read(name, limit):
        if name not in files:
            raise FactUnavailable(Cause.LOST, "missing-file", {"file": name})
        return files[name]

    stated = StatedLicences(found, read)
    for name in files:
        stated.look(name)
    return [one.licences for one in found.components()]


LIB = Row("tw.example:lib")
GSON = Row("com.google.code.gson:gson")


def pom(licences):
    return {"META-INF/maven/tw.example/lib/pom.xml": f"<project>{licences}</project>".encode()}


@pytest.mark.parametrize(
    ("licences", "told"),
    [
        (
            "<licenses><license><name>MIT</name><url>https://x.y/</url></license></licenses>",
            ("MIT",),
        ),
        ("<licenses><license><name>Ours</name></license></licenses>", ()),
        ("<!--<licenses><license><name>MIT</name></license></licenses>-->", ()),
        (
            "<licenses><license><name>MIT</name></license>"
            "<license><name>Apache-2.0</name></license></licenses>",
            (),
        ),
        (
            f"<licenses><license><name>MIT</name><url>{LINES}</url></license></licenses>",
            (),
        ),
        ("<licenses>", ()),
    ],
)
def test_a_pom_states_one_licence_or_none(licences, told):
    assert of(pom(licences), LIB) == [told]


def test_what_is_stated_beside_another_licence_adds_to_it():
    pom_of = "META-INF/maven/com.google.code.gson/gson/pom.xml"
    one = "<licenses><license><name>{}</name></license></licenses>"
    assert of({pom_of: one.format("MIT").encode()}, GSON) == [("MIT", "Apache-2.0")]
    assert of({pom_of: one.format("Apache 2.0").encode()}, GSON) == [("Apache-2.0",)]
    assert of({pom_of: one.format("Ours").encode()}, GSON) == [("Apache-2.0", UNRECOGNISED)]


def test_the_list_of_googles_plug_in():
    texts = LINES.encode() + MIT.encode()
    lines = f"0:{len(LINES)} tw.example:lib\n{len(LINES)}:{len(MIT)} Other\n9:9\n999:9 Nobody\n"
    files = {
        "res/raw/third_party_license_metadata": lines.encode(),
        "res/raw/third_party_licenses": texts,
    }
    assert of(files, LIB, Row("Other"), Row("Nobody")) == [(), ("MIT",), ("Apache-2.0",)]
    del files["res/raw/third_party_licenses"]
    assert of(files, LIB) == [()]


def test_the_notices_of_flutter_name_what_the_engine_is_made_of():
    notices = ("\n" + "-" * 80 + "\n").join((f"icu\nsomething\n\n{BSD3}", f"lib\n\n{MIT}"))
    rows = Row("ICU", purl="pkg:generic/icu"), Row("lib", purl="pkg:maven/a/lib")
    for name, data in {
        "assets/flutter_assets/NOTICES": notices.encode(),
        f"{APP}/Frameworks/App.framework/flutter_assets/NOTICES.Z": gzip.compress(notices.encode()),
    }.items():
        assert of({name: data}, *rows) == [("BSD-3-Clause",), ()]
    broken = {"assets/flutter_assets/NOTICES.Z": b"no gzip"}
    assert of(broken, *rows) == [(), ()]


def test_what_is_too_much_is_not_recognised(monkeypatch):
    monkeypatch.setattr(stated_licences, "MAX_NAMES", 1)
    texts = f"pkg\n\n{MIT}\n{'-' * 80}\nzz\n\n{MIT}"
    found = {"flutter_assets/NOTICES": texts.encode()}
    rows = Row("pkg", purl="pkg:generic/pkg"), Row("zz", purl="pkg:generic/zz")
    assert of(found, *rows) == [("MIT",), ()]


def test_an_app_of_android_states_them():
    files = {
        "classes.dex": dex("tw/example/app/Main", "text"),
        "META-INF/maven/tw.example/lib/pom.properties": b"version=1.2\n",
        "META-INF/tw.example_two.version": b"1.0\n",
        "META-INF/androidx/core/core/LICENSE.txt": GPL.encode(),
        "META-INF/androidx.core_core.version": b"1.9.0\n",
        "META-INF/LICENSE": MIT.encode(),
    } | pom("<licenses><license><name>The MIT License</name></license></licenses>")
    found = app(manifest(el("application")), files).identified.components
    assert {one.name: one.licences for one in found} == {
        "tw.example:lib": ("MIT",),
        "tw.example:two": (),
        "androidx.core:core": ("GPL-3.0-only", "Apache-2.0"),
    }


def test_an_app_of_ios_states_them():
    def pod(name, **more):
        folder = f"{APP}/Frameworks/{name}.framework"
        plist = {"CFBundleIdentifier": f"org.cocoapods.{name}", "CFBundleExecutable": name}
        return {f"{folder}/Info.plist": plistlib.dumps(plist)} | {
            f"{folder}/{file}": text.encode() for file, text in more.items()
        }

    listed = [
        {"FooterText": "This application makes use of ...", "Title": "Acknowledgements"},
        {"FooterText": BSD3, "License": "BSD", "Title": "Listed", "Type": "PSGroupSpecifier"},
        {"FooterText": OWN, "License": "MIT", "Title": "Named"},
        {"FooterText": OWN, "License": "Copyright", "Title": "Owned"},
        {"FooterText": OWN, "License": "Copyright", "Title": "Alamofire"},
        "odd",
        {"Title": 1},
    ]
    plist = plistlib.dumps({"PreferenceSpecifiers": listed})
    files = app_files() | {f"{APP}/Settings.bundle/Pods-Demo-acknowledgements.plist": plist}
    for name in ("Listed", "Named", "Owned", "Alamofire"):
        files |= pod(name)
    files |= pod("Beside", LICENSE=APACHE)
    found = app_of(files).identified.components
    assert {one.name: one.licences for one in found} == {
        "Listed": ("BSD-3-Clause",),
        "Named": ("MIT",),
        "Owned": (),
        "Alamofire": ("MIT", UNRECOGNISED),
        "Beside": ("Apache-2.0",),
    }
