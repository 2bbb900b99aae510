"""The endpoints of an Android app: what each place makes of an address."""

import pytest

from appsec.facts.android import (
    Component,
    ComponentKind,
    FilterData,
    IntentFilter,
    NetworkConfig,
    TrafficRule,
)
from appsec.facts.app import FactUnavailable
from appsec.facts.placed_text import Medium, PlacedText
from appsec.facts.resources import Localised, StringResource
from appsec.facts.values import UNKNOWN, Built, New
from appsec.model.endpoint import Use
from appsec.model.outcome import Cause, Confidence, Location, Origin
from appsec.readers.endpoints import gathered
from appsec.readers.endpoints.calls import taking
from tests.apps import AT, android_app, lost, manifest
from tests.code import code, one_of, site, text
from tests.placed import placed_texts

VIEW = IntentFilter(
    ("android.intent.action.VIEW",),
    ("android.intent.category.BROWSABLE",),
    (FilterData("https", "*.parcel.tw"), FilterData("parcel", "open")),
)


def app(*sites, gaps=None, **facts):
    usual = {
        "manifest": manifest(),
        "network_config": NetworkConfig(TrafficRule((), False, (), AT)),
        "strings": (),
        "code": code(*sites),
    }
    return android_app(gaps, **(usual | facts))


def told(endpoints):
    return [(one.scheme, one.host, one.uses) for one in endpoints]


def test_what_code_requests_and_shows():
    given = app(
        site("okhttp3.Request$Builder.url", text("https://api.parcel.tw:8443/v1?key=secret")),
        site("java.net.URL.openConnection", receiver=New("java.net.URL", (text("http://a.parcel.tw/x"),))),
        site("android.webkit.WebView.loadUrl", one_of(text("https://m.parcel.tw/"), UNKNOWN)),
        site("retrofit2.Retrofit$Builder.baseUrl", Built((text("https://b.parcel.tw/"), UNKNOWN))),
        site("retrofit2.Retrofit$Builder.baseUrl", Built((text("https://cut.par"), UNKNOWN))),
        site("java.net.Socket.<init>", text("iot.parcel.tw"), text("1")),
        site("java.net.Socket.<init>", text("theirs.parcel.tw"), origin=Origin.LIBRARY),
        site("okhttp3.CertificatePinner$Builder.add", text("*.pinned.parcel.tw")),
    )  # fmt: skip
    assert told(given.used_endpoints) == [
        ("http", "a.parcel.tw", (Use.REQUEST,)),
        ("https", "api.parcel.tw", (Use.REQUEST,)),
        ("https", "b.parcel.tw", (Use.REQUEST,)),
        ("", "iot.parcel.tw", (Use.REQUEST,)),
        ("https", "m.parcel.tw", (Use.PAGE,)),
        ("", "pinned.parcel.tw", (Use.RULE,)),
    ]
    (one,) = (one for one in given.used_endpoints if one.host == "api.parcel.tw")
    assert (one.port, one.path, one.confidence) == ("8443", "/v1", Confidence.HIGH)


def test_rules_links_and_settings():
    activity = Component(ComponentKind.ACTIVITY, "a.B", True, AT, filters=(VIEW,))
    given = app(
        manifest=manifest(
            components=(activity,),
            meta_data={
                "io.sentry.dsn": "https://key@o1.ingest.sentry.io/2",
                "x": "com.example.app",
            },
        ),
        network_config=NetworkConfig(
            TrafficRule((), False, (), AT), (TrafficRule(("API.parcel.tw",), True, (), AT),)
        ),
        strings=(
            StringResource("api", AT, (Localised("https://api.parcel.tw/v2"),)),
            StringResource("help", AT, (Localised("見 https://help.parcel.tw/ 說明"),)),
            StringResource("google_storage_bucket", AT, (Localised("parcel-1.appspot.com"),)),
            StringResource("com_facebook_url", AT, (Localised("https://fb.parcel.tw/"),)),
            StringResource("ns", AT, (Localised("http://schemas.android.com/apk/res"),)),
        ),
    )
    assert [(*each, one.origin.value) for each, one in zip(told(given.used_endpoints), given.used_endpoints, strict=True)] == [
        ("", "api.parcel.tw", (Use.RULE,), "app"),
        ("https", "api.parcel.tw", (Use.SETTING,), "app"),
        ("https", "fb.parcel.tw", (Use.SETTING,), "library"),
        ("https", "o1.ingest.sentry.io", (Use.SETTING,), "app"),
        ("", "parcel-1.appspot.com", (Use.SETTING,), "app"),
        ("https", "parcel.tw", (Use.LINK,), "app"),
    ]  # fmt: skip


def test_one_host_in_several_places_is_one():
    url = "https://api.parcel.tw/"
    given = app(
        site("okhttp3.Request$Builder.url", text(url), origin=Origin.LIBRARY),
        strings=(StringResource("api", AT, (Localised(url),)),),
        texts=placed_texts(PlacedText(url, Location("assets/a.js"), Medium.SCRIPT)),
    )
    (one,) = given.endpoints
    assert one.uses == (Use.REQUEST, Use.SETTING, Use.NAMED)
    assert (one.origin, one.confidence, len(one.at)) == (Origin.APP, Confidence.HIGH, 3)


@pytest.mark.parametrize(
    ("text_", "medium", "name", "told_"),
    [
        ('{"u":"https://api.parcel.tw/"}', Medium.SETTINGS, "", (Use.SETTING,)),
        ("see https://api.parcel.tw/ now", Medium.SETTINGS, "note", (Use.NAMED,)),
        ("https://api.parcel.tw/", Medium.CODE, "", (Use.NAMED,)),
        ("api.parcel.tw", Medium.CODE, "", (Use.NAMED,)),
        ("parcel.tw", Medium.SETTINGS, "serverHost", (Use.SETTING,)),
        ("parcel.tw", Medium.SETTINGS, "title", None),
        ("com.parcel.tw", Medium.CODE, "", None),
        ("api.parcel.Main", Medium.CODE, "", None),
        ("1.2.3.4", Medium.CODE, "", None),
        ("https://www.w3.org/2000/svg", Medium.CODE, "", None),
        ("http://javax.xml.transform.dom/feature", Medium.CODE, "", None),
        ("http://www.apple.com/DTDs/a.dtd", Medium.SETTINGS, "", None),
    ],
)
def test_what_texts_name(text_, medium, name, told_):
    given = app(texts=placed_texts(PlacedText(text_, Location("f"), medium, name)))
    assert [one.uses for one in given.endpoints] == ([told_] if told_ else [])
    assert given.used_endpoints == ()


def test_lists_of_licences_and_of_links():
    url = "https://api.parcel.tw/"
    licence = PlacedText(url, Location("assets/licenses.json"), Medium.SETTINGS)
    many = " ".join(f'"https://h{n}.parcel.tw/"' for n in range(31))
    links = PlacedText(many, Location("assets/links.json"), Medium.SETTINGS)
    given = app(texts=placed_texts(licence, links))
    assert {one.uses for one in given.endpoints} == {(Use.NAMED,)}
    assert len(given.endpoints) == 31


def test_an_address_at_the_end_of_a_piece_waits_for_the_next():
    piece = "x" * ((1 << 20) - 20) + " https://api.parcel."
    given = app(texts=placed_texts(PlacedText(piece + "tw"[:1], Location("f"), Medium.SCRIPT)))
    assert given.endpoints == ()


def test_what_cannot_be_read_leaves_the_rest_and_a_gap():
    given = app(
        code=FactUnavailable(Cause.LOST, "no-code"),
        strings=(StringResource("api", AT, (Localised("https://api.parcel.tw/"),)),),
    )
    with given.watching() as touched:
        assert told(given.endpoints) == [("https", "api.parcel.tw", (Use.SETTING,))]
    assert [gap.key for fact in sorted(touched) for gap in given.gaps_of(fact)] == ["no-code"]
    damaged = app(gaps={"strings": lost("strings")})
    with damaged.watching() as touched:
        _ = damaged.used_endpoints
    assert "strings" in touched


def test_there_is_an_end(monkeypatch):
    monkeypatch.setattr(gathered, "MAX_ENDPOINTS", 2)
    urls = tuple(site("okhttp3.Request$Builder.url", text(f"https://h{n}.tw/")) for n in range(3))
    given = app(*urls)
    assert len(given.used_endpoints) == 2
    assert [gap.key for gap in given.gaps_of("used_endpoints")] == ["too-many-endpoints"]


def test_each_call_says_where_its_address_is():
    for platform in ("android", "ios"):
        calls = taking(platform)
        every = [*calls.uses.values(), calls.hosts, calls.unsure]
        assert {type(where) for one in every for where in one.values()} <= {int, str}
        assert {w for one in every for w in one.values() if isinstance(w, str)} <= {
            "receiver",
            "text",
        }
