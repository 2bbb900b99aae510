import pytest

from appsec.model.outcome import Evidence, Question, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import APP, HELPER, bundle, in_plist, localized

CHECK = "ios-usage-language"
KEY = "NSCameraUsageDescription"
ENGLISH, CHINESE = "The camera scans the code.", "使用相機掃描條碼。"


def app(languages=(), path=APP, gaps=None, **plist):
    return ios_app(bundles=(bundle(path, **plist),), localized_info=languages, gaps=gaps)


def seen(kind, key):
    values = {"bundle": APP, "names": KEY}
    return kind(key, (in_plist(KEY),), values, identity=("bundle",))


@pytest.mark.parametrize("language", ["zh-Hant", "zh_TW", "zh-hant-TW", "zh"])
def test_asks_when_chinese_is_offered_and_the_text_is_not(outcome, language):
    result = outcome(CHECK, app((localized(language), localized("en")), **{KEY: ENGLISH}))
    assert list(result.seen) == [seen(Question, "not-chinese")]


def test_asks_when_the_chinese_strings_are_english(outcome):
    languages = (localized("zh-Hant", **{KEY: ENGLISH}),)
    assert list(outcome(CHECK, app(languages, **{KEY: CHINESE})).seen) == [
        seen(Question, "not-chinese")
    ]


def test_asks_when_the_info_plist_lists_chinese(outcome):
    result = outcome(CHECK, app(CFBundleLocalizations=["en", "zh-Hant"], **{KEY: ENGLISH}))
    assert list(result.seen) == [seen(Question, "not-chinese")]


def test_shows_where_only_the_development_region_is_chinese(outcome):
    result = outcome(CHECK, app(CFBundleDevelopmentRegion="zh-Hant", **{KEY: ENGLISH}))
    assert list(result.seen) == [seen(Evidence, "not-chinese-region")]


@pytest.mark.parametrize(
    ("languages", "text"),
    [
        ((localized("zh-Hant", **{KEY: CHINESE}), localized("en")), ENGLISH),
        ((localized("zh-Hant"),), CHINESE),
        ((localized("zh-Hant"),), "以Face ID登入"),
        ((localized("zh-Hant"),), ""),
        ((localized("en"), localized("ja")), ENGLISH),
        ((), ENGLISH),
    ],
)
def test_quiet_when_it_is_chinese_or_chinese_is_not_offered(outcome, languages, text):
    assert outcome(CHECK, app(languages, **{KEY: text})).status is Status.CLEAN


def test_a_framework_shows_nothing(outcome):
    given = app((localized("zh-Hant", HELPER),), HELPER, **{KEY: ENGLISH})
    assert outcome(CHECK, given).status is Status.CLEAN


@pytest.mark.parametrize("fact", ["bundles", "localized_info"])
def test_unknown_when_something_could_not_be_read(outcome, fact):
    assert outcome(CHECK, app(gaps={fact: lost(fact)})).status is Status.UNKNOWN
