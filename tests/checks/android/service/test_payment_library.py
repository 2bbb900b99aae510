from appsec.facts.android import UsesPermission
from appsec.facts.code import ClassName
from appsec.model.outcome import Evidence, Location, Status
from tests.apps import android_app, lost, manifest
from tests.code import code

CHECK = "android-payment-library"
BILLING = UsesPermission("com.android.vending.BILLING", Location("AndroidManifest.xml", "billing"))


def app(*names, permissions=()):
    given = code()
    given.classes = [ClassName(one, "classes.dex", "", False) for one in names]
    return android_app(code=given, manifest=manifest(uses_permissions=permissions))


def test_libraries_and_the_permission_are_shown_once_each(outcome):
    first, second = "tech.cherri.tpdirect.api.TPDCard", "tech.cherri.tpdirect.api.TPDSetup"
    seen = list(outcome(CHECK, app(first, second, permissions=(BILLING,))).seen)
    places = (BILLING.at, Location("classes.dex", first))
    assert seen == [Evidence("brought", places, {"libraries": "Google Play, TapPay"})]


def test_other_classes_are_clean(outcome):
    assert outcome(CHECK, app("tw.example.app.payment.Pay")).status is Status.CLEAN


def test_code_that_cannot_be_read_is_unknown(outcome):
    one = android_app(code=code(), manifest=manifest(), gaps={"code": lost("code")})
    assert outcome(CHECK, one).status is Status.UNKNOWN
