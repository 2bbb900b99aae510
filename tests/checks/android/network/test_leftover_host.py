import pytest

from appsec.model.endpoint import Use
from appsec.model.outcome import Origin, Question, Status
from tests.apps import android_app
from tests.checks.declared import told
from tests.endpoints import endpoint

CHECK = "android-leftover-host"


def test_private_addresses_and_test_environments(outcome):
    given = (
        endpoint("10.0.2.2", scheme="http"),
        endpoint("127.0.0.1", scheme="http"),
        endpoint("localhost"),
        endpoint("192.168.1.20", Use.NAMED, scheme="http"),
        endpoint("printer.local"),
        endpoint("uat-api.parcel.tw"),
        endpoint("api.stage2.parcel.com.tw", Use.SETTING),
        endpoint("payment-stage.ecpay.com.tw"),
    )
    assert told(outcome(CHECK, android_app(endpoints=given))) == [
        (Question, "private", {"hosts": "10.0.2.2, 192.168.1.20, printer.local", "count": "3"}),
        (
            Question,
            "test-environment",
            {"hosts": "api.stage2.parcel.com.tw, uat-api.parcel.tw", "count": "2"},
        ),
    ]


@pytest.mark.parametrize(
    "one",
    [
        endpoint("api.parcel.tw"),
        endpoint("test.com.tw"),
        endpoint("stage.tw"),
        endpoint("latest.parcel.tw"),
        endpoint("uat.parcel.tw", Use.NAMED),
        endpoint("uat.parcel.tw", origin=Origin.LIBRARY),
        endpoint("10.0.2.2", origin=Origin.LIBRARY),
        endpoint("192.168.0.1", Use.RULE),
        endpoint("8.8.8.8"),
    ],
)
def test_what_is_none(outcome, one):
    result = outcome(CHECK, android_app(endpoints=(one,)))
    assert (result.status, result.seen) == (Status.CLEAN, ())
