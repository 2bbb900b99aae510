import pytest

from appsec.model.endpoint import Use
from appsec.model.outcome import Origin, Question, Status
from tests.apps import android_app
from tests.checks.declared import told
from tests.endpoints import endpoint

CHECK = "android-mainland-host"


def test_hosts_in_use_and_only_named(outcome):
    given = (
        endpoint("b.oss-cn-hangzhou.aliyuncs.com"),
        endpoint("svc.ap-east-1.amazonaws.com", Use.PAGE),
        endpoint("www.parcel.cn", origin=Origin.LIBRARY),
        endpoint("log.myqcloud.com", Use.NAMED, origin=Origin.LIBRARY),
    )
    assert told(outcome(CHECK, android_app(endpoints=given))) == [
        (
            Question,
            "used",
            {
                "hosts": "b.oss-cn-hangzhou.aliyuncs.com (Alibaba Cloud, cn-hangzhou),"
                " svc.ap-east-1.amazonaws.com (Amazon Web Services, ap-east-1), www.parcel.cn (.cn)",
                "count": "3",
            },
        ),
        (Question, "named", {"hosts": "log.myqcloud.com (Tencent Cloud)", "count": "1"}),
    ]


@pytest.mark.parametrize(
    "host",
    [
        "api.parcel.tw",
        "svc.ap-east-2.amazonaws.com",
        "notaliyuncs.com",
        "10.0.0.1",
        "cn.parcel.tw",
        "notqq.com",
    ],
)
def test_what_is_none(outcome, host):
    result = outcome(CHECK, android_app(endpoints=(endpoint(host),)))
    assert (result.status, result.seen) == (Status.CLEAN, ())


@pytest.mark.parametrize(
    ("host", "why"),
    [
        ("www.parcel.hk", ".hk"),
        ("www.parcel.com.mo", ".mo"),
        ("api.deepseek.com", "DeepSeek"),
        ("loc.map.baidu.com", "Baidu 百度"),
    ],
)
def test_names_of_registries_and_services(outcome, host, why):
    (one,) = outcome(CHECK, android_app(endpoints=(endpoint(host),))).seen
    assert one.values["hosts"] == f"{host} ({why})"
