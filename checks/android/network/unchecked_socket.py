"""Does the app make TLS connections of its own without looking at the host name?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, CallSite, Origin, Seen, one_question

_MAKES = "javax.net.ssl.SSLSocketFactory.createSocket"
_CHECKS = ("setEndpointIdentificationAlgorithm", "verify")


def check(app: AndroidApp) -> Iterator[Seen]:
    """An SSLSocket checks the chain of certificates but not whom they were issued for. Libraries
    for HTTP do it later, elsewhere: only the app's own code counts."""
    sites = (site for site in app.code.calls(_MAKES) if _is_unchecked(site))
    yield from one_question("unchecked", sites)


def _is_unchecked(site: CallSite) -> bool:
    # A factory that only wraps another leaves the check to whoever uses it.
    wraps = site.caller.name == _MAKES.rpartition(".")[2]
    checks = any(one.name in _CHECKS for one in site.around)
    return site.origin is Origin.APP and not wraps and not checks
