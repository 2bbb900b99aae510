from appsec.facts.android import Anchor, NetworkConfig, TrafficRule
from appsec.facts.values import UNKNOWN
from appsec.model.outcome import Evidence, Location, Origin, Status
from tests.apps import AT as MANIFEST
from tests.apps import android_app, lost
from tests.code import CALLER, code, site, text

CHECK = "android-certificate-pinning"
ADD = "okhttp3.CertificatePinner$Builder.add"
AT = Location("classes.dex", CALLER)
BASE = TrafficRule((), False, (Anchor.SYSTEM,), MANIFEST)
PINNED = TrafficRule(("a.tw",), False, (Anchor.SYSTEM,), AT, 2, "2027-01-01")


def pinning(*calls, rules=()):
    return android_app(code=code(*calls), network_config=NetworkConfig(BASE, rules))


def test_pins_of_code_and_configuration_are_shown(outcome):
    calls = (site(ADD, text("a.tw"), UNKNOWN), site(ADD, UNKNOWN, UNKNOWN))
    assert list(outcome(CHECK, pinning(*calls, rules=(PINNED,))).seen) == [
        Evidence("in-code", (AT,), {"hosts": "?, a.tw"}),
        Evidence("in-configuration", AT, {"hosts": "a.tw", "expires": "2027-01-01"}, ("hosts",)),
    ]


def test_none_is_clean(outcome):
    assert outcome(CHECK, pinning()).status is Status.CLEAN


def test_pins_of_libraries_are_not_the_apps(outcome):
    call = site(ADD, text("a.tw"), UNKNOWN, origin=Origin.LIBRARY)
    assert list(outcome(CHECK, pinning(call)).seen) == []


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(
        CHECK,
        android_app(code=code(), network_config=NetworkConfig(BASE), gaps={"code": lost("code")}),
    )
    assert result.status is Status.UNKNOWN
