"""Is the content of an Authorization header written in the code?"""

import base64
import binascii
from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Hit,
    Question,
    Seen,
    Value,
    alternatives,
    chosen,
    constant_text,
    constant_texts,
    sightings,
)

_SETS = (
    "java.net.URLConnection.setRequestProperty",
    "java.net.URLConnection.addRequestProperty",
    "okhttp3.Request$Builder.header",
    "okhttp3.Request$Builder.addHeader",
)
_LOGS_IN = ("authorization", "proxy-authorization")


def check(app: AndroidApp) -> Iterator[Seen]:
    """`Basic` is an account with its password; any other scheme holds a token, which may be
    public by design."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for site in app.code.calls(*_SETS):
        if any(name.lower() in _LOGS_IN for name in constant_texts(site.argument(0))):
            accounts = [_basic(one) for one in alternatives(site.argument(1))]
            names = ", ".join(sorted(set(filter(None, accounts))))
            yield from chosen(site, "basic", map(bool, accounts), {"account": names})
            for text in () if names else constant_texts(site.argument(1)):
                scheme, _, content = text.partition(" ")
                if content.strip():
                    yield Hit(site, "token", {"scheme": scheme}, Question)


def _basic(value: Value) -> str:
    scheme, _, content = (constant_text(value) or "").partition(" ")
    return _account(content) if scheme.lower() == "basic" else ""


def _account(encoded: str) -> str:
    """The account, if there is a password, too."""
    try:
        name, _, password = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return ""
    return name if password else ""
