import pytest

from appsec.facts.native import NativeLibrary, Relro
from appsec.model.outcome import Evidence, Location, Status
from tests.apps import android_app, lost

CHECK = "android-native-hardening"
SAFE = ("__stack_chk_fail", "__memcpy_chk")


def library(name="liba.so", abi="arm64-v8a", **changes):
    at = Location(f"lib/{abi}/{name}")
    given = {"imports": SAFE, "page_size": 16384} | changes
    return NativeLibrary(name, abi, "arm64", at, **given)


def run(outcome, *libraries, gaps=None):
    return outcome(CHECK, android_app(gaps, native_libraries=libraries))


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"stack_executable": True}, "executable-stack"),
        ({"writable_code": True}, "writable-code"),
        ({"text_relocations": True}, "text-relocations"),
        ({"position_independent": False}, "not-pie"),
        ({"relro": Relro.NONE}, "no-relro"),
        ({"relro": Relro.PARTIAL}, "partial-relro"),
        ({"imports": ("__memcpy_chk", "malloc")}, "no-canary"),
        ({"imports": ("__stack_chk_fail", "memcpy")}, "no-fortify"),
        ({"stripped": False}, "not-stripped"),
        ({"page_size": 4096}, "small-pages"),
    ],
)
def test_one_entry_for_each_protection_that_some_libraries_lack(outcome, changes, key):
    result = run(outcome, library(**changes), library("libb.so"), library("libc.so", **changes))
    places = (Location("lib/arm64-v8a/liba.so"), Location("lib/arm64-v8a/libc.so"))
    assert (result.status, list(result.seen)) == (Status.CLEAN, [Evidence(key, places)])


def test_run_paths_are_shown(outcome):
    result = run(outcome, library(run_paths=("/data/local/tmp", "$ORIGIN")))
    assert list(result.seen) == [
        Evidence(
            "run-path",
            (Location("lib/arm64-v8a/liba.so"),),
            {"paths": "$ORIGIN, /data/local/tmp"},
        )
    ]


def test_abis_that_differ(outcome):
    both = (library(), library(abi="x86_64"), library("libb.so", abi="x86_64"))
    result = run(outcome, *both, library("tool", abi=""))
    assert list(result.seen) == [
        Evidence(
            "abis-differ", (Location("lib/x86_64/libb.so"),), {"missing": "libb.so (arm64-v8a)"}
        )
    ]


@pytest.mark.parametrize(
    "given",
    [
        library(),
        library("libapp.so", imports=("malloc",)),
        library(imports=()),
        library(imports=("__stack_chk_fail", "malloc")),
        library(abi="armeabi-v7a", page_size=4096),
        library(page_size=65536),
    ],
)
def test_quiet_on_what_is_normal(outcome, given):
    assert (run(outcome, given).status, run(outcome, given).seen) == (Status.CLEAN, ())


def test_unknown_when_a_library_cannot_be_read(outcome):
    gaps = {"native_libraries": lost("native_libraries")}
    assert run(outcome, gaps=gaps).status is Status.UNKNOWN
