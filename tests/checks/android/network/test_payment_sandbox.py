from appsec.facts.values import FieldRead
from appsec.model.endpoint import Use
from appsec.model.outcome import Origin, Question, Status
from tests.apps import android_app
from tests.checks.declared import told
from tests.code import code, site, text
from tests.endpoints import endpoint

CHECK = "android-payment-sandbox"
START = "tech.cherri.tpdirect.api.TPDSetup.initInstance"


def server(name):
    kind = "tech.cherri.tpdirect.api.TPDServerType"
    return code(site(START, text(""), text("1"), text("k"), FieldRead(kind, name, kind, True)))


def test_hosts_and_the_sdks_switch(outcome):
    given = (endpoint("ccore.newebpay.com"), endpoint("payment-stage.ecpay.com.tw", Use.NAMED))
    result = outcome(CHECK, android_app(endpoints=given, code=server("Sandbox")))
    assert told(result) == [
        (
            Question,
            "host",
            {
                "hosts": "ccore.newebpay.com (NewebPay 藍新), payment-stage.ecpay.com.tw (ECPay 綠界)",
                "count": "2",
            },
        ),
        (Question, "sandbox", {"count": "1"}),
    ]


def test_production_and_what_an_sdk_names(outcome):
    given = (
        endpoint("core.newebpay.com"),
        endpoint("payment.ecpay.com.tw"),
        endpoint("sandbox.tappaysdk.com", Use.NAMED, origin=Origin.LIBRARY),
    )
    result = outcome(CHECK, android_app(endpoints=given, code=server("Production")))
    assert (result.status, result.seen) == (Status.CLEAN, ())
