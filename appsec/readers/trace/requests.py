"""The parts of a request: what it asks for, and by what somebody may be recognised."""

import re
from urllib.parse import SplitResult, urlsplit

from appsec.model.run_files import Exchange

PLAIN = re.compile(
    r":\w+|host|connection|accept(?:-\w+)?|user-agent|origin|referer|cache-control|pragma|content-\w+"
    r"|if-none-match|if-modified-since|date|te|dnt|priority|upgrade-insecure-requests"
)
"""Headers by which nobody is recognised."""


def cookies(one: Exchange) -> list[tuple[str, str]]:
    """The cookies that a request brings, each with its value."""
    told = [value for name, value in one.request_headers if name.casefold() == "cookie"]
    pairs = (each.strip().partition("=") for each in ";".join(told).split(";"))
    return [(name, value.strip('"')) for name, _, value in pairs if name]


def asks(one: Exchange) -> tuple[str, str, str]:
    """What a request asks for, whoever asks."""
    return one.method, one.host, split(one.url).path


def split(url: str) -> SplitResult:
    """The parts of an address."""
    try:
        return urlsplit(url)
    except ValueError:  # an app may ask for anything: then all of it is what it asks
        return SplitResult("", "", url, url, "")
