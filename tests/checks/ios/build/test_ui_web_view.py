from appsec.model.outcome import Evidence, Location, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import HELPER, build, executable

CHECK = "ios-ui-web-view"
OLD = frozenset({"_OBJC_CLASS_$_UIWebView"})


def test_shown_for_libraries_too(outcome):
    given = (build(imports=OLD), build(HELPER, imports=OLD))
    result = outcome(CHECK, ios_app(builds=given))
    paths = (executable(), executable(HELPER))
    expected = [Evidence("linked", tuple(map(Location, paths)), {"binaries": ", ".join(paths)})]
    assert (result.status, list(result.seen)) == (Status.CLEAN, expected)


def test_quiet_for_its_successor(outcome):
    given = (build(imports=frozenset({"_OBJC_CLASS_$_WKWebView"})),)
    result = outcome(CHECK, ios_app(builds=given))
    assert (result.status, result.seen) == (Status.CLEAN, ())


def test_unknown_when_a_binary_could_not_be_read(outcome):
    app = ios_app(builds=(), gaps={"builds": lost("builds")})
    assert outcome(CHECK, app).status is Status.UNKNOWN
