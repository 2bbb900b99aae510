"""What pins certificates is shown, and never more than evidence."""

from appsec.model.outcome import Origin
from tests.apps import ios_app
from tests.ios_code import NOTHING, Number, call, native_code

CHECK = "ios-certificate-pinning"
POLICY = "+[AFSecurityPolicy policyWithPinningMode:]"


def seen(outcome, *sites):
    done = outcome(CHECK, ios_app(native_code=native_code(*sites)))
    return [(type(one).__name__, one.values["means"]) for one in done.seen]


def test_what_is_used(outcome):
    sites = (call("SecTrustCopyKey"), call(POLICY, Number(2)), call("SecTrustCopyKey"))
    assert seen(outcome, *sites) == [("Evidence", f"{POLICY}, SecTrustCopyKey")]


def test_nothing_pinned(outcome):
    assert seen(outcome, call(POLICY, Number(0)), call(POLICY, NOTHING)) == []
    assert seen(outcome, call("SecTrustCopyKey", origin=Origin.LIBRARY)) == []
