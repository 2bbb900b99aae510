"""Rules that all content keeps, so that one check looks like the next."""

import re
import string
from pathlib import Path

import pytest

from appsec.assess import words
from appsec.engine.content import load_checks
from appsec.engine.profiles import load_profile
from appsec.engine.shipped import content_dir
from appsec.model.outcome import Kind
from appsec.model.text import Lang

ROOT = Path(__file__).parents[1]
CHECKS = load_checks()

MAX_LINES = 60
LONGER = {
    "android-exported-component": "the normal ways in are told apart by kind, one rule each",
    "android-unverified-app-link": "as above, for links and schemes",
    "android-backup-allowed": "its silence gives 符合 for item 28, so every way out is spelled out",
    "android-bundled-anchor": "beside or in place of the system's, for all hosts or some: four ways",
    "android-native-hardening": "one row for each protection",
    "android-guessable-session": "what each part of an id comes from, secure generators told apart",
    "android-weakly-encrypted-storage": "which methods encrypt how surely, and where that is put",
    "android-wide-file-path": "exported, granted or neither, and three kinds of path",
    "ios-usage-description": "imports and reading of localised keys",
}
"""Checks over the limit, each with its reason; none may pass 90 lines."""
MAX_MODULE = 300

ADVICE_ONLY = {
    "android-old-target": "low API levels are hardening advice, never a verdict (44, notes)",
    "android-native-hardening": "missing flags are hardening advice, never a CVE (44, notes)",
    "android-task-affinity": "taskAffinity is hardening advice (44, notes)",
    "android-safe-browsing-off": "no item of the norm asks for it",
    "ios-old-minimum": "a low minimum OS is hardening advice, never a verdict (44, notes)",
    "ios-not-pie": "missing PIE is hardening advice, never a verdict (44, notes)",
    "ios-executable-stack": "as PIE",
    "ios-no-stack-canary": "as PIE",
    "ios-no-arc": "as PIE",
    "ios-absolute-rpath": "as PIE",
    "ios-old-signature": "advice for 45, whose outcome no static look may give",
    "ios-ui-web-view": "advice: that a class is linked shows no web resource (55, notes)",
    "ios-api-reason": "a rule of the store, of which the norm says nothing",
    "ios-privacy-manifest-missing": "as ios-api-reason",
    "ios-unreasoned-api": "as ios-api-reason",
    "ios-jailbreak-probe": "a hint at a protection proves nothing (G7); shown for item 49",
}
"""Checks that no requirement names, each with its reason."""

MAINLAND = "信息|默认|默認|配置文件|服务器|服務器|用戶|软件|軟件|加载|加載|网络|網絡|数据|數據|字符串|屏幕|程序包|调用|接口|兼容|文件夹|激活"
FORBIDDEN = "合格|檢測通過|驗證通過|認證|標章|檢測報告"


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
class TestCheck:
    def test_it_has_its_test(self, check):
        stem = check.id.removeprefix(f"{check.platform}-").replace("-", "_")
        test = ROOT / "tests/checks" / check.platform / check.topic / f"test_{stem}.py"
        assert test.is_file()

    def test_it_is_small(self, check):
        stem = check.id.removeprefix(f"{check.platform}-").replace("-", "_")
        code = content_dir("checks") / check.platform / check.topic / f"{stem}.py"
        most = 90 if check.id in LONGER else MAX_LINES
        assert len(code.read_text(encoding="utf-8").splitlines()) <= most

    def test_every_text_is_there_in_both_languages(self, check):
        about = check.about
        texts = [about.title, about.why, about.fix]
        texts += [m.text for m in about.messages.values()]
        texts += [m.review for m in about.messages.values() if m.review]
        assert all(text[lang].strip() for text in texts for lang in Lang)

    def test_every_question_says_how_to_close_it(self, check):
        silent = [
            key
            for key, message in check.about.messages.items()
            if message.kind is Kind.QUESTION and not message.review
        ]
        assert silent == []

    def test_both_languages_name_the_same_values(self, check):
        for message in check.about.messages.values():
            for text in filter(None, (message.text, message.review)):
                assert len({places(text[lang]) for lang in Lang}) == 1

    def test_a_requirement_names_it_or_it_is_advice_with_a_reason(self, check):
        profile = load_profile()
        named = {c for r in profile.everything for c in r.checks(check.platform)}
        named |= {
            c for k in profile.conditions.values() for c in k.disproved_by.get(check.platform, ())
        }
        assert (check.id in named) != (check.id in ADVICE_ONLY)

    def test_advice_is_never_a_finding_or_a_question(self, check):
        if check.id in ADVICE_ONLY:
            assert {m.kind for m in check.about.messages.values()} == {Kind.EVIDENCE}


def places(template):
    return frozenset(name for _, name, _, _ in string.Formatter().parse(template) if name)


def test_ids_are_never_reused():
    retired: set[str] = set()
    assert CHECKS.keys() & retired == set()


@pytest.mark.parametrize("kind", ["reasons", "gaps", "coverage", "unreadable", "dismissals"])
def test_words_of_the_engine_say_the_same_in_both_languages(kind):
    for entry in words.load(kind).values():
        for text in filter(None, (entry.text, entry.next)):
            assert len({places(text[lang]) for lang in Lang}) == 1


def test_every_gap_says_what_to_do_next():
    assert [key for key, entry in words.load("gaps").items() if entry.next is None] == []


def written_texts():
    for folder in ("checks", "profiles", "appsec"):
        for path in sorted((ROOT / folder).rglob("*.yaml")):
            yield path.relative_to(ROOT), path.read_text(encoding="utf-8")


def test_no_mainland_terms():
    hits = [(str(p), m.group()) for p, text in written_texts() for m in re.finditer(MAINLAND, text)]
    assert hits == []


def test_the_words_that_would_pass_this_off_as_a_certificate_stay_out_of_checks():
    hits = [
        (str(p), m.group())
        for p, text in written_texts()
        if p.parts[0] == "checks"
        for m in re.finditer(FORBIDDEN, text)
    ]
    assert hits == []


def test_modules_stay_small():
    long = {
        str(path.relative_to(ROOT)): count
        for path in sorted((ROOT / "appsec").rglob("*.py"))
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > MAX_MODULE
    }
    assert long == {}


def test_nothing_names_a_machine():
    pattern = re.compile(r"(^|[^A-Za-z0-9_.])/(work|root|home)/")
    skipped = {".git", ".venv", "reports"}
    hits = [
        str(path.relative_to(ROOT))
        for path in sorted(ROOT.rglob("*"))
        if path.is_file()
        and not skipped & set(path.relative_to(ROOT).parts)
        and path.suffix in {".py", ".md", ".yaml", ".toml", ".sh", ".lock", ".html"}
        and path != Path(__file__)
        and pattern.search(path.read_text(encoding="utf-8"))
    ]
    assert hits == []
