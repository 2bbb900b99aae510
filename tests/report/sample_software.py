"""Components of every kind, for the small assessment made by hand."""

from appsec.model.licences import Denied, LicenceReport
from appsec.model.outcome import Confidence, Location
from appsec.model.software import (
    Means,
    Nature,
    Software,
    SoftwareComponent,
    SoftwareKind,
    Trace,
    Unidentified,
)

_LIBRARY = Location("lib/arm64-v8a/libcrypto.so")
_LOCK = Location("gradle.lockfile", "line 4")

SOFTWARE = Software(
    components=(
        SoftwareComponent(
            "com.example:chart",
            SoftwareKind.LIBRARY,
            "pkg:maven/com.example/chart",
            "3.1.0",
            Confidence.MEDIUM,
            (Trace(Means.SUPPLIED, Location("gradle.lockfile", "line 5"), "3.1.0"),),
            ("GPL-3.0-only",),
            "Example Charts",
            "CN",
            (Nature.TRACKER,),
        ),
        SoftwareComponent(
            "androidx.core:core",
            SoftwareKind.LIBRARY,
            "pkg:maven/androidx.core/core",
            "1.13.1",
            traces=(
                Trace(Means.SUPPLIED, _LOCK, "1.13.1"),
                Trace(Means.VERSION_FILE, Location("META-INF/androidx.core_core.version"), "1.9.0"),
            ),
            licences=("Apache-2.0",),
            contradicted=True,
        ),
        SoftwareComponent(
            "OpenSSL",
            SoftwareKind.NATIVE,
            "pkg:generic/openssl",
            "1.1.1k",
            traces=(Trace(Means.TEXT, _LIBRARY, "1.1.1k"),),
            licences=("OpenSSL AND SSLeay-standalone",),
        ),
        SoftwareComponent(
            "Guess",
            SoftwareKind.LIBRARY,
            confidence=Confidence.LOW,
            traces=(Trace(Means.CLASSES, Location("classes.dex", "a.b.C")),),
            licences=("Own words of a licence",),
        ),
        SoftwareComponent(
            "R8", SoftwareKind.TOOL, traces=(Trace(Means.TEXT, Location("classes.dex")),)
        ),
    ),
    unidentified=(Unidentified("com.example.closed", 214, Location("classes.dex")),),
    supplied_from=("gradle.lockfile",),
    covered=("maven",),
    hashes={"lib/arm64-v8a/libcrypto.so": "5" * 64},
)

LICENCES = LicenceReport(
    ("GPL-*",),
    (
        Denied("com.example:chart", "3.1.0", "GPL-3.0-only", "GPL-3.0-only"),
        Denied("com.example:other", "1.0", "GPL-2.0-only", "GPL-2.0-only", "買斷商業授權"),
    ),
    ("Guess", "R8"),
)
