"""What a request asks for, and by what it may be recognised."""

import re
from collections.abc import Sequence
from urllib.parse import SplitResult, parse_qsl, urlsplit

from appsec.model.run_files import Exchange

PLAIN = re.compile(
    r":\w+|host|connection|accept(?:-\w+)?|user-agent|origin|referer|cache-control|pragma|content-\w+"
    r"|if-none-match|if-modified-since|date|te|dnt|priority|upgrade-insecure-requests"
)
"""Headers by which nobody is recognised."""


def holders(one: Exchange, tokens: Sequence[str]) -> frozenset[str]:
    """The names of the headers, cookies and parts of the address that hold one of the tokens."""
    every = {(name.casefold(), value) for name, value in one.request_headers}
    every |= cookies(one)
    every |= {(f"?{name}", value) for name, value in parse_qsl(split(one.url).query)}
    return frozenset(name for name, value in every if any(token in value for token in tokens))


def brings(one: Exchange) -> set[str]:
    """The names of the headers and cookies by which somebody may be recognised."""
    names = {name.casefold() for name, _ in one.request_headers} - {"cookie"}
    return {n for n in names if not PLAIN.fullmatch(n)} | {name for name, _ in cookies(one)}


def cookies(one: Exchange) -> set[tuple[str, str]]:
    told = [value for name, value in one.request_headers if name.casefold() == "cookie"]
    pairs = (each.strip().partition("=") for each in ";".join(told).split(";"))
    return {(f"cookie {name}", value.strip('"')) for name, _, value in pairs if name}


def what(one: Exchange) -> tuple[str, str, str]:
    return one.method, one.host, split(one.url).path


def split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:  # an app may ask for anything: then all of it is what it asks
        return SplitResult("", "", url, url, "")
