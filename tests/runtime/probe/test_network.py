"""What the probe tells of connections: whose, where to, how; and what it leaves alone."""

import json
import os
import signal
import socket
import ssl
import stat
import time
import urllib.request
from contextlib import closing, suppress

import pytest
from cryptography import x509

from appsec.facts.traffic import Presented
from appsec.model.trace import CAPTURE, Phase, State
from appsec.readers.trace.index import index
from appsec.readers.trace.watched import captured, spans
from appsec.runtime.collect import CollectError
from appsec.runtime.probe.plan import Outcome
from appsec.runtime.probe.told import OFFERED
from tests.runtime.probe.network import WITHIN, ask, request, trusting, tunnel
from tests.runtime.probe.wireguard import Tunnel

API, SDK = "api.example.test", "sdk.example.test"


def done(probe, run):
    """The exchanges of a run, which ends with that."""
    probe.stop()
    assert not probe.trouble and run.end()
    place = run.folder / "traffic.jsonl"
    return [json.loads(line) for line in place.read_text().splitlines()] if place.exists() else []


def close(*connections):
    for one in connections:
        one.close()


def fitting(exchanges, **wanted):
    return [one for one in exchanges if wanted.items() <= one.items()]


@pytest.fixture
def both(home, server):
    """Trusts what a device would."""
    return trusting(server.ca.read_bytes(), home.authority().pem)


def test_what_is_not_declared_passes_untouched(begin, server):
    probe, run = begin(API, other=[SDK])
    run.mark(Phase.LOGIN)
    for _ in range(2):
        # Only the genuine CA is trusted: nobody stands between.
        made, line = ask(tunnel(probe.opened[0].port, SDK), trusting(server.ca.read_bytes()), SDK)
        version, cipher = made.version(), made.cipher()[0]
        close(made)
        assert line == "HTTP/1.1 200 OK"
        probe.present(Presented.SELF_SIGNED)
    first, second = done(probe, run)
    for one in (first, second):
        assert (one["tls"], one["cipher"]) == (version, cipher)
        assert (one["host"], one["sni"], one["address"]) == (SDK, SDK, "127.0.0.1")
        assert (one["certificate"], one["method"], one["accepted"]) == ("", "", True)
        assert (one["phase"], one["request_body"]) == ("login", "")


def test_no_connection_lasts_into_the_next_phase(begin, server):
    probe, run = begin(API, other=[SDK])
    run.mark(Phase.LOGIN)
    made, line = ask(tunnel(probe.opened[0].port, SDK), trusting(server.ca.read_bytes()), SDK)
    assert line == "HTTP/1.1 200 OK"
    probe.present(Presented.VALID)
    run.mark(Phase.USE)
    with suppress(OSError):
        assert request(made, SDK) == ""
    close(made)
    (one,) = done(probe, run)
    assert (one["host"], one["phase"]) == (SDK, "login")


def test_a_declared_host_is_read_and_passed_on(begin, both, server):
    probe, run = begin("*.example.test", other=[API])
    run.mark(Phase.LOGIN)
    made, line = ask(tunnel(probe.opened[0].port, API), both, API, "/login", b"pw=Canary")
    close(made)
    (one,) = done(probe, run)
    assert (line, one["status"], one["certificate"]) == ("HTTP/1.1 200 OK", 200, "valid")
    assert (one["method"], one["url"]) == ("POST", f"https://{API}/login")
    assert (run.folder / "bodies" / one["request_body"]).read_bytes() == b"pw=Canary"
    assert (API, "/login", b"pw=Canary") in server.asked
    assert probe.hosts == (API,) and probe.told(API).controlled
    modes = {oct(p.stat().st_mode & 0o777) for p in run.folder.rglob("*") if p.is_file()}
    assert modes == {"0o600"}


def test_what_is_too_long_to_be_kept_is_told(begin, both):
    probe, run = begin(API)
    run.mark(Phase.USE)
    for body in (b"x" * (9 << 20), b"short"):
        made, line = ask(tunnel(probe.opened[0].port, API), both, API, "/", body)
        close(made)
        assert line == "HTTP/1.1 200 OK"
    long, short = done(probe, run)
    assert (long["unread"], long["accepted"], short["unread"]) == (True, True, False)


def test_cleartext_is_told_whoever_it_is_for(begin, server):
    probe, run = begin(API)
    run.mark(Phase.LOGIN)
    made = socket.create_connection(("127.0.0.1", probe.opened[0].port), WITHIN)
    line = request(made, "ignored", f"http://127.0.0.1:{server.plain_port}/i?id=7", b"pw")
    raw = tunnel(probe.opened[0].port, "127.0.0.1", server.plain_port)
    raw.sendall(b"\x01\x02 secret\r\n\r\n")
    assert raw.recv(10)
    close(made, raw)
    exchanges = done(probe, run)
    assert line == "HTTP/1.1 200 OK"
    (http,) = fitting(exchanges, scheme="http")
    assert (http["host"], http["port"], http["tls"]) == ("127.0.0.1", server.plain_port, "")
    assert (http["url"].endswith("/i?id=7"), http["accepted"], http["status"]) == (True, None, 200)
    (tcp,) = fitting(exchanges, scheme="tcp")
    assert len(exchanges) == 2
    assert (run.folder / "bodies" / tcp["request_body"]).read_bytes() == b"\x01\x02 secret\r\n\r\n"


@pytest.mark.parametrize("name", ["TLSv1", "TLSv1_1"])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_client_that_only_has_an_old_tls_is_told(begin, both, name):
    probe, run = begin(API)
    run.mark(Phase.USE)
    both.set_ciphers("ALL:@SECLEVEL=0")
    both.minimum_version = both.maximum_version = ssl.TLSVersion[name]
    made, line = ask(tunnel(probe.opened[0].port, API), both, API)
    close(made)
    (one,) = done(probe, run)
    shown = name.replace("_", ".")
    # The server would have had a newer one: what both would have come to is the client's.
    assert (line, one["tls"]) == ("HTTP/1.1 200 OK", shown)
    offers = [s for _, s in index(run.folder / "trace.jsonl").of(State) if s.name == OFFERED]
    assert [(one.subject, one.value[0]) for one in offers] == [(API, shown)]


def test_which_suite_a_newer_server_would_take_of_an_older_client_nobody_knows(begin, both):
    probe, run = begin(API)
    run.mark(Phase.USE)
    both.maximum_version = ssl.TLSVersion.TLSv1_2
    made, line = ask(tunnel(probe.opened[0].port, API), both, API)
    close(made)
    (one,) = done(probe, run)
    assert (line, one["tls"], one["cipher"]) == ("HTTP/1.1 200 OK", "TLSv1.2", "")


def test_what_only_the_probe_agreed_on_says_nothing_of_the_server(begin, both):
    probe, run = begin(API)
    run.mark(Phase.TLS)
    probe.present(Presented.SELF_SIGNED)
    lax = ssl._create_unverified_context()
    made, line = ask(tunnel(probe.opened[0].port, API), lax, API)
    close(made)
    (one,) = done(probe, run)
    assert (line.split()[1], one["accepted"], one["tls"]) == ("503", True, "")
    assert (one["scheme"], one["status"]) == ("https", 0)


def test_a_connection_that_goes_elsewhere_than_it_says_is_told_twice(begin, both):
    probe, run = begin(API, other=["hidden.example.test"])
    run.mark(Phase.USE)
    made, _ = ask(tunnel(probe.opened[0].port, "hidden.example.test"), both, API)
    close(made)
    hosts = {(one["host"], one["method"]) for one in done(probe, run)}
    assert hosts == {(API, "POST"), ("hidden.example.test", "")}


def test_other_modes_show_the_same(begin, both):
    probe, run = begin(API, modes=("regular", "socks5", f"reverse:https://{API}"))
    run.mark(Phase.USE)
    _, socks, reverse = probe.opened
    assert {one.address for one in probe.opened} == {"127.0.0.1"}
    asked = socket.create_connection(("127.0.0.1", socks.port), WITHIN)
    asked.sendall(b"\x05\x01\x00")
    assert asked.recv(2) == b"\x05\x00"
    name = API.encode()
    asked.sendall(b"\x05\x01\x00\x03" + bytes([len(name)]) + name + (443).to_bytes(2, "big"))
    assert asked.recv(10)[1] == 0
    made, line = ask(asked, both, API, "/socks")
    straight = socket.create_connection(("127.0.0.1", reverse.port), WITHIN)
    other, second = ask(straight, both, API, "/reverse")
    close(made, other)
    assert {line, second} == {"HTTP/1.1 200 OK"}
    exchanges = done(probe, run)
    assert {(one["host"], one["port"], one["url"].rsplit("/", 1)[1]) for one in exchanges} == {
        (API, 443, "socks"), (API, 443, "reverse"),
    }  # fmt: skip
    assert {one["certificate"] for one in exchanges} == {"valid"}


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_no_session_is_taken_up_again_and_no_connection_kept(begin, both, version):
    probe, run = begin(API)
    run.mark(Phase.TLS)
    both.minimum_version = both.maximum_version = version
    made, line = ask(tunnel(probe.opened[0].port, API), both, API)
    assert line == "HTTP/1.1 200 OK"
    probe.present(Presented.SELF_SIGNED, [API])
    # The old connection is gone, or what is asked over it would pass for trust in the new one.
    with suppress(OSError):
        assert request(made, API) == ""
    again = tunnel(probe.opened[0].port, API)
    with pytest.raises(ssl.SSLCertVerificationError):
        both.wrap_socket(again, server_hostname=API, session=made.session)
    close(made, again)
    probe.settle()
    done(probe, run)


def test_a_handshake_without_a_request_is_neither(begin, both):
    probe, run = begin(API, soon=0.0)
    run.mark(Phase.TLS)
    probe.present(Presented.EXPIRED)
    lax = ssl._create_unverified_context()
    close(lax.wrap_socket(tunnel(probe.opened[0].port, API), server_hostname=API))
    wait(lambda: probe.told(API).outcomes[Presented.EXPIRED] is Outcome.HANDSHAKE, probe)
    (one,) = done(probe, run)
    assert (one["accepted"], one["method"], one["certificate"]) == (True, "", "expired")


def test_one_that_cannot_agree_on_tls_is_no_refusal(begin):
    probe, run = begin(API)
    run.mark(Phase.TLS)
    probe.present(Presented.UNTRUSTED)
    odd = ssl._create_unverified_context()
    odd.set_ciphers("ADH-AES128-SHA256:@SECLEVEL=0")
    odd.maximum_version = ssl.TLSVersion.TLSv1_2
    made = tunnel(probe.opened[0].port, API)
    with pytest.raises(ssl.SSLError):
        odd.wrap_socket(made, server_hostname=API)
    close(made)
    wait(lambda: probe.told(API).outcomes[Presented.UNTRUSTED] is Outcome.UNCLEAR, probe)
    assert [one["accepted"] for one in done(probe, run)] == [None]


def test_the_device_gets_the_ca_from_the_probe(begin, home):
    probe, run = begin(API)
    way = urllib.request.ProxyHandler({"http": f"http://127.0.0.1:{probe.opened[0].port}"})
    with urllib.request.build_opener(way).open("http://ca.appsec.test/", timeout=WITHIN) as got:
        data = got.read()
    probe.settle()
    assert probe.reached
    assert x509.load_der_x509_certificate(data) == home.authority().certificate
    assert done(probe, run) == []


def test_wireguard_is_offered_with_its_configuration(begin, home):
    probe, _ = begin(API, modes=("wireguard",))
    (one,) = probe.opened
    assert f"Endpoint = 127.0.0.1:{one.port}" in one.client and "PrivateKey" in one.client
    assert "AllowedIPs = 0.0.0.0/0, ::/0" in one.client
    files = [p for p in home.folder.rglob("*") if p.is_file()]
    assert {stat.S_IMODE(p.stat().st_mode) & 0o077 for p in files} == {0}


def test_all_of_a_device_comes_through_wireguard(begin):
    probe, run = begin(API, modes=("wireguard",))
    run.mark(Phase.USE)
    with closing(Tunnel(probe.opened[0].client)) as device:
        (ours,) = device.asked("ca.appsec.test")
        page = device.stream(ours, 80, b"GET / HTTP/1.1\r\nHost: ca.appsec.test\r\n\r\n")
        assert page.startswith(b"HTTP/1.1 200") and probe.settle() is None and probe.reached
        assert device.asked(API) == ["127.0.0.1"]
        probe.present(Presented.UNTRUSTED)
        hello, sent = ssl.MemoryBIO(), ssl.MemoryBIO()
        end = trusting().wrap_bio(hello, sent, server_hostname=API)
        with pytest.raises(ssl.SSLWantReadError):
            end.do_handshake()
        greeting = sent.read()
        assert device.stream("127.0.0.1", 443, greeting).startswith(b"\x16\x03\x03")
        # What goes to port 443 as datagrams is stopped, so that apps take TCP instead.
        device.datagram("127.0.0.1", 443, b"\xc0" + b"\0" * 1200, answered=False)
        # By IPv6 all comes this way, too.
        assert device.stream("2001:db8::7", 443, greeting).startswith(b"\x16\x03\x03")
        wait(lambda: '"quic"' in (run.folder / "traffic.jsonl").read_text(), probe)
    exchanges = done(probe, run)
    assert len(exchanges) == 4
    (dns,) = fitting(exchanges, scheme="dns")
    assert (dns["host"], dns["address"], dns["method"]) == (API, "127.0.0.1", "DNS")
    (quic,) = fitting(exchanges, scheme="quic")
    assert (quic["host"], quic["port"], quic["accepted"], quic["method"]) == (API, 443, False, "")
    both = fitting(exchanges, scheme="https")
    assert [(o["host"], o["certificate"], o["accepted"]) for o in both] == [
        (API, "untrusted", None), (API, "untrusted", None),
    ]  # fmt: skip


def test_a_name_has_no_address_that_cannot_be_reached_from_here(begin, monkeypatch):
    monkeypatch.setattr("appsec.runtime.probe.probe.has_ipv6", lambda: False)
    probe, run = begin(API, modes=("wireguard",))
    run.mark(Phase.USE)
    with closing(Tunnel(probe.opened[0].client)) as device:
        answer = device.answer("nobody.invalid", 28)
    # No error, or a client would not ask for the other kind of address.
    assert answer[3] & 15 == 0 and answer[6:8] == b"\0\0"
    assert {one["host"] for one in done(probe, run)} == {"nobody.invalid"}


def test_a_probe_that_dies_is_told_and_its_phase_is_not_whole(begin, both):
    probe, run = begin(API)
    run.mark(Phase.USE)
    made, _ = ask(tunnel(probe.opened[0].port, API), both, API)
    close(made)
    probe.settle()
    os.kill(probe._child.pid, signal.SIGKILL)
    end = time.monotonic() + WITHIN
    while not probe.trouble and time.monotonic() < end:
        time.sleep(0.05)
    assert probe.trouble
    with pytest.raises(CollectError, match="ended"):
        probe.present(Presented.VALID)
    run.mark(Phase.LOGOUT)
    probe.stop()
    assert run.end()
    told = index(run.folder / "trace.jsonl")
    states = [s.value for _, s in told.of(State) if s.name == CAPTURE]
    assert states[:2] == [True, False]
    assert {span.phase: captured(told, span) for span in spans(told)} == {
        Phase.USE: False, Phase.LOGOUT: False,
    }  # fmt: skip
    assert (run.folder / "traffic.jsonl").read_text().count("\n") == 1


def test_a_run_with_a_probe_from_end_to_end_is_captured(begin):
    probe, run = begin(API)
    run.mark(Phase.USE)
    probe.stop()
    probe.stop()
    run.end()
    told = index(run.folder / "trace.jsonl")
    assert [captured(told, span) for span in spans(told)] == [True]


def test_troubles_are_told_with_the_next_step(begin, home, monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(CollectError, match="Is the port free"):
            begin(API, port=taken.getsockname()[1])
    probe, _ = begin(API)
    with pytest.raises(CollectError, match="not declared"):
        probe.present(Presented.EXPIRED, ["bank.example.org"])
    monkeypatch.setenv("APPSEC_PROBE_PYTHON", "/nowhere/python")
    with pytest.raises(CollectError, match="appsec dynamic probe --setup"):
        begin(API)


def wait(seen, probe):
    """Until the probe has told of it."""
    end = time.monotonic() + WITHIN
    while not seen() and time.monotonic() < end:
        probe.settle()
        time.sleep(0.05)
    assert seen()
