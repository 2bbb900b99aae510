import pytest

from appsec.facts.values import UNKNOWN
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, site

CHECK = "android-dynamic-code"
AT = Location("classes.dex", CALLER)
DEX = "dalvik.system.DexClassLoader.<init>"
NATIVE = "java.lang.System.load"


def loading(api, **more):
    return android_app(code=code(site(api, UNKNOWN, **more)))


@pytest.mark.parametrize(
    ("api", "told"),
    [
        (DEX, "DexClassLoader"),
        ("dalvik.system.InMemoryDexClassLoader.<init>", "InMemoryDexClassLoader"),
        ("dalvik.system.DelegateLastClassLoader.<init>", "DelegateLastClassLoader"),
        ("dalvik.system.BaseDexClassLoader.<init>", "BaseDexClassLoader"),
        ("dalvik.system.DexFile.loadDex", "DexFile"),
        (NATIVE, "java.lang.System.load"),
    ],
)
def test_loading_code_is_a_question(outcome, api, told):
    assert list(outcome(CHECK, loading(api)).seen) == [Question("loads", AT, {"api": told})]


def test_loaders_of_libraries_are_one_question(outcome):
    assert list(outcome(CHECK, loading(DEX, origin=Origin.LIBRARY)).seen) == [
        Question("loads-elsewhere", (AT,), {"count": "1"}, origin=Origin.LIBRARY)
    ]


@pytest.mark.parametrize("api", [NATIVE, "dalvik.system.DexFile.loadDex"])
def test_what_libraries_unpack_of_their_own_is_quiet(outcome, api):
    assert outcome(CHECK, loading(api, origin=Origin.LIBRARY)).status is Status.CLEAN


def test_none_is_clean(outcome):
    assert outcome(CHECK, android_app(code=code())).status is Status.CLEAN


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
