"""The certificates that a client is shown, and connections that show them."""

import ipaddress
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from OpenSSL import SSL, crypto

VALID, SELF_SIGNED, UNTRUSTED = "valid", "self-signed", "untrusted"
EXPIRED, WRONG_HOST = "expired", "wrong-host"
BAD = (SELF_SIGNED, UNTRUSTED, EXPIRED, WRONG_HOST)
ALL = (VALID, *BAD)
ANOTHER_HOST = "another-host.invalid"
_DAYS = {EXPIRED: (-60, -30)}
_SUITES = b"ECDHE+AESGCM:ECDHE+CHACHA20:DHE+AESGCM:ALL:eNULL:!aNULL:!PSK:!SRP:@SECLEVEL=0"
"""Strong ones first: a weak one is agreed on only with a client that has no other."""
_MAX_NAME = 64
_MAX_KNOWN = 5_000
_PROTOCOLS = (b"h2", b"http/1.1")
Told = Callable[[str, int], None]
"""Is told what happens in a handshake: `alert` that came, `ours` that we sent, `presented`."""


def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text[:_MAX_NAME])])


class Certificates:
    """Makes certificates for hosts as they are asked for, once each. Keys are of this process
    alone, except the CA's."""

    def __init__(self, authority: Path) -> None:
        data = authority.read_bytes()
        self._ca = x509.load_pem_x509_certificate(data)
        key = serialization.load_pem_private_key(data, None)
        assert isinstance(key, rsa.RSAPrivateKey)
        self._ca_key, self._key, self._other_key = key, _key(), _key()
        self._other = self._made(
            _name("Untrusted Test CA"), _name("Untrusted Test CA"), self._other_key,
            self._other_key.public_key(), (-1, 7),
        )  # fmt: skip
        self._known: dict[tuple[str, str], x509.Certificate] = {}

    @property
    def authority(self) -> bytes:
        """The CA's certificate, DER."""
        return self._ca.public_bytes(serialization.Encoding.DER)

    def of(self, kind: str, host: str) -> x509.Certificate:
        """The certificate of a kind for a host."""
        if len(self._known) > _MAX_KNOWN:
            self._known.clear()
        if (kind, host) not in self._known:
            self._known[kind, host] = self._leaf(kind, host)
        return self._known[kind, host]

    def connection(self, kind: str, host: str, told: Told) -> SSL.Connection:
        """The server's side of a connection that shows such a certificate. No session is ever taken
        up again: a client that does so looks at no certificate."""
        context = SSL.Context(SSL.TLS_SERVER_METHOD)
        context.set_min_proto_version(SSL.TLS1_VERSION)
        context.set_cipher_list(_SUITES)
        context.set_options(SSL.OP_CIPHER_SERVER_PREFERENCE | SSL.OP_NO_TICKET)
        context.set_options(SSL.OP_NO_COMPRESSION)
        context.set_session_cache_mode(SSL.SESS_CACHE_OFF)
        context.use_privatekey(crypto.PKey.from_cryptography_key(self._key))
        context.use_certificate(crypto.X509.from_cryptography(self.of(kind, host)))
        if kind == UNTRUSTED:
            context.add_extra_chain_cert(crypto.X509.from_cryptography(self._other))
        elif kind != SELF_SIGNED:
            context.add_extra_chain_cert(crypto.X509.from_cryptography(self._ca))
        context.set_alpn_select_callback(_protocol)
        context.set_info_callback(_teller(told))
        made = SSL.Connection(context)
        made.set_accept_state()
        return made

    def _leaf(self, kind: str, host: str) -> x509.Certificate:
        named = ANOTHER_HOST if kind == WRONG_HOST else host
        if kind == SELF_SIGNED:
            issuer, key = _name(named), self._key
        elif kind == UNTRUSTED:
            issuer, key = self._other.subject, self._other_key
        else:
            issuer, key = self._ca.subject, self._ca_key
        days = _DAYS.get(kind, (-1, 7))
        return self._made(_name(named), issuer, key, self._key.public_key(), days, host=named)

    def _made(
        self,
        subject: x509.Name,
        issuer: x509.Name,
        issuer_key: rsa.RSAPrivateKey,
        public: rsa.RSAPublicKey,
        days: tuple[int, int],
        *,
        host: str = "",
    ) -> x509.Certificate:
        now = datetime.now(UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + timedelta(days=days[0]))
            .not_valid_after(now + timedelta(days=days[1]))
            .add_extension(x509.BasicConstraints(ca=not host, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()),
                critical=False,
            )
        )
        if host:
            usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
            made = made.add_extension(usage, critical=False)
            names = x509.SubjectAlternativeName([_general(host)])
            made = made.add_extension(names, critical=False)
        return made.sign(issuer_key, hashes.SHA256())


def _general(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _protocol(_: SSL.Connection, offered: list[bytes]) -> object:
    for one in _PROTOCOLS:
        if one in offered:
            return one
    return SSL.NO_OVERLAPPING_PROTOCOLS


def _teller(told: Told) -> Callable[[SSL.Connection, int, int], None]:
    def happened(connection: SSL.Connection, where: int, value: int) -> None:
        if where & SSL.SSL_CB_ALERT:
            told("alert" if where & SSL.SSL_CB_READ else "ours", value & 0xFF)
        elif where & SSL.SSL_CB_LOOP:
            state = connection.get_state_string()
            if b"write" in state and b"certificate" in state:
                told("presented", 0)

    return happened
