from appsec.facts.values import UNKNOWN
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, site, text

CHECK = "android-device-identifier"
SETTING = "android.provider.Settings$Secure.getString"
IMEI = "android.telephony.TelephonyManager.getImei"
AT = Location("classes.dex", CALLER)


def setting(name, **more):
    return site(SETTING, UNKNOWN, text(name), static=True, **more)


def test_all_identifiers_are_one_question(outcome):
    other = "tw.example.app.Device.read"
    made = code(setting("android_id"), site(IMEI, caller=other))
    values = {"names": "Android ID, IMEI/MEID", "count": "2"}
    places = (Location("classes.dex", other), AT)
    expected = Question("read", places, values, ("names",))
    assert list(outcome(CHECK, android_app(code=made)).seen) == [expected]


def test_a_library_counts_too(outcome):
    made = code(site(IMEI, origin=Origin.LIBRARY))
    (seen,) = outcome(CHECK, android_app(code=made)).seen
    assert (seen.key, seen.origin) == ("read", Origin.LIBRARY)


def test_other_settings_are_clean(outcome):
    assert outcome(CHECK, android_app(code=code(setting("adb_enabled")))).status is Status.CLEAN


def test_code_that_nothing_reaches_is_asked_for_apart(outcome):
    made = code(site(IMEI), site(IMEI, caller="tw.example.Old.id", origin=Origin.UNREACHED))
    seen = outcome(CHECK, android_app(code=made)).seen
    assert [(one.key, one.origin, len(one.locations)) for one in seen] == [
        ("read", Origin.APP, 1),
        ("read", Origin.UNREACHED, 1),
    ]


def test_code_that_cannot_be_read_is_unknown(outcome):
    one = android_app(code=code(), gaps={"code": lost("code")})
    assert outcome(CHECK, one).status is Status.UNKNOWN
