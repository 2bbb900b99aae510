"""Addresses in texts: scheme, host, port and path, without what may be secret in them."""

import re
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address

from appsec.model.frozen import frozen

_SCHEMES = (
    r"https?|wss?|s?ftps?|mqtts?|amqps?|coaps?|tcp|ssl|tls|udp|grpcs?|rtsps?|rtmps?|ldaps?|smb|ssh"
    r"|redis|mysql|mongodb|postgres(?:ql)?"
)
_BEFORE = re.compile(rf"(?<![A-Za-z0-9+.-])({_SCHEMES})\Z", re.I)
_LONGEST_SCHEME = 12
SEPARATORS = ("://", r":\/\/")
"""As written, and as some writers of JSON escape it."""
_REST = re.compile(
    r"""(?:[^\s/?\#@"'<>\\]{0,256}@)?"""
    r"""(?:\[(?P<ipv6>[0-9A-Fa-f:.]{2,45})\]|(?P<host>[A-Za-z0-9_][A-Za-z0-9_.-]{0,252}))"""
    r"""(?![%{$\[A-Za-z0-9_.-])(?::(?P<port>\d{1,5})(?!\d))?(?P<end>(?P<path>\\?/[^\s?\#"'<>]{0,2000})?[?\#:]?)"""
)
"""A host that a place to be filled in follows is only the beginning of one."""
_CALLS = re.compile(
    r"(?P<scheme>stuns?|turns?):(?P<host>[a-z0-9][a-z0-9.-]{0,252})(?::(?P<port>\d{1,5}))?(?:\?.*)?",
    re.I,
)
"""The form of STUN and TURN servers, which has no slashes."""
_CALL_SCHEMES = ("stun", "turn")
_BREAKS = re.compile(r"""[\s"'<>]""")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_LAST = re.compile(r"[a-z]{2,24}|xn--[a-z0-9-]{1,59}")
_MAX_PATH, _MAX_PARTS = 120, 60
_TOKEN = re.compile(r"(?=.*[0-9])(?=.*[A-Za-z])[\w%~:+=-]{16,}|eyJ.{16,}")
"""Parts of a path that may be secret themselves, as those of web hooks and bots are."""
HIDDEN = "…"
_MAX_HOST = 253
_ALONE = ("localhost",)


@frozen
class Address:
    """An address as a text gives it. `at` is where in the text it begins, `whole` whether it is
    all of the text. Neither user names and passwords nor queries nor tokens in
    paths are kept."""

    host: str
    scheme: str = ""
    port: str = ""
    path: str = ""
    at: int = 0
    whole: bool = False


def addresses_in(text: str) -> Iterator[Address]:
    """Every address in a text. In linear time: it is looked for by what follows the scheme."""
    for separator in SEPARATORS:
        start = text.find(separator)
        while start >= 0:
            one = _address_at(text, start, len(separator))
            if one is not None:
                yield one
            start = text.find(separator, start + len(separator))
    match = _CALLS.fullmatch(text) if text[:4].lower() in _CALL_SCHEMES else None
    if match and (host := clean_host(match["host"])):
        yield Address(host, match["scheme"].lower(), match["port"] or "", whole=True)


def _address_at(text: str, colon: int, width: int) -> Address | None:
    first = max(0, colon - _LONGEST_SCHEME)
    before = _BEFORE.search(text[first:colon])
    match = before and _REST.match(text, colon + width)
    if not before or not match:
        return None
    host = clean_host(match["ipv6"] or match["host"])
    if not host:
        return None
    begin = first + before.start()
    path = (match["path"] or "").replace("\\/", "/").rstrip(").,;\\")
    path = "/".join(map(_public, path.split("/", _MAX_PARTS)[:_MAX_PARTS]))[:_MAX_PATH]
    whole = begin == 0 and not _BREAKS.search(text)
    return Address(host, before[1].lower(), match["port"] or "", path, begin, whole)


def _public(part: str) -> str:
    """A part of a path, unless it may be a token."""
    return HIDDEN if _TOKEN.fullmatch(part[:_MAX_HOST]) else part


def address_of(text: str, whole: bool) -> Address | None:
    """The address that a value begins with, `whole` if nothing follows this text. None where it
    may only be the beginning of a host, and for anything else."""
    text = text.strip()
    colon = text.find("://")
    if not 0 <= colon <= _LONGEST_SCHEME:
        one = next(addresses_in(text), None) if whole else None
        return one if one is not None and one.at == 0 else None
    text = _in_ascii(text, colon + 3)
    one = _address_at(text, colon, 3)
    match = one and _REST.match(text, colon + 3)
    if one is None or not match or one.at:
        return None
    return one if whole or match["end"] or match["port"] else None


def _in_ascii(text: str, start: int) -> str:
    """The text with its host in punycode, where it is of other letters."""
    end = next((i for i in range(start, len(text)) if text[i] in "/?#"), len(text))
    part = text[start:end]
    if part.isascii():
        return text
    user, at, place = part.rpartition("@")
    name, colon, port = place.partition(":")
    try:
        return text[:start] + user + at + name.encode("idna").decode() + colon + port + text[end:]
    except UnicodeError:
        return text


def clean_host(written: str) -> str:
    """A host by name or number in small letters; empty for what cannot be one that is connected
    to: a single label, a name that no registry gives, a number that is none."""
    name = written.lower().rstrip(".")
    if name in _ALONE:
        return name
    if number_of(name) is not None:
        return name
    labels = name.split(".")
    if "." not in name or len(name) > _MAX_HOST or not _LAST.fullmatch(labels[-1]):
        return ""
    return name if all(map(_LABEL.fullmatch, labels)) else ""


def number_of(host: str) -> IPv4Address | IPv6Address | None:
    """The IP address that a host is, if it is one."""
    if not host[:1].isalnum() and ":" not in host:
        return None
    if not (host[-1:].isdigit() or ":" in host):
        return None
    try:
        return ip_address(host)
    except ValueError:
        return None
