"""May a fingerprint, a face or the device's PIN that was added later open the app as well?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Constant,
    Evidence,
    Hit,
    Origin,
    Question,
    Seen,
    constant_number,
    sightings,
)

_KEY = "android.security.keystore.KeyGenParameterSpec$Builder.setInvalidatedByBiometricEnrollment"
_ALLOWS = (
    "android.hardware.biometrics.BiometricPrompt$Builder.setAllowedAuthenticators",
    "androidx.biometric.BiometricPrompt$PromptInfo$Builder.setAllowedAuthenticators",
)
_WEAK, _STRONG = 0xFF, 0x0F
"""BIOMETRIC_WEAK has the bits of BIOMETRIC_STRONG and more."""
_CONFIRMS = "android.app.KeyguardManager.createConfirmDeviceCredentialIntent"
_OLD = (
    "android.hardware.fingerprint.FingerprintManager.authenticate",
    "androidx.core.hardware.fingerprint.FingerprintManagerCompat.authenticate",
)


def check(app: AndroidApp) -> Iterator[Seen]:
    """Weaknesses to report, never a failure where the server authenticates as well. Libraries do
    as the app asks them to."""
    hits = (hit for hit in _hits(app) if hit.place.origin is Origin.APP)
    yield from sightings(hits, together=True)


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for site in app.code.calls(_KEY):
        if site.argument(0) == Constant(False):
            yield Hit(site, "outlives-enrolment", kind=Question)
    for site in app.code.calls(*_ALLOWS):
        allowed = constant_number(site.argument(0)) or 0
        if allowed & _WEAK not in (0, _STRONG):
            yield Hit(site, "weak-class", kind=Question)
    for site in app.code.calls(_CONFIRMS):
        yield Hit(site, "device-credential", kind=Question)
    for site in app.code.calls(*_OLD):
        yield Hit(site, "old-api", kind=Evidence)
