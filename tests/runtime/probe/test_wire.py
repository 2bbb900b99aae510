"""What a connection shows that nobody looks into, by handshakes of OpenSSL's with itself."""

import ssl
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appsec.runtime.probe.inside.wire import Wire, server_hello, suite
from tests.runtime.probe.network import Server, trusting

HOST = "a.example.test"
VERSIONS = [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3]  # fmt: skip
NAMES = ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"]


@pytest.fixture(scope="module")
def genuine(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wire")
    with Server(folder) as server:
        pass
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "chain.pem")
    return context, server.ca.read_bytes()


def at(context, version):
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = context.maximum_version = version
    return context


class Pair:
    """Both ends of a connection, and what is seen between them, a few bytes at a time."""

    def __init__(self, server, client):
        self.wire = Wire()
        bios = [ssl.MemoryBIO() for _ in range(4)]
        self.client = client.wrap_bio(bios[0], bios[1], server_hostname=HOST)
        self.server = server.wrap_bio(bios[2], bios[3], server_side=True)
        self._bios = bios

    def carry(self):
        to_client, from_client, to_server, from_server = self._bios
        for ours, source, target in (
            (True, from_client, to_server),
            (False, from_server, to_client),
        ):
            data = source.read()
            target.write(data)
            for n in range(0, len(data), 7):
                self.wire.feed(data[n : n + 7], from_client=ours)

    def shake(self):
        for _ in range(8):
            for end in (self.client, self.server):
                try:
                    end.do_handshake()
                except ssl.SSLWantReadError:
                    pass
                except ssl.SSLError:
                    self.carry()
                    return False
            self.carry()
        return True


@pytest.mark.parametrize(("version", "name"), list(zip(VERSIONS, NAMES, strict=True)))
def test_a_connection_that_is_used_was_accepted(genuine, version, name):
    context, ca = genuine
    pair = Pair(at(context, version), at(trusting(ca), version))
    assert pair.shake()
    assert (pair.wire.version, pair.wire.suite) == (name, pair.client.cipher()[0])
    assert pair.wire.accepted is None
    pair.client.write(b"GET / HTTP/1.1\r\n\r\n" * 2)
    pair.carry()
    assert pair.wire.accepted is None
    pair.server.read(100)
    pair.server.write(b"HTTP/1.1 200 welcome\r\n\r\n")
    pair.carry()
    assert pair.wire.accepted is True


@pytest.mark.parametrize("version", VERSIONS)
def test_one_that_the_client_ends_for_the_certificate_was_refused(genuine, version):
    context, _ = genuine
    pair = Pair(at(context, version), at(trusting(), version))
    assert not pair.shake()
    assert pair.wire.accepted is False


@pytest.mark.parametrize("version", VERSIONS)
def test_one_that_the_client_closes_unused_says_nothing(genuine, version):
    context, ca = genuine
    pair = Pair(at(context, version), at(trusting(ca), version))
    assert pair.shake()
    with pytest.raises(ssl.SSLWantReadError):
        pair.client.unwrap()
    pair.carry()
    assert pair.wire.accepted is None


@given(st.lists(st.tuples(st.booleans(), st.binary(max_size=200)), max_size=20))
def test_nothing_that_passes_breaks_it(pieces):
    wire = Wire()
    for from_client, data in pieces:
        wire.feed(data, from_client=from_client)
    assert wire.accepted in (True, False, None)


@given(st.binary(max_size=200))
def test_a_greeting_of_any_bytes_is_read_or_not(data):
    server_hello(data)
    server_hello(b"\x02" + len(data).to_bytes(3, "big") + data)


def test_a_suite_that_openssl_does_not_know_is_told_all_the_same():
    assert suite(0x0005) == "RC4-SHA" and suite(0x1301) == "TLS_AES_128_GCM_SHA256"
    assert suite(0xFEFE) == "0xfefe"


def record(kind, payload):
    return bytes([kind, 3, 3]) + len(payload).to_bytes(2, "big") + payload


@pytest.mark.parametrize(("early", "accepted"), [(True, None), (False, False)])
def test_the_end_of_early_data_is_no_refusal(early, accepted):
    versions = b"\x00\x2b\x00\x02\x03\x04"
    body = b"\x03\x03" + bytes(32) + b"\x00\x13\x01\x00" + b"\x00\x06" + versions
    wire = Wire()
    if early:
        wire.feed(record(23, bytes(200)), from_client=True)
    wire.feed(record(22, b"\x02" + len(body).to_bytes(3, "big") + body), from_client=False)
    assert wire.version == "TLSv1.3"
    wire.feed(record(23, bytes(22)), from_client=True)
    assert wire.accepted is accepted
