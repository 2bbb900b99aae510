import pytest

from appsec.facts.backup import BACKUP_DOMAINS, BackupRule, BackupRules, BackupWay
from appsec.model.outcome import Location, Question, Status
from tests.apps import AT, android_app, lost, manifest

CHECK = "android-backup-allowed"
CLOUD_AT = Location("res/xml/rules.xml", "cloud-backup")
DEVICE_AT = Location("res/xml/rules.xml", "device-transfer")
OLD_AT = Location("res/xml/old.xml", "full-backup-content")
ALL = frozenset(BACKUP_DOMAINS)


def cloud(excluded=ALL, included=()):
    return BackupRule(BackupWay.CLOUD, excluded, included, CLOUD_AT)


def device(excluded=ALL, included=()):
    return BackupRule(BackupWay.DEVICE, excluded, included, DEVICE_AT)


def old(excluded=ALL, included=()):
    return BackupRule(BackupWay.CLOUD, excluded, included, OLD_AT)


def app(rules=None, gaps=None, **changes):
    facts = {} if rules is None else {"backup_rules": rules}
    return android_app(gaps, manifest=manifest(**changes), **facts)


ALLOWED = [
    (
        {"min_sdk": 24, "target_sdk": 34},
        BackupRules(),
        (AT,),
        "cloud-backup: *; device-transfer: *; full-backup-content: *",
    ),
    ({"min_sdk": 31}, BackupRules(), (AT,), "cloud-backup: *; device-transfer: *"),
    ({"target_sdk": 30}, BackupRules(), (AT,), "full-backup-content: *"),
    (
        {},
        BackupRules((cloud(), device(ALL - {"file"})), old(included=("sharedpref/a.xml",))),
        (AT, CLOUD_AT, DEVICE_AT, OLD_AT),
        "device-transfer: file; full-backup-content: sharedpref",
    ),
    (
        {"min_sdk": 31},
        BackupRules((device(),)),
        (AT, DEVICE_AT),
        "cloud-backup: *",
    ),
]


@pytest.mark.parametrize(("changes", "rules", "places", "carries"), ALLOWED)
def test_question_tells_what_is_carried_which_way(outcome, changes, rules, places, carries):
    result = outcome(CHECK, app(rules, allow_backup=True, **changes))
    assert (result.status, list(result.seen)) == (
        Status.QUESTION,
        [Question("allowed", places, {"carries": carries})],
    )


def test_question_though_the_rules_exclude_everything(outcome):
    rules = BackupRules((cloud(), device()), old())
    result = outcome(CHECK, app(rules, allow_backup=True))
    places = (AT, CLOUD_AT, DEVICE_AT, OLD_AT)
    assert list(result.seen) == [Question("nothing-carried", places)]


@pytest.mark.parametrize(
    ("rules", "place", "carries"),
    [
        (BackupRules(), AT, "*"),
        (BackupRules((cloud(),), old()), AT, "*"),
        (BackupRules((device(ALL - {"external"}),)), (DEVICE_AT,), "external"),
        (BackupRules((device(included=("file/a",)),)), (DEVICE_AT,), "file"),
        (
            BackupRules((device(), device(ALL - {"root"}))),
            (DEVICE_AT, DEVICE_AT),
            "root",
        ),
    ],
)
def test_question_when_device_transfer_stays_open(outcome, rules, place, carries):
    result = outcome(CHECK, app(rules))
    assert (result.status, list(result.seen)) == (
        Status.QUESTION,
        [Question("device-transfer-open", place, {"carries": carries})],
    )


def test_clean_when_backup_is_off_and_device_transfer_carries_nothing(outcome):
    assert outcome(CHECK, app(BackupRules((device(),)))).status is Status.CLEAN


def test_clean_before_target_31_without_any_rules(outcome):
    assert outcome(CHECK, app(target_sdk=30)).status is Status.CLEAN


def test_an_own_agent_is_asked_about_where_it_can_run(outcome):
    rules = BackupRules((cloud(), device()), old())
    agent = Question("own-agent", AT)
    assert list(outcome(CHECK, app(rules, has_backup_agent=True)).seen) == [agent]
    with_backup = outcome(CHECK, app(rules, has_backup_agent=True, allow_backup=True))
    assert [seen.key for seen in with_backup.seen] == ["own-agent", "nothing-carried"]
    assert outcome(CHECK, app(target_sdk=30, has_backup_agent=True)).status is Status.CLEAN


def test_unknown_when_the_rules_have_a_gap(outcome):
    gaps = {"backup_rules": lost("backup_rules")}
    assert outcome(CHECK, app(BackupRules((device(),)), gaps)).status is Status.UNKNOWN


def test_unknown_when_the_rules_cannot_be_read(outcome):
    assert outcome(CHECK, app()).status is Status.UNKNOWN
    assert outcome(CHECK, app(allow_backup=True)).status is Status.UNKNOWN


CROSS_AT = Location("res/xml/rules.xml", "cross-platform-transfer[1]")


def cross(excluded=ALL):
    return BackupRule(BackupWay.CROSS, excluded, (), CROSS_AT)


def test_question_when_data_may_go_to_another_platform(outcome):
    given = BackupRules((device(), cross(ALL - {"file"})))
    assert list(outcome(CHECK, app(given)).seen) == [
        Question("device-transfer-open", (DEVICE_AT, CROSS_AT), {"carries": "file"})
    ]
    both = BackupRules((cloud(), device(), cross(ALL - {"file"})))
    (seen,) = outcome(CHECK, app(both, min_sdk=31, allow_backup=True)).seen
    assert seen.values == {"carries": "cross-platform-transfer: file"}
    assert outcome(CHECK, app(BackupRules((device(), cross())))).status is Status.CLEAN
