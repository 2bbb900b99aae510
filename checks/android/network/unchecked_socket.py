"""Does the app make TLS connections of its own without looking at the host name?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, CallSite, Origin, Returned, Seen, alternatives, one_question

_MAKES = "javax.net.ssl.SSLSocketFactory.createSocket"
_MAYBE = "javax.net.SocketFactory.createSocket"
"""What `SSLSocketFactory.getDefault()` gives goes by the name of the class above."""
_CHECKS = ("setEndpointIdentificationAlgorithm", "verify")


def check(app: AndroidApp) -> Iterator[Seen]:
    """An SSLSocket checks the chain of certificates but not whom they were issued for. Libraries
    for HTTP do it later, elsewhere: only the app's own code counts."""
    sites = [*app.code.calls(_MAKES), *filter(_is_secure, app.code.calls(_MAYBE))]
    yield from one_question("unchecked", filter(_is_unchecked, sites))


def _is_secure(site: CallSite) -> bool:
    makers = (one for one in alternatives(site.receiver) if isinstance(one, Returned))
    return any(one.method.owner.startswith("javax.net.ssl.") for one in makers)


def _is_unchecked(site: CallSite) -> bool:
    # A factory that only wraps another leaves the check to whoever uses it.
    wraps = site.caller.name == _MAKES.rpartition(".")[2]
    checks = any(one.name in _CHECKS for one in site.around)
    return site.origin is Origin.APP and not wraps and not checks
