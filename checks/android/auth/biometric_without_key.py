"""Does the result of a fingerprint or face scan count although no key depends on it?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    Constant,
    Hit,
    Origin,
    Question,
    Seen,
    alternatives,
    sightings,
)

_AUTHENTICATE = (
    "android.hardware.biometrics.BiometricPrompt.authenticate",
    "androidx.biometric.BiometricPrompt.authenticate",
    "android.hardware.fingerprint.FingerprintManager.authenticate",
    "androidx.core.hardware.fingerprint.FingerprintManagerCompat.authenticate",
)


def check(app: AndroidApp) -> Iterator[Seen]:
    """androidx itself calls the platform either way, as the app asks it to: only calls of the
    app's own code tell."""
    yield from sightings(
        Hit(site, "event-only", kind=Question)
        for site in app.code.calls(*_AUTHENTICATE)
        if site.origin is Origin.APP and not _has_key(site)
    )


def _has_key(site: CallSite) -> bool:
    """Whether a CryptoObject is passed; one that cannot be told counts, null does not."""
    return any(
        kind.endswith("CryptoObject") and Constant(None) not in alternatives(site.argument(number))
        for number, kind in enumerate(site.method.parameters)
    )
