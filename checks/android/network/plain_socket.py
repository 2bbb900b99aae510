"""Does the app open connections of its own without TLS?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    Origin,
    Seen,
    constant_text,
    is_this_device,
    one_question,
    within,
)

_OPENS = ("java.net.Socket.<init>", "java.net.Socket.connect")
_WRAPS = ("createSocket", "startHandshake")


def check(app: AndroidApp) -> Iterator[Seen]:
    """Neither connections to the device itself nor sockets that TLS is laid over. Libraries for
    HTTP make sockets for either: only the app's own code counts."""
    yield from one_question("opened", filter(_is_plain, app.code.calls(*_OPENS)))


def _is_plain(site: CallSite) -> bool:
    if site.origin is not Origin.APP or not site.method.parameters:
        return False
    hosts = [constant_text(one) for one in within(site.argument(0))]
    local = any(is_this_device(host) for host in hosts if host)
    return not local and not any(one.name in _WRAPS for one in site.around)
