"""App Transport Security as the versions of iOS that a bundle runs on apply its Info.plist."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from typing import Any

from appsec.facts.app import Known
from appsec.facts.ios import Bundle, BundleKind, IosApp, TransportDomain, TransportSecurity
from appsec.model.frozen import slotted
from appsec.model.outcome import Cause, Gap, Location
from appsec.readers.ipa.contents import fold

_FACT = "transport_security"
_KEY = "NSAppTransportSecurity"
_ARBITRARY = "NSAllowsArbitraryLoads"
_WEB = "NSAllowsArbitraryLoadsInWebContent"
_MEDIA = "NSAllowsArbitraryLoadsForMedia"
_OLD_MEDIA = "NSAllowsArbitraryLoadsInMedia"
_LOCAL = "NSAllowsLocalNetworking"
# Apple documents these three; the older name of the key for media is not among them.
_NARROWER = (_WEB, _MEDIA, _LOCAL)
_OLD_IOS = re.compile(r"[1-9](\.\d+)*")
_OLD_WATCH_OS = re.compile(r"[12](\.\d+)*")
"""Versions that know none of the narrower keys, and so obey the wide one beside them."""

# Xcode 7's names, which iOS still honours: NSTemporaryException..., NSThirdPartyException...
_PREFIXES = ("NSException", "NSThirdPartyException", "NSTemporaryException")
_TLS = ("TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3")
_DEFAULT_TLS = "TLSv1.2"
_IDENTITIES = ("NSPinnedCAIdentities", "NSPinnedLeafIdentities")

# A key may be meant for some devices only: NSAppTransportSecurity-iphoneos, ...~ipad.
_FOR_DEVICE = re.compile(rf"{_KEY}(-(iphoneos|watchos))?(~(iphone|ipad|ipod|applewatch))?")
# "iphoneos8.4": an app linked against an SDK before 9 has no transport security at all.
_OLD_SDK = re.compile(r"iphoneos[2-8]\.\d+")


@slotted
class _Settings:
    """One dictionary of settings, with the keys whose value has a type that iOS may or may not
    take for the one documented."""

    file: str
    member: str
    values: Mapping[str, Any]
    odd: list[str] = field(default_factory=list)

    def flag(self, key: str, default: bool = False) -> bool:
        value = self.values.get(key, default)
        if isinstance(value, bool):
            return value
        self.odd.append(f"{self.member}:{key}")
        return default

    def below(self, key: str) -> "_Settings":
        value = self.values.get(key, {})
        member = f"{self.member}:{key}" if self.member else key
        if not isinstance(value, dict):
            self.odd.append(member)
            value = {}
        return _Settings(self.file, member, value, self.odd)

    @property
    def at(self) -> Location:
        return Location(self.file, self.member)


def read_transport_security(app: IosApp) -> Known[tuple[TransportSecurity, ...]]:
    """The settings of every bundle that runs; a device's own settings are one more of them."""
    found: list[TransportSecurity] = []
    gaps: list[Gap] = []
    watches = [f"{bundle.path}/" for bundle in app.bundles if bundle.kind is BundleKind.WATCH]
    for bundle in app.bundles:
        if bundle.runs:
            on_watch = f"{bundle.path}/".startswith(tuple(watches))
            old = _OLD_WATCH_OS if on_watch else _OLD_IOS
            for settings in _all_settings(bundle):
                found.append(_security(bundle, settings, old))
                gaps += _oddities(settings)
    return Known(tuple(found), fold(gaps))


def _all_settings(bundle: Bundle) -> Iterator[_Settings]:
    keys = {key for key in bundle.plist if _FOR_DEVICE.fullmatch(key)}
    for key in sorted(keys | {_KEY}):
        yield _Settings(bundle.at.file, "", bundle.plist).below(key)


def _security(bundle: Bundle, settings: _Settings, old: re.Pattern[str]) -> TransportSecurity:
    # Any value of a narrower key, false included, makes iOS ignore the wide one.
    overridden = any(key in settings.values for key in _NARROWER) and not _runs_on(bundle, old)
    arbitrary = settings.flag(_ARBITRARY) and not overridden
    return TransportSecurity(
        bundle=bundle.path,
        arbitrary_loads=arbitrary or _has_old_sdk(bundle),
        in_web_content=settings.flag(_WEB),
        for_media=settings.flag(_MEDIA) or settings.flag(_OLD_MEDIA),
        local_networking=settings.flag(_LOCAL),
        domains=tuple(_domains(settings.below("NSExceptionDomains"))),
        at=settings.at,
        pinned=tuple(_pinned(settings.below("NSPinnedDomains"))),
    )


def _runs_on(bundle: Bundle, old: re.Pattern[str]) -> bool:
    versions = [version for _, version in bundle.given("MinimumOSVersion")]
    return any(isinstance(each, str) and bool(old.fullmatch(each)) for each in versions)


def _has_old_sdk(bundle: Bundle) -> bool:
    sdk = bundle.plist.get("DTSDKName")
    return isinstance(sdk, str) and bool(_OLD_SDK.fullmatch(sdk))


def _domains(exceptions: _Settings) -> Iterator[TransportDomain]:
    for name in sorted(exceptions.values):
        domain = exceptions.below(name)
        yield TransportDomain(
            name=name,
            includes_subdomains=domain.flag("NSIncludesSubdomains"),
            allows_http=any(
                [domain.flag(f"{prefix}AllowsInsecureHTTPLoads") for prefix in _PREFIXES]
            ),
            minimum_tls=_minimum_tls(domain),
            forward_secrecy=all(
                [domain.flag(f"{prefix}RequiresForwardSecrecy", True) for prefix in _PREFIXES]
            ),
            at=domain.at,
        )


def _pinned(pins: _Settings) -> Iterator[str]:
    for name in sorted(pins.values):
        domain = pins.below(name)
        given = [domain.values.get(key, []) for key in _IDENTITIES]
        if not all(isinstance(each, list) for each in given):
            domain.odd.append(domain.member)
        elif any(given):
            yield name


def _minimum_tls(domain: _Settings) -> str:
    """The lowest that is named, under any of the key's names."""
    named: list[str] = []
    for prefix in _PREFIXES:
        key = f"{prefix}MinimumTLSVersion"
        value = domain.values.get(key, _DEFAULT_TLS)
        if value not in _TLS:
            domain.odd.append(f"{domain.member}:{key}")
        elif key in domain.values:
            named.append(value)
    return min(named, default=_DEFAULT_TLS)


def _oddities(settings: _Settings) -> Iterable[Gap]:
    for key in dict.fromkeys(settings.odd):
        values = {"file": settings.file, "key": key}
        yield Gap(_FACT, Cause.LOST, "odd-value", values)
