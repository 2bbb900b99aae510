import pytest

from appsec.facts.values import UNKNOWN, Built, FieldRead
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, site, text

CHECK = "android-reported-data"
AT = Location("classes.dex", CALLER)
LOG = "com.google.firebase.crashlytics.FirebaseCrashlytics.log"
KEY = "com.google.firebase.crashlytics.FirebaseCrashlytics.setCustomKey"
BREADCRUMB = "io.sentry.Sentry.addBreadcrumb"


def field(name):
    return FieldRead("tw.example.app.User", name, "java.lang.String", False)


def app(api, *values, **more):
    return android_app(code=code(site(api, *values, **more)))


@pytest.mark.parametrize(
    ("api", "values", "name", "service"),
    [
        (
            LOG,
            (Built((text("login "), field("userPassword"))),),
            "userPassword",
            "FirebaseCrashlytics",
        ),
        (KEY, (text("email"), UNKNOWN), "email", "FirebaseCrashlytics"),
        (KEY, (text("a"), field("authToken")), "authToken", "FirebaseCrashlytics"),
        (BREADCRUMB, (field("idNumber"),), "idNumber", "Sentry"),
    ],
)
def test_sensitive_data_in_a_report_are_a_question(outcome, api, values, name, service):
    seen = list(outcome(CHECK, app(api, *values)).seen)
    assert seen == [Question("reported", (AT,), {"name": name, "service": service})]


@pytest.mark.parametrize(
    ("api", "values"),
    [
        (LOG, (text("password wrong"),)),
        (LOG, (UNKNOWN,)),
        (KEY, (text("screen"), field("title"))),
        (KEY, (text("email"), text("none"))),
    ],
)
def test_other_reports_are_clean(outcome, api, values):
    assert outcome(CHECK, app(api, *values)).status is Status.CLEAN


def test_libraries_stay_quiet(outcome):
    result = outcome(CHECK, app(LOG, field("authToken"), origin=Origin.LIBRARY))
    assert result.status is Status.CLEAN


def test_code_that_cannot_be_read_is_unknown(outcome):
    one = android_app(code=code(), gaps={"code": lost("code")})
    assert outcome(CHECK, one).status is Status.UNKNOWN
