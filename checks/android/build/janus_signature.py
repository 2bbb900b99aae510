"""Does an Android version that Janus affects rely on the v1 signature alone?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Androids, Finding, Scheme, Seen, Validity

LATER = (Scheme.V3, Scheme.V31)


def check(app: AndroidApp) -> Iterator[Seen]:
    """CVE-2017-13156: Android 5.0 to 8.0 runs code put before a file that v1 takes for sound.

    Android 7 and 8 would look at v2 if it were there. Android 6 and older know nothing but v1, so
    that a build with v2 is as safe there as it can be.
    """
    signing = app.signing
    for one in app.acceptance:
        verified = one.validity is Validity.VERIFIED and one.scheme is Scheme.V1
        if one.androids is Androids.FROM_7 and verified:
            later = any(signing.of(scheme).validity is not Validity.ABSENT for scheme in LATER)
            key = "v1-until-8" if later else "v1-only"
            yield Finding(key, tuple(s.at for s in signing.of(Scheme.V1).signers))
