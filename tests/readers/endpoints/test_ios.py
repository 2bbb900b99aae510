"""The endpoints of an iOS app: what each place makes of an address."""

from appsec.facts.ios_code import Words
from appsec.facts.ios_texts import ExpoUpdates
from appsec.model.endpoint import Use
from appsec.model.outcome import Confidence, Location, Origin
from tests.apps import ios_app
from tests.checks.ios.given import HELPER, bundle, domain, entitlements, manifest, security
from tests.ios_code import call, native_code, result

URL = "+[NSURL URLWithString:]"


def app(*calls, **facts):
    usual = {
        "info": bundle(),
        "bundles": (),
        "entitlements": (),
        "expo_updates": (),
        "privacy_manifests": (),
        "transport_security": (),
        "native_code": native_code(*calls),
    }
    return ios_app(**(usual | facts))


def told(endpoints):
    return [(one.scheme, one.host, one.uses) for one in endpoints]


def url(text):
    return result(URL, Words("NSURL"), Words(text))


def test_what_code_requests_and_shows():
    request = result("+[NSURLRequest requestWithURL:]", Words(""), url("https://m.parcel.tw/"))
    given = app(
        call("+[NSURLRequest requestWithURL:]", url("http://api.parcel.tw:81/x?t=1")),
        call("-[WKWebView loadRequest:]", request),
        call("-[GCDAsyncSocket connectToHost:onPort:error:]", Words("iot.parcel.tw")),
        call("Foundation.URL.init", Words("https://swift.parcel.tw/")),
        call("Foundation.URL.init", Words("https://theirs.parcel.tw/"), origin=Origin.LIBRARY),
    )
    assert told(given.used_endpoints) == [
        ("http", "api.parcel.tw", (Use.REQUEST,)),
        ("", "iot.parcel.tw", (Use.REQUEST,)),
        ("https", "m.parcel.tw", (Use.PAGE,)),
        ("https", "swift.parcel.tw", (Use.REQUEST,)),
    ]
    assert [one.confidence for one in given.used_endpoints if one.host.startswith("swift")] == [
        Confidence.LOW
    ]


def test_rules_links_and_settings():
    info = bundle(
        WKAppBoundDomains=["pay.parcel.tw"],
        ApiBase="https://api.parcel.tw/",
        Nested={"Server": [{"SERVER_HOST": "db.parcel.tw"}]},
        CFBundleIdentifier="tw.parcel.app",
    )
    associated = {"com.apple.developer.associated-domains": ["applinks:*.parcel.tw?mode=developer"]}
    given = app(
        info=info,
        bundles=(info,),
        entitlements=(entitlements(values=associated),),
        expo_updates=(ExpoUpdates("https://u.parcel.tw/a", True, Location("Expo.plist")),),
        privacy_manifests=(manifest(HELPER, tracking_domains=("ads.parcel.tw",)),),
        transport_security=(security(domains=(domain("old.parcel.tw"),), pinned=("pin.parcel.tw",)),),
    )  # fmt: skip
    assert told(given.used_endpoints) == [
        ("", "ads.parcel.tw", (Use.RULE,)),
        ("https", "api.parcel.tw", (Use.SETTING,)),
        ("", "db.parcel.tw", (Use.SETTING,)),
        ("", "old.parcel.tw", (Use.RULE,)),
        ("", "parcel.tw", (Use.LINK,)),
        ("", "pay.parcel.tw", (Use.PAGE,)),
        ("", "pin.parcel.tw", (Use.RULE,)),
        ("https", "u.parcel.tw", (Use.REQUEST,)),
    ]
    assert [one.host for one in given.used_endpoints if one.origin is Origin.LIBRARY] == [
        "ads.parcel.tw"
    ]
