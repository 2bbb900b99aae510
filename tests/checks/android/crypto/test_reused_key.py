from appsec.facts.values import UNKNOWN
from appsec.model.outcome import Finding, Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, octets, one_of, site, text

CHECK = "android-reused-key"
KEY = "javax.crypto.spec.SecretKeySpec.<init>"
OTHER = "tw.example.app.Backup.write"


def keyed(value, caller=CALLER, **more):
    return site(KEY, value, text("AES"), caller=caller, **more)


def test_one_key_in_two_classes_is_found(outcome):
    app = android_app(code=code(keyed(octets(1, 2)), keyed(octets(1, 2), OTHER)))
    places = (Location("classes.dex", OTHER), Location("classes.dex", CALLER))
    assert list(outcome(CHECK, app).seen) == [Finding("reused", places, {"count": "2"}, ("count",))]


def test_one_class_other_keys_and_libraries_are_clean(outcome):
    app = android_app(
        code=code(
            keyed(octets(1, 2)),
            keyed(octets(1, 2), "tw.example.app.Login$1.run"),
            keyed(octets(3, 4), OTHER),
            keyed(octets(1, 2), OTHER, origin=Origin.LIBRARY),
            keyed(UNKNOWN, OTHER),
        )
    )
    assert outcome(CHECK, app).status is Status.CLEAN


def test_a_key_that_may_be_another_one_is_asked_about(outcome):
    perhaps = one_of(octets(1, 2), UNKNOWN)
    app = android_app(code=code(keyed(octets(1, 2)), keyed(perhaps, OTHER)))
    (seen,) = outcome(CHECK, app).seen
    assert (type(seen), seen.key) == (Question, "perhaps-reused")


def test_one_of_several_constant_keys_counts(outcome):
    app = android_app(code=code(keyed(octets(1)), keyed(one_of(octets(1), octets(2)), OTHER)))
    assert [one.key for one in outcome(CHECK, app).seen] == ["reused"]


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
