"""Whose a class is: by the manifest, by what reaches it, and by what it names."""

from collections.abc import Iterable, Mapping

import numpy as np
import pytest

from appsec.facts.android import Component, ComponentKind, IntentFilter, Manifest
from appsec.model.outcome import Cause, Gap, Origin
from appsec.readers.apk.ownership import Ownership, ownership, unrecognised
from appsec.readers.dex.names import descriptor
from appsec.readers.dex.program import Program
from appsec.readers.dex.reach import Links
from tests.apps import AT, manifest

MAIN = "tw.example.shop.ui.MainActivity"
HOME = IntentFilter(("android.intent.action.MAIN",), ("android.intent.category.LAUNCHER",))


def owned(links: Mapping[str, Iterable[str]], *names: str, **more: str) -> Ownership:
    """The ownership of a program in which each class names others; a launcher names all."""
    return ownership(*read(links, *names, **more))


def read(
    links: Mapping[str, Iterable[str]],
    launcher: str = MAIN,
    package: str = "tw.example.shop",
    **more: str,
) -> tuple[Program, Links, Manifest]:
    """The program, who names whom in it, and its manifest."""
    every = list(dict.fromkeys([launcher, *links, *(n for to in links.values() for n in to)]))
    numbers = {descriptor(name): n for n, name in enumerate(every)}
    pairs = [(0, n) for n in range(1, len(every))]
    pairs += [(numbers[descriptor(a)], numbers[descriptor(b)]) for a in links for b in links[a]]
    source, target = np.array([(0, 0), *pairs]).T
    start = Component(ComponentKind.ACTIVITY, launcher, True, AT, filters=(HOME,))
    program = Program((), dict.fromkeys(numbers))
    return (
        program,
        Links(numbers, source, target),
        manifest(package=package, components=(start,), **more),
    )


def origins(own: Ownership, *names: str) -> list[Origin]:
    return [own.of(descriptor(name)) for name in names]


@pytest.mark.parametrize(
    ("launcher", "name", "expected"),
    [
        (MAIN, "tw.example.shop.Login", Origin.APP),
        (MAIN, "tw.example.core.Login", Origin.APP),
        (MAIN, "tw.examples.Login", Origin.LIBRARY),
        (MAIN, "okhttp3.Call", Origin.LIBRARY),
        ("sg.vantagepoint.uncrackable1.MainActivity", "sg.vantagepoint.a.c", Origin.APP),
        ("sg.vantagepoint.uncrackable1.MainActivity", "tw.example.shop.Login", Origin.APP),
        ("tw.com.bank.app.MainActivity", "tw.com.bank.core.Key", Origin.APP),
        ("tw.com.bank.app.MainActivity", "tw.com.other.Key", Origin.LIBRARY),
        ("com.android.shop.MainActivity", "com.android.shop.Key", Origin.APP),
        ("com.android.shop.MainActivity", "com.android.volley.Request", Origin.LIBRARY),
        ("com.google.android.apps.shop.MainActivity", "com.google.gson.Gson", Origin.LIBRARY),
        ("io.github.someone.shop.MainActivity", "io.github.other.Key", Origin.LIBRARY),
        ("com.unity3d.player.UnityPlayerActivity", "com.unity3d.ads.Ad", Origin.LIBRARY),
    ],
)
def test_own_is_what_shares_a_domain_with_package_or_launcher(launcher, name, expected):
    assert origins(owned({name: ()}, launcher), name) == [expected]


def test_an_application_class_brings_its_package_and_no_more():
    own = owned({"com.sdk.app.Base": ["com.sdk.ads.Ad"]}, application="com.sdk.app.Base")
    names = "com.sdk.app.Base", "com.sdk.ads.Ad"
    assert origins(own, *names) == [Origin.APP, Origin.LIBRARY]


def test_what_nothing_reaches_is_neither():
    own = owned({})
    assert own.of("Ltw/example/shop/Old;") is Origin.UNREACHED
    assert own.has("Ltw/example/shop/Old;")


def test_a_renamed_package_is_own_if_half_of_it_names_own_classes():
    """`a.b` names the launcher, `c` names `a.b`; the last class of each names nothing."""
    half = {"a.b.a": [MAIN], "a.b.b": [MAIN], "a.b.c": [], "a.b.d": []}
    own = owned(half | {"c.a": ["a.b.d"], "c.b": ()})
    assert origins(own, *half, "c.a", "c.b") == [Origin.APP] * 6


def test_a_library_that_own_code_uses_stays_a_library():
    """As do readable packages: what a tool generates for a library names own classes, too."""
    library = {"d.a": ["d.b"], "d.b": ["d.c"], "d.c": [], "androidx.databinding.Mapper": [MAIN]}
    assert origins(owned(library), *library) == [Origin.LIBRARY] * 4


def test_of_a_renamed_library_only_the_class_that_names_own_ones_is_the_apps():
    """R8 puts closures of the app and of libraries into one class."""
    merged = {"d.a": [MAIN], "d.b": ["d.a"], "d.c": ["d.a"]}
    assert origins(owned(merged), *merged) == [Origin.APP, Origin.LIBRARY, Origin.LIBRARY]


def test_all_in_no_package_is_told_one_by_one():
    """As -repackageclasses '' leaves it."""
    flat = {"a": [MAIN], "b$c": [MAIN], "ca": ["a"], "d": (), "e": (), "f": (), "g": ()}
    expected = [Origin.APP, Origin.APP, *[Origin.LIBRARY] * 5]
    assert origins(owned(flat), *flat) == expected


FIRST = {"a.a": [MAIN], "a.b": (), "a.c": ()}
"""Of this package only one class names an own one."""


@pytest.mark.parametrize(
    ("links", "count"),
    [
        ({**FIRST, "c.a": ()}, 3),
        ({**FIRST, "okhttp3.Call": ()}, 0),  # two of five are not half
        ({**FIRST, "tw.example.shop.Pay": (), "c.a": ()}, 0),  # own code beside the launcher
        ({**FIRST, "b.a": [MAIN], "c.a": ()}, 0),  # a package that is own
        ({"tw.example.shop.a": ()}, 0),
    ],
)
def test_own_code_that_cannot_be_told_from_libraries_is_a_gap(links, count):
    program, named, found = read(links)
    gap = Gap("code", Cause.OUT_OF_REACH, "own-code-unrecognised", {"count": str(count)})
    told = list(unrecognised(program, ownership(program, named, found), found))
    assert told == ([gap] if count else [])
