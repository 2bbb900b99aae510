"""Apps made of hand-written facts, so that a check's test needs no build."""

from collections.abc import Mapping
from typing import Any

from appsec.facts.android import AndroidApp, Manifest
from appsec.facts.app import App, FactUnavailable, Known, Reader
from appsec.facts.ios import IosApp
from appsec.facts.signing import (
    Acceptance,
    Androids,
    Certificate,
    Flaw,
    Scheme,
    SchemeSignature,
    Signer,
    Signing,
    Validity,
)
from appsec.model.outcome import Cause, Gap, Location
from appsec.readers.endpoints import android, ios
from appsec.readers.endpoints.named import read_endpoints
from tests.placed import placed_texts

AT = Location("AndroidManifest.xml", "application")


_USED: dict[type[App], Reader] = {
    AndroidApp: android.read_used_endpoints,
    IosApp: ios.read_used_endpoints,
}
"""What is made of other facts is read of those that are given, and there are no other texts."""


def _app(kind: type[App], facts: Mapping[str, Any], gaps: Mapping[str, Gap]) -> Any:
    """Each fact is its value, or an exception to raise; gaps go by the fact's name."""

    def reader(name: str, value: Any) -> Reader:
        def read(_: Any) -> Known[Any]:
            if isinstance(value, FactUnavailable):
                raise value
            return Known(value, (gaps[name],) if name in gaps else ())

        return read

    if strange := gaps.keys() - facts.keys():
        raise TypeError(f"gaps of facts that are not given: {strange}")
    derived: dict[str, Reader] = {
        "used_endpoints": _USED[kind],
        "endpoints": read_endpoints,
        "texts": lambda _: Known(placed_texts()),
    }
    return kind({**derived, **{name: reader(name, value) for name, value in facts.items()}})


def android_app(gaps: Mapping[str, Gap] | None = None, **facts: Any) -> AndroidApp:
    """An Android app that knows only what it is given."""
    app: AndroidApp = _app(AndroidApp, facts, gaps or {})
    return app


def ios_app(gaps: Mapping[str, Gap] | None = None, **facts: Any) -> IosApp:
    """An iOS app that knows only what it is given."""
    app: IosApp = _app(IosApp, facts, gaps or {})
    return app


def lost(fact: str = "manifest") -> Gap:
    """A gap that should have been readable."""
    return Gap(fact, Cause.LOST, "out-of-memory", {})


def manifest(**changes: Any) -> Manifest:
    """A manifest of a modern app without any weakness, with changes."""
    given: dict[str, Any] = {
        "package": "tw.example.app",
        "version_name": "1.0",
        "version_code": "1",
        "min_sdk": 24,
        "target_sdk": 34,
        "at": AT,
        "allow_backup": False,
    }
    return Manifest(**(given | changes))


def certificate(**changes: Any) -> Certificate:
    """A release certificate without any weakness, with changes."""
    given: dict[str, Any] = {
        "subject": "CN=Release, C=TW",
        "issuer": "CN=Release, C=TW",
        "not_before": "2025-01-01",
        "not_after": "2055-01-01",
        "serial": "1",
        "sha256": "00" * 32,
        "key_kind": "RSA",
        "key_bits": 2048,
        "hash_name": "SHA-256",
    }
    return Certificate(**(given | changes))


def signature(
    scheme: str = "v2", flaw: Flaw | None = None, digest: str = "SHA-256", **changes: Any
) -> SchemeSignature:
    """One scheme with one signer, whose certificate has these changes."""
    at = Location("APK Signing Block", scheme, "signer 1")
    validity = Validity.INVALID if flaw else Validity.VERIFIED
    signer = Signer(certificate(**changes), (digest,), at)
    place = Location("APK Signing Block", scheme)
    return SchemeSignature(Scheme(scheme), validity, place, flaw, signers=(signer,))


def signing(*there: SchemeSignature) -> Signing:
    """Every scheme; those that are not given are absent."""
    given = {one.scheme: one for one in there}
    absent = Location("APK Signing Block")
    return Signing(
        tuple(
            given.get(scheme, SchemeSignature(scheme, Validity.ABSENT, absent)) for scheme in Scheme
        )
    )


def acceptance(**ranges: tuple[str, Flaw | None] | None) -> tuple[Acceptance, ...]:
    """What ranges (`to_6`, `from_7` ...) make of the signatures: the scheme that they look at and
    its flaw, or None where they see none."""
    told = []
    for name, seen in ranges.items():
        androids = Androids[name.upper()]
        if seen is None:
            told.append(Acceptance(androids, Validity.ABSENT))
        else:
            validity = Validity.INVALID if seen[1] else Validity.VERIFIED
            told.append(Acceptance(androids, validity, Scheme(seen[0]), seen[1]))
    return tuple(told)
