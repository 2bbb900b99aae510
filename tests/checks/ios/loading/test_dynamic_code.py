"""Libraries that are loaded from elsewhere than the system and the bundle."""

import pytest

from appsec.facts.ios_code import Argument
from appsec.model.outcome import Origin
from tests.apps import ios_app
from tests.ios_code import NOTHING, ClassObject, Number, Words, call, native_code, result

CHECK = "ios-dynamic-code"
BUNDLE = ClassObject("NSBundle")
FRAMEWORKS = result("-[NSBundle privateFrameworksPath]", result("+[NSBundle mainBundle]", BUNDLE))


def below(folder):
    return result("-[NSString stringByAppendingPathComponent:]", folder, Words("More.dylib"))


def c_text(path):
    return result("-[NSString UTF8String]", path)


def hits(outcome, *sites):
    done = outcome(CHECK, ios_app(native_code=native_code(*sites)))
    return [(type(one).__name__, one.key) for one in done.seen]


@pytest.mark.parametrize(
    "path", [c_text(below(Argument(2))), Words("/var/lib/x.dylib"), NOTHING, Argument(0)]
)
def test_from_elsewhere(outcome, path):
    assert hits(outcome, call("dlopen", path)) == [("Question", "loads")]
    library = call("dlopen", path, origin=Origin.LIBRARY)
    assert hits(outcome, library) == [("Question", "loads-elsewhere")]


@pytest.mark.parametrize(
    "path",
    [
        Words("/System/Library/Frameworks/AdSupport.framework/AdSupport"),
        Words("/usr/lib/libobjc.dylib"),
        Words("@rpath/More.framework/More"),
        Words("libz.dylib"),
        Number(0),
        c_text(below(FRAMEWORKS)),
    ],
)
def test_from_the_system_or_the_bundle(outcome, path):
    assert hits(outcome, call("dlopen", path)) == []


def test_bundles(outcome):
    def load(path):
        return call(
            "-[NSBundle load]", receiver=result("+[NSBundle bundleWithPath:]", BUNDLE, path)
        )

    assert hits(outcome, load(below(Argument(2)))) == [("Question", "loads")]
    assert hits(outcome, load(below(FRAMEWORKS))) == []
    assert hits(outcome, call("-[NSBundle load]", receiver=NOTHING)) == []
