"""Does the code decide itself which authorities its connections trust?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Constant, Origin, Seen, one_question

_TRUSTS = "javax.net.ssl.TrustManagerFactory.init"


def check(app: AndroidApp) -> Iterator[Seen]:
    """A key store of its own replaces Android's authorities; null stands for those. What is in
    the store, and why, is for a person to judge; libraries offer it to their users."""
    sites = [
        site
        for site in app.code.calls(_TRUSTS)
        if site.origin is Origin.APP and site.argument(0) != Constant(None)
    ]
    yield from one_question("own-store", sites)
