"""Versions of TLS that code permits."""

import pytest

from appsec.model.outcome import Origin
from tests.apps import ios_app
from tests.ios_code import NOTHING, Number, call, native_code

CHECK = "ios-old-tls"
PROTOCOL = "-[NSURLSessionConfiguration setTLSMinimumSupportedProtocol:]"
VERSION = "-[NSURLSessionConfiguration setTLSMinimumSupportedProtocolVersion:]"


def hits(outcome, name, *arguments, origin=Origin.APP):
    code = native_code(call(name, *arguments, origin=origin))
    done = outcome(CHECK, ios_app(native_code=code))
    return [(type(one).__name__, one.key, one.values["version"]) for one in done.seen]


@pytest.mark.parametrize(
    "name, number, version",
    [
        (PROTOCOL, 2, "SSL 3.0"),
        (PROTOCOL, 4, "TLS 1.0"),
        (PROTOCOL, 7, "TLS 1.1"),
        (PROTOCOL, 8, None),
        (PROTOCOL, 10, None),
        (PROTOCOL, 0, None),
        (VERSION, 0x0301, "TLS 1.0"),
        (VERSION, 0x0302, "TLS 1.1"),
        (VERSION, 0x0303, None),
        (VERSION, 0x0304, None),
    ],
)
def test_of_a_session(outcome, name, number, version):
    assert hits(outcome, name, Number(number)) == ([("Question", "old", version)] * bool(version))


@pytest.mark.parametrize(
    "name, number",
    [
        ("SSLSetProtocolVersionMin", 4),
        ("sec_protocol_options_set_tls_min_version", 4),
        ("sec_protocol_options_set_min_tls_protocol_version", 0x0301),
    ],
)
def test_of_a_connection(outcome, name, number):
    assert hits(outcome, name, NOTHING, Number(number)) == [("Question", "old", "TLS 1.0")]
    assert hits(outcome, name, NOTHING, NOTHING) == []


def test_libraries_stay_quiet(outcome):
    assert hits(outcome, VERSION, Number(0x0301), origin=Origin.LIBRARY) == []
