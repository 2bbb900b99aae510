"""Addresses in texts and values: what is one, and what of it is kept."""

import time

import pytest

from appsec.readers.endpoints.addresses import Address, address_of, addresses_in
from appsec.readers.endpoints.clouds import hosted
from appsec.readers.endpoints.noise import is_list, is_only_named


def hosts(text):
    return [one.host for one in addresses_in(text)]


def test_addresses_in_prose_and_data():
    given = "見 https://www.example.tw/a 及http://b.example.tw。xmlns"
    assert [(one.host, one.path, one.at) for one in addresses_in(given)] == [
        ("www.example.tw", "/a", 2),
        ("b.example.tw", "", 28),
    ]
    assert list(addresses_in(r'{"u":"https:\/\/api.parcel.tw\/v1\/a"}')) == [
        Address("api.parcel.tw", "https", "", "/v1/a", 6)
    ]


def test_what_is_filled_in_later_is_no_host():
    given = (
        "https://api.parcel.tw%s https://api.{x} https://$host/ https://www.%s.com https://a.tw${p}"
    )
    assert hosts(given) == []


def test_neither_passwords_nor_queries_are_kept():
    (one,) = addresses_in("https://user:secret@api.parcel.tw:8443/pay?token=abc#x")
    assert one == Address("api.parcel.tw", "https", "8443", "/pay", 0, whole=True)


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        (
            "/services/T01ABCDEF/B01ABCDEF/a1B2c3D4e5F6g7H8i9J0k1L2",
            "/services/T01ABCDEF/B01ABCDEF/…",
        ),
        ("/bot1234567890:AAa1B2c3D4e5F6g7H8i9J0k1L2m3N4/getMe", "/…/getMe"),
        ("/reset/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc", "/reset/…"),
        ("/api/v1/getUserProfileInformation", "/api/v1/getUserProfileInformation"),
        ("/TR/xhtml1/DTD/xhtml1-transitional.dtd", "/TR/xhtml1/DTD/xhtml1-transitional.dtd"),
    ],
)
def test_tokens_in_paths_are_not_kept(path, kept):
    (one,) = addresses_in(f"https://hooks.parcel.tw{path}")
    assert one.path == kept


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("wss://push.parcel.tw/", "push.parcel.tw"),
        ("mqtt://broker.parcel.tw:1883", "broker.parcel.tw"),
        ("ftp://files.parcel.tw", "files.parcel.tw"),
        ("stun:stun.parcel.tw:19302", "stun.parcel.tw"),
        ("http://[2001:db8::1]:80/x", "2001:db8::1"),
        ("http://192.168.1.20:8080/x", "192.168.1.20"),
        ("https://xn--fiq228c.tw/", "xn--fiq228c.tw"),
        ("HTTPS://API.Parcel.TW.", "api.parcel.tw"),
    ],
)
def test_schemes_and_hosts(text, host):
    assert hosts(text) == [host]


@pytest.mark.parametrize(
    "text",
    [
        "com.example.Class",
        "foo.zip",
        "1.2.3.4",
        "content://media/external",
        "file:///android_asset/a.html",
        "https://intranet/",
        "http://1.2.3/",
        "http://999.1.1.1/",
        "http://-a-.tw/",
        "xhttp://a.tw/x",
        "https://",
        "https://a.b/",
    ],
)
def test_what_is_no_address(text):
    assert hosts(text) == []


@pytest.mark.parametrize(
    ("text", "whole", "host"),
    [
        ("https://API.parcel.tw/v1", True, "api.parcel.tw"),
        ("https://api.parcel.tw", True, "api.parcel.tw"),
        ("https://api.parcel", False, None),
        ("https://api.parcel.tw/", False, "api.parcel.tw"),
        ("https://api.parcel.tw:80", False, "api.parcel.tw"),
        ("https://中文.tw/a", True, "xn--fiq228c.tw"),
        ("see https://api.parcel.tw/", True, None),
        ("", True, None),
    ],
)
def test_the_address_of_a_value(text, whole, host):
    one = address_of(text, whole)
    assert (one and one.host) == host


def test_long_texts_take_linear_time():
    start = time.process_time()
    for text in (
        "://" * 300_000,
        "http://" * 150_000,
        "https://" + "a@" * 500_000,
        "http://a." * 100_000,
    ):
        assert len(hosts(text)) <= 1
    assert len(hosts("https://a.tw/" * 20_000)) == 20_000
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("host", "told"),
    [
        ("b.s3.ap-east-2.amazonaws.com", ("Amazon Web Services", "ap-east-2", "TW")),
        ("s3-us-west-2.amazonaws.com", ("Amazon Web Services", "us-west-2", "US")),
        ("s3.cn-north-1.amazonaws.com.cn", ("Amazon Web Services", "cn-north-1", "CN")),
        ("svc-abc-de.a.run.app", ("Google Cloud", "asia-east1", "TW")),
        ("p.de.r.appspot.com", ("Google Cloud", "asia-east1", "TW")),
        ("asia-east1-p.cloudfunctions.net", ("Google Cloud", "asia-east1", "TW")),
        ("p.firebaseio.com", ("Firebase", "us-central1", "US")),
        ("p.asia-southeast1.firebasedatabase.app", ("Firebase", "asia-southeast1", "SG")),
        ("a-b1.eastasia-01.azurewebsites.net", ("Microsoft Azure", "eastasia", "HK")),
        ("a-b1.norwayeast-01.azurewebsites.net", ("Microsoft Azure", "norwayeast", "NO")),
        ("b.blob.core.windows.net", ("Microsoft Azure", "", "")),
        ("b.oss-cn-hangzhou.aliyuncs.com", ("Alibaba Cloud", "cn-hangzhou", "CN")),
        ("b.cos.ap-guangzhou.myqcloud.com", ("Tencent Cloud", "ap-guangzhou", "CN")),
        ("vm.hicloud.net.tw", ("Chunghwa Telecom hicloud", "", "")),
        ("notamazonaws.com", ("", "", "")),
        ("api.parcel.tw", ("", "", "")),
    ],
)
def test_clouds_and_regions(host, told):
    one = hosted(host)
    assert (one.cloud, one.region, one.country) == told


@pytest.mark.parametrize(
    ("host", "noise"),
    [
        ("schemas.android.com", True),
        ("www.w3.org", True),
        ("api.example.com", True),
        ("shop.parcel.example", True),
        ("127.0.0.1", True),
        ("239.255.255.250", True),
        ("main.js", True),
        ("api.parcel.tw", False),
        ("192.168.1.20", False),
        ("myw3.org", False),
    ],
)
def test_names_that_are_no_endpoints(host, noise):
    assert is_only_named(host) is noise


def test_lists_of_licences():
    assert is_list("assets/THIRD_PARTY_LICENSES.json")
    assert not is_list("assets/config.json")
