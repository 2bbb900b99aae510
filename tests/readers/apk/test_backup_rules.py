"""Backup rules as FullBackup reads them."""

import pytest

from appsec.facts.app import FactUnavailable
from appsec.facts.backup import BACKUP_DOMAINS, BackupRule, BackupRules, BackupWay
from appsec.model.outcome import Location
from tests.apks import app, manifest
from tests.axml_builder import E, Plain, Typed, arsc, el, plain, ref

NEW, OLD = "res/xml/new.xml", "res/xml/old.xml"
TABLE = arsc({0x7F030000: NEW, 0x7F030001: OLD})
CLOUD, DEVICE = BackupWay.CLOUD, BackupWay.DEVICE
APPLICATION = Location("AndroidManifest.xml", "application")
IN_OLD = Location(OLD, "full-backup-content")
SECRETS = plain("exclude", domain="sharedpref", path=".")


def read(
    new: E | None = None, old: E | Plain | None = None, target: int = 34, lowest: int = 24
) -> BackupRules:
    attributes: dict[str, Plain] = {}
    files: dict[str, E | bytes] = {"resources.arsc": TABLE}
    if new:
        attributes["dataExtractionRules"] = ref(0x7F030000)
        files[NEW] = new
    if isinstance(old, E):
        attributes["fullBackupContent"] = ref(0x7F030001)
        files[OLD] = old
    elif old is not None:
        attributes["fullBackupContent"] = old
    sdk = el("uses-sdk", minSdkVersion=lowest, targetSdkVersion=target)
    found = app(manifest(el("application", **attributes), sdk=sdk), files)
    rules = found.backup_rules
    assert found.gaps_of("backup_rules") == ()
    return rules


def legacy(*rules: E) -> BackupRule:
    found = read(old=plain("full-backup-content", *rules)).legacy
    assert found is not None
    return found


def rule(
    way: BackupWay, at: Location, *excluded: str, included: tuple[str, ...] = ()
) -> BackupRule:
    return BackupRule(way, frozenset(excluded), included, at)


def test_without_rules_everything_is_carried() -> None:
    everything = rule(CLOUD, APPLICATION)
    assert read() == BackupRules((everything, rule(DEVICE, APPLICATION)), everything)
    assert read(lowest=31).legacy is None
    assert everything.carries == tuple(sorted(BACKUP_DOMAINS))


@pytest.mark.parametrize("value", [True, Typed(0, 0), "false", ref(0)])
def test_only_false_turns_the_old_backup_off(value: Plain) -> None:
    assert read(old=value).legacy == rule(CLOUD, APPLICATION)
    off = rule(CLOUD, APPLICATION, *BACKUP_DOMAINS)
    assert read(old=False) == BackupRules((off, rule(DEVICE, APPLICATION)), off)


def test_each_way_has_its_section() -> None:
    new = plain(
        "data-extraction-rules",
        plain("cloud-backup", SECRETS),
        plain("device-transfer", plain("include", domain="file", path="a/b")),
        plain("cloud-backup", plain("exclude", domain="database")),
    )
    cloud = rule(CLOUD, Location(NEW, "cloud-backup"), "sharedpref", "database")
    device = rule(DEVICE, Location(NEW, "device-transfer"), included=("file/a/b",))
    assert read(new=new) == BackupRules((cloud, device), rule(CLOUD, APPLICATION))
    assert device.carries == ("file",)


@pytest.mark.parametrize("target", [30, 31])
def test_a_way_without_section_falls_back(target: int) -> None:
    found = read(plain("data-extraction-rules"), plain("full-backup-content", SECRETS), target)
    old = rule(CLOUD, IN_OLD, "sharedpref")
    carried = rule(DEVICE, IN_OLD, "sharedpref") if target == 30 else rule(DEVICE, IN_OLD)
    assert found == BackupRules((old, carried), old)


@pytest.mark.parametrize(
    ("path", "whole"),
    [(None, True), ("", True), (".", True), ("./", True), ("/", True), ("./.", True), ("a", False)],
)
def test_only_a_whole_domain_counts_as_excluded(path: str | None, whole: bool) -> None:
    attributes = {"domain": "file"} | ({} if path is None else {"path": path})
    assert legacy(plain("exclude", **attributes)).excluded == ({"file"} if whole else set())


@pytest.mark.parametrize(
    "attributes",
    [{}, {"domain": "cache"}, {"domain": "file", "path": "../"}, {"domain": "file", "path": "//"}],
)
def test_rules_that_the_platform_passes_over_exclude_nothing(attributes: dict[str, str]) -> None:
    assert legacy(plain("exclude", **attributes), plain("include", **attributes)) == rule(
        CLOUD, IN_OLD
    )


def test_inclusions() -> None:
    whole = plain("include", domain="database", path=".")
    part = plain("include", domain="sharedpref", path="./a.xml")
    assert legacy(whole, part).included == ("database", "sharedpref/a.xml")
    assert legacy(whole, part).carries == ("database", "sharedpref")


@pytest.mark.parametrize(
    ("included", "excluded", "carried"),
    [
        ("secrets/", ".", ("file",)),
        ("a/b", "a", ("file",)),
        ("a", "a/b", ("file",)),
        (".", "a", ("file",)),
        ("a/", "./a", ()),
        (".", "/", ()),
    ],
)
def test_an_exclusion_stops_only_the_inclusion_of_that_very_path(
    included: str, excluded: str, carried: tuple[str, ...]
) -> None:
    """Android walks down from what is included and compares each path with those excluded."""
    found = legacy(
        plain("include", domain="file", path=included),
        plain("exclude", domain="file", path=excluded),
    )
    assert found.carries == carried


@pytest.mark.parametrize("child", [plain("other"), plain("include", SECRETS, domain="file")])
def test_a_file_that_the_platform_refuses_is_lost(child: E) -> None:
    with pytest.raises(FactUnavailable, match="malformed-xml"):
        legacy(child)


def test_the_wrong_file_is_lost() -> None:
    with pytest.raises(FactUnavailable, match="malformed-xml"):
        read(new=plain("full-backup-content"))
    with pytest.raises(FactUnavailable, match="malformed-xml"):
        read(old=plain("data-extraction-rules"))


def test_a_missing_file_is_lost() -> None:
    found = app(
        manifest(el("application", dataExtractionRules=ref(0x7F030000))), {"resources.arsc": TABLE}
    )
    with pytest.raises(FactUnavailable, match="missing-file"):
        _ = found.backup_rules


def test_each_other_platform_has_a_rule_of_its_own() -> None:
    def across(platform: str, *rules: E) -> E:
        return plain("cross-platform-transfer", *rules, platform=platform)

    new = plain(
        "data-extraction-rules",
        across("ios", SECRETS),
        across("other", plain("include", domain="file", path=".")),
    )
    found = read(new)
    assert found.extraction[2:] == (
        rule(BackupWay.CROSS, Location(NEW, "cross-platform-transfer[1]"), "sharedpref"),
        rule(BackupWay.CROSS, Location(NEW, "cross-platform-transfer[2]"), included=("file",)),
    )


def test_a_section_that_is_not_known_is_lost() -> None:
    with pytest.raises(FactUnavailable, match="malformed-xml"):
        read(plain("data-extraction-rules", plain("satellite-transfer")))
