"""Does the app keep keys in the device's key store, and do they ask for the user?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Constant, Evidence, Hit, Seen, constant_text, sightings

_STORE = "java.security.KeyStore.getInstance"
_SPEC = "android.security.keystore.KeyGenParameterSpec$Builder.<init>"
_AUTH = "android.security.keystore.KeyGenParameterSpec$Builder.setUserAuthenticationRequired"


def check(app: AndroidApp) -> Iterator[Seen]:
    """Shown only: that a store is used says nothing of what is kept elsewhere."""
    yield from sightings(_hits(app), together=True)


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for site in app.code.calls(_STORE):
        if constant_text(site.argument(0)) == "AndroidKeyStore":
            yield Hit(site, "used", {}, Evidence)
    asks = {
        site.caller.owner for site in app.code.calls(_AUTH) if site.argument(0) != Constant(False)
    }
    for site in app.code.calls(_SPEC):
        if site.caller.owner not in asks:
            yield Hit(site, "no-user-authentication", {}, Evidence)
