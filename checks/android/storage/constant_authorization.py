"""Is the content of an Authorization header written in the code?"""

import base64
import binascii
from collections.abc import Iterator

from appsec.api import AndroidApp, Hit, Question, Seen, constant_text, sightings

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
        if (constant_text(site.argument(0)) or "").lower() in _LOGS_IN:
            scheme, _, content = (constant_text(site.argument(1)) or "").partition(" ")
            account = _account(content) if scheme.lower() == "basic" else ""
            if account:
                yield Hit(site, "basic", {"account": account})
            elif content.strip():
                yield Hit(site, "token", {"scheme": scheme}, Question)


def _account(encoded: str) -> str:
    """The account, if there is a password, too."""
    try:
        name, _, password = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return ""
    return name if password else ""
