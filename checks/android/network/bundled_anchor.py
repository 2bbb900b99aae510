"""Does the app trust certificates that it brings along, and whose are they?"""

import re
from collections.abc import Iterable, Iterator

from appsec.api import (
    Anchor,
    AndroidApp,
    BundledCertificate,
    Evidence,
    Location,
    Question,
    Seen,
    TrafficRule,
    table,
)


def check(app: AndroidApp) -> Iterator[Seen]:
    """Whose certificates they are, and why, is for a person to say. A public authority's, brought
    along for old devices, is a normal case, and told by its fingerprint: anybody can write its
    name. debug-overrides count only where the build debugs."""
    config, every = app.network_config, app.bundled_certificates
    rules = [rule for rule in config.domains if not _inherits(rule, config.base)]
    for bundled, alone in dict.fromkeys(_trust(rule) for rule in (config.base, *rules)):
        strange = [c for c in _in(every, bundled) if not (_known(c) or _named(c))]
        if _trust(config.base) == (bundled, alone) and strange:
            key = "only-own-for-all" if alone else "own-for-all"
            yield _question(key, (config.base.at,), strange)
        alike = [rule for rule in rules if _trust(rule) == (bundled, alone)]
        if alike and strange:
            domains = ", ".join(domain for rule in alike for domain in rule.domains)
            key = "only-own-for-domain" if alone else "own-for-domain"
            yield _question(key, tuple(rule.at for rule in alike), strange, domains=domains)
    named = [file for rule in config.rules for file in rule.bundled]
    inside = _in(every, named)
    if known := [c for c in inside if _known(c)]:
        values = {"certificates": _shown(known)}
        yield Evidence("public-authority", tuple(c.at for c in known), values)
    if claimed := [c for c in inside if _named(c) and not _known(c)]:
        yield _question("by-name", (), claimed)
    if config.debug_bundled and app.manifest.debuggable:
        yield _question("debug-in-force", (app.manifest.at,), _in(every, config.debug_bundled))


def _trust(rule: TrafficRule) -> tuple[tuple[str, ...], bool]:
    """The files that it trusts, and whether in place of the system's authorities."""
    return rule.bundled, Anchor.SYSTEM not in rule.anchors


def _inherits(rule: TrafficRule, base: TrafficRule) -> bool:
    return _trust(rule) == _trust(base)


def _in(
    certificates: Iterable[BundledCertificate], files: Iterable[str]
) -> list[BundledCertificate]:
    """A location may name the part of the app before the file."""
    return [c for c in certificates if c.at.file.endswith(tuple(files))]


def _known(bundled: BundledCertificate) -> bool:
    return bundled.certificate.sha256 in table(__file__, "public_roots")["sha256"]


def _named(bundled: BundledCertificate) -> bool:
    names, parts = table(__file__, "public_roots")["names"], bundled.certificate.subject.split(", ")
    return any(re.fullmatch(name, part) for name in names for part in parts)


def _question(
    key: str, at: tuple[Location, ...], inside: list[BundledCertificate], **more: str
) -> Question:
    places = (*at, *(c.at for c in inside))
    return Question(key, places, {**more, "certificates": _shown(inside)})


def _shown(inside: list[BundledCertificate]) -> str:
    each = (c.certificate for c in inside)
    return "; ".join(
        f"{c.subject} ({c.key_kind} {c.key_bits}, {c.not_after}, SHA-256 {c.sha256})" for c in each
    )
