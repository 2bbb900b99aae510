"""Can backup or device transfer carry the app's data off the device?"""

from collections.abc import Iterator

from appsec.api import (
    BACKUP_DOMAINS,
    AndroidApp,
    BackupRule,
    BackupRules,
    BackupWay,
    Location,
    Manifest,
    Question,
    Seen,
)

EXTRACTION_SDK = 31
"""From this targetSdk on, and on Android 12 and later, data extraction rules are in force."""

LEGACY_WAY = "full-backup-content"


def check(app: AndroidApp) -> Iterator[Seen]:
    """Clean only if nothing is carried: what is not ruled out leaves the device.

    From targetSdk 31 on, Android ignores allowBackup="false" for transfers between devices.
    """
    manifest = app.manifest
    by_extraction = manifest.target_sdk >= EXTRACTION_SDK
    if manifest.has_backup_agent and (manifest.allow_backup or by_extraction):
        yield Question("own-agent", manifest.at)
    if manifest.allow_backup:
        yield from _allowed(manifest, app.backup_rules)
    elif by_extraction:
        rules = app.backup_rules
        carried, places = _carried(_rules(rules, BackupWay.DEVICE))
        if across := _rules(rules, BackupWay.CROSS):
            more, there = _carried(across)
            carried, places = carried | more, (*places, *there)
        if carried:
            values = {"carries": _shown(carried)}
            yield Question("device-transfer-open", places or manifest.at, values)


def _allowed(manifest: Manifest, rules: BackupRules) -> Iterator[Seen]:
    ways: dict[str, tuple[BackupRule, ...]] = {}
    if manifest.target_sdk >= EXTRACTION_SDK:
        ways = {way.value: _rules(rules, way) for way in BackupWay}
        if not ways[BackupWay.CROSS]:
            del ways[BackupWay.CROSS]  # nothing goes to another platform unless a section says so
    if min(manifest.min_sdk, manifest.target_sdk) < EXTRACTION_SDK:
        ways[LEGACY_WAY] = (rules.legacy,) if rules.legacy else ()
    carried = {name: _carried(given) for name, given in ways.items()}
    places = tuple(dict.fromkeys(place for _, found in carried.values() for place in found))
    shown = "; ".join(f"{name}: {_shown(gone)}" for name, (gone, _) in carried.items() if gone)
    at = (manifest.at, *places)
    yield Question("allowed", at, {"carries": shown}) if shown else Question("nothing-carried", at)


def _rules(rules: BackupRules, way: BackupWay) -> tuple[BackupRule, ...]:
    return tuple(rule for rule in rules.extraction if rule.way is way)


def _carried(rules: tuple[BackupRule, ...]) -> tuple[frozenset[str], tuple[Location, ...]]:
    """The domains carried, and the rules that say so. No rule for a way holds nothing back."""
    if not rules:
        return BACKUP_DOMAINS, ()
    return frozenset(d for rule in rules for d in rule.carries), tuple(r.at for r in rules)


def _shown(domains: frozenset[str]) -> str:
    return "*" if domains == BACKUP_DOMAINS else ", ".join(sorted(domains))
