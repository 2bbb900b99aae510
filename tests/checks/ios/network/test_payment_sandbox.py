from appsec.model.endpoint import Use
from appsec.model.outcome import Origin, Question, Status
from tests.apps import ios_app
from tests.checks.declared import told
from tests.endpoints import endpoint

CHECK = "ios-payment-sandbox"


def test_hosts(outcome):
    given = (endpoint("sandbox-api-pay.line.me"), endpoint("ccore.newebpay.com", Use.NAMED))
    assert told(outcome(CHECK, ios_app(endpoints=given))) == [
        (
            Question,
            "host",
            {
                "hosts": "ccore.newebpay.com (NewebPay 藍新), sandbox-api-pay.line.me (LINE Pay)",
                "count": "2",
            },
        )
    ]


def test_production_and_what_an_sdk_names(outcome):
    given = (
        endpoint("api-pay.line.me"),
        endpoint("sandbox.tappaysdk.com", Use.NAMED, origin=Origin.LIBRARY),
    )
    result = outcome(CHECK, ios_app(endpoints=given))
    assert (result.status, result.seen) == (Status.CLEAN, ())
