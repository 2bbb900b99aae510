from appsec.facts.android import Framework, FrameworkKind
from appsec.model.outcome import Evidence, Location, Status
from tests.apps import android_app, lost

CHECK = "android-packer"
AT = Location("assets/libjiagu.so")


def test_a_packer_is_evidence(outcome):
    one = android_app(frameworks=(Framework("360 Jiagu", FrameworkKind.PACKER, AT),))
    expected = Evidence("packed", AT, {"packer": "360 Jiagu"}, ("packer",))
    assert list(outcome(CHECK, one).seen) == [expected]


def test_a_framework_is_no_packer(outcome):
    one = android_app(frameworks=(Framework("Flutter", FrameworkKind.FRAMEWORK, AT),))
    assert outcome(CHECK, one).status is Status.CLEAN


def test_an_archive_that_hides_files_is_unknown(outcome):
    one = android_app(frameworks=(), gaps={"frameworks": lost("frameworks")})
    assert outcome(CHECK, one).status is Status.UNKNOWN
