"""Which names of a declaration stand for what a build shows."""

import pytest

from appsec.engine.declaration.form import says_none
from appsec.engine.declaration.matching import covers, is_declared, stands_for, undeclared
from appsec.engine.declaration.purpose import is_vague
from appsec.model.declaration_form import Identifiers
from appsec.model.declaration_rows import DeviceResource
from appsec.model.observed import Observation, Trait
from appsec.model.outcome import Location, Origin
from tests.checks.declared import declaration


@pytest.mark.parametrize(
    ("pattern", "host", "stands"),
    [
        ("api.example.tw", "API.example.tw.", True),
        ("example.tw", "api.example.tw", False),
        ("*.example.tw", "api.example.tw", True),
        ("*.example.tw", "a.b.example.tw", True),
        ("*.example.tw", "example.tw", False),
        ("*.example.tw", "badexample.tw", False),
        ("*.example.tw", "example.tw.evil.net", False),
        ("*.tw", "api.example.tw", False),
        ("*.com.tw", "evil.com.tw", False),
        ("*.gov.tw", "moi.gov.tw", False),
        *(
            (f"*.{shared}", f"x.{shared}", False)
            for shared in (
                "amazonaws.com",
                "s3.ap-northeast-1.amazonaws.com",
                "github.io",
                "web.app",
                "firebaseio.com",
                "eastasia.cloudapp.azure.com",
                "cloudfront.net",
            )
        ),
        ("mine.github.io", "mine.github.io", True),
        ("*.mine.github.io", "a.mine.github.io", True),
        ("API.Example.tw.", "api.example.TW", True),
        ("*.Example.tw", "Api.EXAMPLE.tw.", True),
        ("*.example.tw", "example.tw", False),
        ("*.example.tw", "badexample.tw", False),
        ("api.example.tw:8443", "api.example.tw", True),
        ("*.例子.tw", "api.xn--fsqu00a.tw", True),
        ("例子。台灣", "xn--fsqu00a.xn--kpry57d", True),
        ("*.台灣", "xn--fsqu00a.xn--kpry57d", False),
        ("*.gov.tw", "api.example.gov.tw", False),
        ("[2001:DB8:0::1]:443", "2001:db8::1", True),
        ("2001:db8::1", "2001:db8::2", False),
        ("*.0.2.1", "192.0.2.1", False),
        ("*..com", "evil..com", False),
        ("*", "api.example.tw", False),
        ("*.", "api.example.tw", False),
        ("*.tw", "api.example.tw", False),
        ("*.com.tw", "api.example.com.tw", False),
        ("*.go.jp", "api.example.go.jp", False),
        ("*.168.1.1", "192.168.1.1", False),
        ("*.1", "192.168.1.1", False),
        ("192.168.1.1", "192.168.1.1", True),
        ("*.oss-cn-hangzhou.aliyuncs.com", "mine.oss-cn-hangzhou.aliyuncs.com", False),
        ("*.trycloudflare.com", "mine.trycloudflare.com", False),
        ("", "", True),
        ("*.example.com.tw", "api.example.com.tw", True),
    ],
)
def test_hosts(pattern, host, stands):
    assert covers(pattern, host) is stands


@pytest.mark.parametrize(
    ("written", "name", "stands"),
    [
        ("camera", "android.permission.CAMERA", True),
        ("android.permission.CAMERA", "android.permission.CAMERA", True),
        ("tw.example.CAMERA", "android.permission.CAMERA", False),
        ("NSCameraUsageDescription", "NSCameraUsageDescription", True),
        ("CAMERA", "NSCameraUsageDescription", False),
    ],
)
def test_permissions(written, name, stands):
    assert stands_for(Trait.PERMISSION, written, name) is stands


@pytest.mark.parametrize("text", ["無", " none ", "No", "n/a", "-", "不適用。"])
def test_words_for_none(text):
    assert says_none(text)


@pytest.mark.parametrize("text", ["", "無：由伺服器處理", "nothing", "帳密"])
def test_words_that_are_not_none(text):
    assert not says_none(text)


def seen(trait, name, at="f", **more):
    return Observation(trait, name, more.pop("detail", {}), (Location(at),), **more)


def test_a_thing_in_two_places_is_one():
    things = (seen(Trait.SDK, "X", "a", origin=Origin.LIBRARY), seen(Trait.SDK, "X", "b"))
    (one,) = undeclared(declaration(), things)
    assert one.locations == (Location("a"), Location("b"))
    assert one.origin is Origin.APP


def test_what_needs_no_word_is_not_undeclared():
    things = (
        seen(Trait.PERMISSION, "android.permission.INTERNET", detail={"level": "normal"}),
        seen(Trait.SHARING_POINT, "intent lib.C", origin=Origin.LIBRARY),
        seen(Trait.INPUT_FIELD, "a: b"),
    )
    assert undeclared(declaration(), things) == []


def test_an_empty_row_stands_for_nothing():
    blank = declaration(device_resources=(DeviceResource(),), identifiers=Identifiers(other=" "))
    assert not is_declared(seen(Trait.PERMISSION, ""), blank)
    assert not is_declared(seen(Trait.IDENTIFIER, "x", detail={"field": "other"}), blank)


@pytest.mark.parametrize(
    "purpose",
    ["供本App使用", "App需要", "功能需求所需", "業務需要使用", "因為需要", "本功能所必需", "SDK需要", "合作夥伴要求", "asdf", "1"],
)  # fmt: skip
def test_words_that_fit_any_app_are_no_purpose(purpose):
    assert is_vague(purpose)


@pytest.mark.parametrize(
    "purpose", ["掃描條碼", "供使用者拍攝包裹照片", "SDK需要定位以顯示附近門市"]
)
def test_words_that_name_a_purpose_are_one(purpose):
    assert not is_vague(purpose)
