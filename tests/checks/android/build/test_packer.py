import pytest

from appsec.facts.framework import Framework, FrameworkKind
from appsec.facts.native import NativeLibrary
from appsec.model.outcome import Location, Question, Status
from tests.apps import AT, android_app, lost, manifest

CHECK = "android-packer"


def library(name):
    return NativeLibrary(name, "arm64-v8a", "arm64", Location(f"lib/arm64-v8a/{name}"))


def run(outcome, *names, application="", gaps=None, frameworks=()):
    given = tuple(library(name) for name in names)
    root = manifest(application=application)
    app = android_app(gaps, native_libraries=given, manifest=root, frameworks=frameworks)
    return outcome(CHECK, app)


@pytest.mark.parametrize(
    ("name", "key", "product"),
    [
        ("360 Jiagu", "packed-prc", "360加固 (Qihoo)"),
        ("AppGuard", "packed", "AppGuard"),
    ],
)
def test_a_packer_that_other_files_show_is_asked_about_once(outcome, name, key, product):
    at = Location("assets/packed.dat")
    (seen,) = run(outcome, frameworks=(Framework(name, FrameworkKind.PACKER, at),)).seen
    assert (seen.key, seen.values, seen.locations) == (key, {"product": product}, (at,))


def test_a_framework_is_no_packer(outcome):
    flutter = Framework("Flutter", FrameworkKind.FRAMEWORK, Location("lib/arm64-v8a/libflutter.so"))
    assert run(outcome, frameworks=(flutter,)).status is Status.CLEAN


@pytest.mark.parametrize(
    ("name", "key", "product"),
    [
        ("libjiagu.so", "packed-prc", "360加固 (Qihoo)"),
        ("libDexHelper-x86.so", "packed-prc", "梆梆安全 (Bangcle / SecNeo)"),
        ("libshella-4.1.0.28.so", "packed-prc", "騰訊樂固 (Legu)"),
        ("libdexprotector.so", "packed", "DexProtector"),
    ],
)
def test_question_that_names_the_product(outcome, name, key, product):
    result = run(outcome, name)
    at = (Location(f"lib/arm64-v8a/{name}"),)
    assert (result.status, list(result.seen)) == (
        Status.QUESTION,
        [Question(key, at, {"product": product}, ("product",))],
    )


def test_the_application_class_tells_too(outcome):
    (seen,) = run(outcome, "libjiagu.so", application="com.stub.StubApp").seen
    assert seen.locations == (AT, Location("lib/arm64-v8a/libjiagu.so"))


@pytest.mark.parametrize(
    "name",
    [
        "libexecutor.so",
        "libshell.so.txt",
        "libapp.so",
        "libtuple.so",
        "libexec.so",
        "libsgmain.so",
        "libsgmainso-6.4.3.so",
    ],
)
def test_quiet_on_other_libraries(outcome, name):
    assert run(outcome, name, application="tw.example.App").status is Status.CLEAN


def test_unknown_when_a_library_cannot_be_read(outcome):
    gaps = {"native_libraries": lost("native_libraries")}
    assert run(outcome, gaps=gaps).status is Status.UNKNOWN
