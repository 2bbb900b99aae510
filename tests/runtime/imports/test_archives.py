"""HAR and mitmproxy's flows: files of the real programs, and what is missing in others."""

import json
from pathlib import Path

import pytest

from appsec.model.run_files import Exchange
from appsec.model.trace import Phase
from appsec.runtime.imports.flows import dialogue, read_flows
from appsec.runtime.imports.gathered import TRAFFIC, Unusable
from appsec.runtime.imports.har import read_har

DATA = Path(__file__).parent / "data"


def seen(told):
    return [(one.exchange.method, one.exchange.url, one.request) for one in told.moved]


def har(tmp_path, *entries, creator="Proxy", cut=None):
    path = tmp_path / "a.har"
    text = json.dumps({"log": {"creator": {"name": creator}, "entries": list(entries)}})
    path.write_text(text[:cut])
    return read_har(path)


def entry(**more):
    request = {"method": "GET", "url": "https://a.example.tw/x", "headers": [], "bodySize": 0}
    return {
        "startedDateTime": "2026-11-21T16:00:00.000+08:00",
        "time": 1500,
        "request": request | more.pop("request", {}),
        "response": {"status": 200, "headers": [], "content": {"size": 0}}
        | more.pop("response", {}),
        **more,
    }


def test_flows_of_the_real_mitmproxy():
    told = read_flows(DATA / "app.flows")
    assert (told.losses, told.holes) == ([], [])
    assert seen(told) == [
        ("GET", "http://127.0.0.1:18080/clear?phone=0912345678", b""),
        ("POST", "https://localhost:18443/login", b"phone=0912345678"),
    ]
    one = told.moved[1].exchange
    assert (one.tls, one.cipher, one.sni) == ("TLSv1.3", "TLS_AES_256_GCM_SHA384", "localhost")
    assert (one.certificate, one.accepted, one.status) == ("valid", True, 200)
    assert ("Set-Cookie", "sid=5d41402abc4b2a76b9719d911017c592; HttpOnly") in one.response_headers


def test_a_har_of_the_real_mitmproxy_and_one_of_chromium():
    of_proxy = read_har(DATA / "mitm.har")
    assert of_proxy.losses == []
    assert of_proxy.program == "mitmproxy 11.0.2"
    assert [one.exchange.certificate for one in of_proxy.moved] == ["", "valid"]
    assert b"0912345678" in of_proxy.moved[1].request
    of_browser = read_har(DATA / "chromium.har")
    assert of_browser.program.startswith("Playwright")
    assert of_browser.losses == []
    urls = [one.exchange.url for one in of_browser.moved]
    assert "http://127.0.0.1:18080/start?phone=0912345678" in urls
    sent = next(one for one in of_browser.moved if one.exchange.url.endswith("/send"))
    assert sent.request == b"phone=0912345678"
    secure = next(one for one in of_browser.moved if one.exchange.url.endswith("/secure"))
    assert (secure.exchange.tls, secure.exchange.certificate) == ("TLSv1.3", "")


def test_flows_that_are_cut_off_give_what_is_whole(tmp_path):
    data = (DATA / "app.flows").read_bytes()
    path = tmp_path / "a.flows"
    path.write_bytes(data[:-10])
    told = read_flows(path)
    assert [one[1] for one in seen(told)] == ["http://127.0.0.1:18080/clear?phone=0912345678"]
    assert [one.key for one in told.losses] == ["torn"]
    assert told.holes[0].begin == told.moved[0].exchange.at
    path.write_bytes(data[:100])
    with pytest.raises(Unusable):
        read_flows(path)


def test_times_of_a_har_and_that_it_covers_nothing_by_itself(tmp_path):
    told = har(tmp_path, entry(), entry(startedDateTime="2026-11-21T08:00:10Z"))
    assert [one.exchange.at for one in told.moved] == [1795248000000000, 1795248010000000]
    assert told.windows == {}
    assert read_flows(DATA / "app.flows").windows == {}


def test_a_har_that_is_cut_off_gives_what_is_whole(tmp_path):
    told = har(tmp_path, entry(), entry(), cut=-40)
    assert len(told.moved) == 1
    assert told.program == "Proxy"
    assert [one.key for one in told.losses] == ["torn"]
    assert told.holes[0].begin is None


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({"request": {"bodySize": 20}}, "bodies-left-out"),
        ({"request": {"bodySize": 20, "postData": {"text": "phone"}}}, "bodies-left-out"),
        (
            {"request": {"headers": [{"name": "Content-Length", "value": "9"}], "bodySize": -1}},
            "bodies-left-out",
        ),
        (
            {"request": {"headers": [{"name": "Content-Type", "value": "a/b"}], "bodySize": -1}},
            "bodies-left-out",
        ),
        (
            {
                "request": {
                    "headers": [{"name": "Transfer-Encoding", "value": "chunked"}],
                    "bodySize": -1,
                }
            },
            "bodies-left-out",
        ),
        (
            {
                "request": {
                    "bodySize": 90,
                    "postData": {"mimeType": "multipart/form-data", "params": [{"name": "a"}]},
                }
            },
            "bodies-left-out",
        ),
        ({"response": {"content": {"size": 9, "mimeType": "application/json"}}}, "bodies-left-out"),
        ({"response": {"status": 101}}, "websocket-left-out"),
        ({"startedDateTime": "yesterday"}, "entry-lost"),
        ({"request": {"url": "https:///"}}, "entry-lost"),
        ({"request": {"headers": [{"name": "a", "value": "x" * 60000}] * 9}}, "bodies-left-out"),
    ],
)
def test_what_an_entry_lacks_is_told_and_is_a_hole(tmp_path, more, key):
    told = har(tmp_path, entry(**more))
    assert [one.key for one in told.losses] == [key]
    assert {one.what for one in told.holes} == {TRAFFIC}


def test_messages_keep_their_times_and_sides(tmp_path):
    zero = 1_795_248_000_000_000
    one = Exchange(zero, Phase.BEFORE, "a.example.tw", 443)
    told = dialogue(one, [(True, b"a", zero + 800_000), (False, b"b", zero + 850_000)])
    assert [(o.exchange.at - zero, o.request, o.response) for o in told] == [(800_000, b"a", b"b")]
    at = 1_795_248_003.25
    messages = [
        {"type": "send", "time": at, "data": "0912345678"},
        {"type": "receive", "time": at + 1.5, "data": "hello"},
    ]
    told = har(tmp_path, entry(response={"status": 101}, _webSocketMessages=messages))
    begun = told.moved[0].exchange.at
    assert [(o.exchange.at - begun, o.request, o.response) for o in told.moved] == [
        (0, b"", b""), (3_250_000, b"0912345678", b""), (4_750_000, b"", b"hello"),
    ]  # fmt: skip


def test_the_beginning_of_a_tunnel_is_no_request(tmp_path):
    url = "https://a.example.tw:443"
    told = har(tmp_path, entry(request={"method": "CONNECT", "url": url}))
    one = told.moved[0].exchange
    assert (one.host, one.method, one.certificate, one.accepted) == ("a.example.tw", "", "", None)


def test_bodies_that_are_whole_are_no_hole(tmp_path):
    form = {
        "mimeType": "application/x-www-form-urlencoded",
        "params": [{"name": "a", "value": "1"}],
    }
    length = [{"name": "Content-Length", "value": "0"}, {"name": "Content-Type", "value": "a/b"}]
    told = har(
        tmp_path,
        entry(request={"bodySize": 5, "postData": {"text": "phone"}}),
        entry(request={"bodySize": 13, "postData": form}),
        entry(request={"bodySize": -1}),
        entry(request={"bodySize": -1, "headers": length}),
    )
    assert (told.losses, told.holes) == ([], [])


def test_bodies_in_base64_and_messages_of_a_web_socket_are_searched(tmp_path):
    coded = {"text": "cGhvbmU9MDkxMjM0NTY3OA==", "encoding": "base64"}
    told = har(
        tmp_path,
        entry(response={"content": {"size": 9, **coded}}),
        entry(
            response={"status": 101}, _webSocketMessages=[{"type": "send", "data": "0912345678"}]
        ),
    )
    assert told.moved[0].response == b"phone=0912345678"
    assert told.moved[2].request == b"0912345678"
    assert told.losses == []


def test_a_sanitized_har_is_told(tmp_path):
    assert [one.key for one in har(tmp_path, entry(), creator="WebInspector").losses] == [
        "sanitized"
    ]
    cookie = entry(request={"headers": [{"name": "Cookie", "value": "a=b"}]})
    assert har(tmp_path, cookie, creator="WebInspector").losses == []


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"log": 1}', '{"log": {"entries": {}}}', "[" * 9999]
)
def test_what_is_no_har_is_told(tmp_path, text):
    (tmp_path / "a").write_text(text)
    with pytest.raises(Unusable):
        read_har(tmp_path / "a")
