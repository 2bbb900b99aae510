"""Risk acceptances and false-positive notes: who may write them, and when they count."""

from dataclasses import replace

import pytest
import yaml

from appsec.assess.dismissals import load_dismissals
from appsec.engine.files import FileProblem
from appsec.model.assessment import Disposition
from appsec.model.dismissal import DismissalStanding
from appsec.model.outcome import Cause, Finding, Gap, Kind, Outcome
from tests.assess.situations import record, saw

PRINT = "ab" * 32
ACCEPTED = {
    "kind": "risk_acceptance",
    "fingerprint": PRINT,
    "check": "android-a",
    "reason": "下一版移除",
    "owner": "王小明",
    "approver": "陳大文",
    "expires": "2026-06-30",
}
REFUTED = {
    "kind": "false_positive",
    "fingerprint": PRINT,
    "check": "android-a",
    "reason": "測試用字串",
    "author": "林一",
    "confirmed_by": "林二",
    "evidence": ["docs/note.pdf"],
    "expires": "2026-06-30",
}
FOUND = replace(record(saw("android-a", Finding)), fingerprint=PRINT)


def given(tmp_path, *entries, as_of="2026-01-01"):
    path = tmp_path / "appsec-dismissals.yaml"
    path.write_text(
        yaml.safe_dump({"apps": ["tw.a"], "dismissals": list(entries)}), encoding="utf-8"
    )
    return load_dismissals(path, as_of)


@pytest.mark.parametrize(
    ("entry", "changes", "said"),
    [
        (ACCEPTED, {"approver": None}, "approver"),
        (ACCEPTED, {"owner": None}, "owner"),
        (ACCEPTED, {"reason": None}, "reason"),
        (ACCEPTED, {"expires": None}, "expires"),
        (ACCEPTED, {"approver": " 王小明 "}, "somebody other"),
        (REFUTED, {"author": "Ａmy Lin", "confirmed_by": "amy  lin"}, "somebody other"),
        *(
            (ACCEPTED, {"approver": name}, "somebody other")
            for name in (
                "王小明(主管)",
                "王小明（主管）",
                "王小明.",
                "王 小 明【資安】",
                "王小明 [x",
            )
        ),
        (REFUTED, {"author": "Wang", "confirmed_by": "wang."}, "somebody other"),
        *(
            (ACCEPTED, {"approver": f"王小明{char}"}, "invisible")
            for char in "\u200b\u200c\u2060\ufeff\u00ad\u034f\ufe0f\u3164\U000e0041"
        ),
        *((ACCEPTED, {"owner": name}, "owner: ") for name in ("\u200b", "\u3164", "-", "(主管)")),
        *((ACCEPTED, {"reason": text}, "reason: is empty") for text in ("\u200b \u3164", "…")),
        (REFUTED, {"evidence": ["docs/a.pdf", "\u2060"]}, "evidence: is empty"),
        (ACCEPTED, {"reason": "  "}, "reason: is empty"),
        (ACCEPTED, {"owner": ""}, "owner: is empty"),
        (ACCEPTED, {"expires": "2026-02-30"}, "expires"),
        (ACCEPTED, {"expires": "20260630"}, "expires"),
        (ACCEPTED, {"expires": ""}, "expires"),
        (ACCEPTED, {"expires": 20260630}, "expires"),
        (ACCEPTED, {"fingerprint": 1234567890123456}, "fingerprint"),
        (ACCEPTED, {"fingerprint": "ABCDEF0123456789"}, "fingerprint"),
        (ACCEPTED, {"fingerprint": "abcdef"}, "fingerprint"),
        (ACCEPTED, {"author": "x"}, "author"),
        (ACCEPTED, {"severity": "low"}, "severity"),
        (ACCEPTED, {"kind": "waiver"}, "waiver"),
        (ACCEPTED, {"kind": None}, "kind"),
        (REFUTED, {"evidence": None}, "evidence"),
        (REFUTED, {"evidence": []}, "evidence"),
        (REFUTED, {"evidence": [" "]}, "evidence"),
        (REFUTED, {"evidence": "docs"}, "evidence"),
        (REFUTED, {"confirmed_by": None}, "confirmed_by"),
        (REFUTED, {"expires": "soon"}, "expires"),
        (REFUTED, {"expires": None}, "expires"),
        (REFUTED, {"expires": ""}, "expires"),
    ],
)
def test_an_entry_that_is_not_complete_is_refused(tmp_path, entry, changes, said):
    changed = {k: v for k, v in (entry | changes).items() if v is not None}
    with pytest.raises(FileProblem, match=said):
        given(tmp_path, changed)


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "apps: [a]\ndismissals: {}", "apps: [a]\ndismissals: []\nmore: 1\n", "a: [",
        "dismissals: []", "apps: []\ndismissals: []", "apps: [' ']\ndismissals: []",
    ],
)  # fmt: skip
def test_a_file_of_another_form_is_refused(tmp_path, text):
    path = tmp_path / "d.yaml"
    path.write_text(text)
    with pytest.raises(FileProblem, match=r"d\.yaml"):
        load_dismissals(path, "2026-01-01")


def test_one_finding_is_dismissed_once(tmp_path):
    with pytest.raises(FileProblem, match="twice"):
        given(tmp_path, ACCEPTED, REFUTED | {"fingerprint": PRINT[:16]})


def test_a_date_without_quotes_is_one(tmp_path):
    path = tmp_path / "d.yaml"
    text = yaml.safe_dump({"apps": ["tw.a"], "dismissals": [ACCEPTED]}, allow_unicode=True)
    path.write_text(text.replace("'2026-06-30'", "2026-06-30"), encoding="utf-8")
    (entry,) = load_dismissals(path, "2026-01-01").entries
    assert entry.expires == "2026-06-30"


@pytest.mark.parametrize(
    ("entry", "as_of", "disposition"),
    [
        (ACCEPTED, "2026-06-30", Disposition.ACCEPTED),
        (ACCEPTED, "2026-07-01", Disposition.OPEN),
        (ACCEPTED | {"fingerprint": PRINT[:16]}, "2026-01-01", Disposition.ACCEPTED),
        (ACCEPTED | {"fingerprint": "cd" * 32}, "2026-01-01", Disposition.OPEN),
        (REFUTED, "2026-06-30", Disposition.FALSE_POSITIVE),
        (REFUTED, "2026-07-01", Disposition.OPEN),
    ],
)
def test_an_entry_counts_through_its_last_day(tmp_path, entry, as_of, disposition):
    assert given(tmp_path, entry, as_of=as_of).disposed(PRINT) is disposition


def held(dismissals, records, outcomes=(), checks=None, platform="android"):
    (one,) = dismissals.held_against(records, outcomes, checks or {}, platform)
    return one


def test_what_is_kept_of_an_entry(tmp_path):
    kept = held(given(tmp_path, ACCEPTED | {"fingerprint": PRINT[:20]}), [FOUND])
    assert (kept.fingerprint, kept.standing) == (PRINT, DismissalStanding.IN_FORCE)
    assert [(p.role, p.name) for p in kept.people] == [("owner", "王小明"), ("approver", "陳大文")]
    assert "2026-06-30" in kept.message["en"]


def test_a_file_of_another_app_is_refused(tmp_path):
    """A fingerprint hashes check and place: two apps of one team share many."""
    dismissals = given(tmp_path, REFUTED)
    assert dismissals.of("tw.a").disposed(PRINT) is Disposition.FALSE_POSITIVE
    with pytest.raises(FileProblem, match=r"is of tw\.a, not of tw\.b"):
        dismissals.of("tw.b")


def test_nothing_counts_for_an_app_whose_id_was_not_read(tmp_path):
    dismissals = given(tmp_path, REFUTED).of("")
    assert dismissals.disposed(PRINT) is Disposition.OPEN
    kept = held(dismissals, [FOUND])
    assert kept.standing is DismissalStanding.UNMATCHED
    assert "id could not be read" in kept.message["en"]


def test_one_that_ended_is_told(tmp_path):
    kept = held(given(tmp_path, ACCEPTED, as_of="2027-01-01"), [FOUND])
    assert kept.standing is DismissalStanding.EXPIRED
    assert "屆期" in kept.message["zh-TW"]


@pytest.mark.parametrize(
    ("outcomes", "said"),
    [
        ([Outcome("android-a")], "read all"),
        ([Outcome("android-a", gaps=(Gap("dex", Cause.LOST, "k"),))], "does not show a fix"),
        ([Outcome("android-a", crash="boom")], "does not show a fix"),
        ([], "does not show a fix"),
    ],
)
def test_one_without_a_finding_is_told_and_never_as_fixed_if_unread(tmp_path, outcomes, said):
    kept = held(given(tmp_path, ACCEPTED), [], outcomes)
    assert kept.standing is DismissalStanding.UNMATCHED
    assert said in kept.message["en"]


def test_one_file_serves_both_platforms(tmp_path, checks):
    entry = ACCEPTED | {"check": "ios-get-task-allow"}
    dismissals = given(tmp_path, entry)
    assert dismissals.held_against([], [], checks, "android") == ()
    assert len(dismissals.held_against([], [], checks, "ios")) == 1


@pytest.mark.parametrize(
    ("entry", "records", "said"),
    [
        (ACCEPTED | {"check": "android-b"}, [FOUND], "android-a, not android-b"),
        (ACCEPTED, [replace(FOUND, kind=Kind.QUESTION)], "only a finding"),
        (ACCEPTED, [replace(FOUND, kind=Kind.EVIDENCE)], "only a finding"),
        (
            ACCEPTED | {"fingerprint": PRINT[:16]},
            [FOUND, replace(FOUND, fingerprint=PRINT[:-1] + "0")],
            "several",
        ),
    ],
)
def test_an_entry_on_something_else_is_refused(tmp_path, entry, records, said):
    with pytest.raises(FileProblem, match=said):
        given(tmp_path, entry).held_against(records, [], {}, "android")


@pytest.mark.parametrize("approver", ["王小明二", "王大明", "Wang Xiao-Ming", "王小"])
def test_other_names_are_other_people(tmp_path, approver):
    assert given(tmp_path, ACCEPTED | {"approver": approver}).entries


def test_what_people_write_holds_nothing_invisible(tmp_path):
    kept = held(given(tmp_path, ACCEPTED | {"reason": "a\n  b\u202ec"}), [FOUND])
    assert kept.reason == "a b\\u202ec"
