"""Confirmations: when one counts, why it does not, and what it never outvotes."""

import hashlib
from dataclasses import replace

import pytest
import yaml

from appsec.assess.confirm_held import hold
from appsec.assess.confirm_standing import Subject
from appsec.assess.confirm_triggers import gap_identity
from appsec.assess.confirmations import load_confirmations
from appsec.assess.situation import Situation
from appsec.assess.verdict import decide
from appsec.engine.files import FileProblem
from appsec.model.assessment import Artefact
from appsec.model.confirmation import FileStanding
from appsec.model.observed import Observation, Observed, Trait
from appsec.model.outcome import Cause, Evidence, Finding, Gap, Question
from appsec.model.profile import Person, Profile
from appsec.model.text import Lang
from appsec.model.verdict import Basis, Result, Standing
from tests.assess.situations import BOTH, LOST, OUT, clean, record, requirement, saw

BUILD, OTHER = "ab" * 32, "cd" * 32
ARTEFACT = Artefact(BUILD, (), "android", "apk", "tw.a", "App", "1.2", "12")
PICTURE = b"the pixels of a picture of a screen"
SHA = hashlib.sha256(PICTURE).hexdigest()
PEOPLE = [{"name": "王小明", "role": "測試人員", "contact": "ming@example.tw"}]
EVIDENCE = {
    "id": "E-0001",
    "path": "evidence/screen.png",
    "sha256": SHA,
    "size": len(PICTURE),
    "captured": "2026-01-02",
}
ENTRY = {
    "id": "C-0001",
    "requirement": "20",
    "statement": "已實測。",
    "person": "王小明",
    "date": "2026-01-03",
    "method": "test",
    "scope": "build",
    "platform": "android",
    "bound_to": BUILD,
    "evidence": [EVIDENCE],
}
SNAPSHOT = {
    "app": "tw.a",
    "platform": "android",
    "permission": ["android.permission.CAMERA"],
    "sdk": ["Firebase"],
    "unread": ["domain"],
}
OBSERVED = Observed(
    (
        Observation(Trait.PERMISSION, "android.permission.CAMERA"),
        Observation(Trait.SDK, "Firebase"),
        Observation(Trait.INPUT_FIELD, "password"),
    ),
    (Trait.DOMAIN,),
)
OF_APP = ENTRY | {"scope": "app", "bound_to": "tw.a", "rests_on": [SNAPSHOT]}
BY_PERSON = requirement(asked_by=("a",), person=Person.ALONE)


def profile(*requirements):
    return Profile("p", BOTH, BOTH, ("android", "ios"), (), {}, (), requirements)


def written(tmp_path, *entries, people=PEOPLE, organisation="", picture=PICTURE):
    folder = tmp_path / "evidence"
    folder.mkdir(exist_ok=True)
    if picture is not None:
        (folder / "screen.png").write_bytes(picture)
    path = tmp_path / "appsec-confirmations.yaml"
    values = {"people": people, "confirmations": list(entries), "organisation": organisation}
    path.write_text(yaml.safe_dump(values, allow_unicode=True), encoding="utf-8")
    return path


def held(
    path, *outcomes, as_of="2026-02-01", observed=OBSERVED, artefact=ARTEFACT, wanted=BY_PERSON
):
    """The item's verdict and all that was kept of the confirmations."""
    given = load_confirmations(path, as_of)
    records = tuple(record(o) for o in outcomes if o.seen)
    gaps = tuple(gap for o in outcomes for gap in o.gaps)
    result = hold(given, profile(wanted), Subject(artefact, observed), records, gaps)
    situation = Situation(
        platform="android",
        outcomes={o.check: o for o in outcomes},
        records=records,
        conditions={},
        attestations=result.attestations,
    )
    return decide(wanted, situation), result.confirmations


def without(entry, *keys):
    return {k: v for k, v in entry.items() if k not in keys}


def test_one_in_force_closes_the_item_and_is_named(tmp_path):
    verdict, (kept,) = held(written(tmp_path, ENTRY), clean("a"))
    assert (verdict.result, verdict.by) == (Result.PASS, (Basis.PERSON,))
    assert [why.message[Lang.ZH_TW] for why in verdict.reasons] == [
        "人工確認紀錄 C-0001：王小明（測試人員）於 2026-01-03 以測試確認；佐證資料：E-0001。"
    ]
    assert (kept.standing, kept.expires) == (Standing.IN_FORCE, "2027-01-03")
    assert [(e.id, e.standing) for e in kept.evidence] == [("E-0001", FileStanding.SAME)]


def test_a_file_of_a_few_bytes_shows_nothing(tmp_path):
    for content, standing in ((b"\xe7\x84\xa1", Standing.MISSING), (b"x" * 32, Standing.IN_FORCE)):
        small = EVIDENCE | {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        path = written(tmp_path, ENTRY | {"evidence": [small]}, picture=content)
        _, (kept,) = held(path, clean("a"))
        assert kept.standing is standing


@pytest.mark.parametrize(
    ("changes", "standing", "reasons"),
    [
        ({"statement": " \u200b"}, Standing.EMPTY_STATEMENT, ["attestation-empty-statement"]),
        *(
            ({"statement": said}, Standing.EMPTY_STATEMENT, ["attestation-empty-statement"])
            for said in ("無", "N/A", "-", "x", "待確認", "功能需要")
        ),
        *(
            ({"role": role}, Standing.UNKNOWN_PERSON, ["attestation-person-without-role"])
            for role in ("無", "N/A", "x")
        ),
        (
            {"date": "2026-01-20", "expires": "2026-01-19"},
            Standing.EXPIRED,
            ["attestation-expires-first"],
        ),
        (
            {"statement": "寄出日期〔日期〕"},
            Standing.EMPTY_STATEMENT,
            ["attestation-statement-blank"],
        ),
        ({"person": "李四"}, Standing.UNKNOWN_PERSON, ["attestation-unknown-person"]),
        ({"person": "（主管）"}, Standing.UNKNOWN_PERSON, ["attestation-nobody"]),
        ({"person": ""}, Standing.UNKNOWN_PERSON, ["attestation-nobody"]),
        ({"bound_to": OTHER}, Standing.OTHER_BUILD, ["attestation-other-build"]),
        (
            {"scope": "version", "app": "tw.a", "bound_to": "1.3"},
            Standing.OTHER_BUILD,
            ["attestation-other-build"],
        ),
        (
            {"scope": "version", "app": "tw.b", "bound_to": "1.2"},
            Standing.OTHER_BUILD,
            ["attestation-other-build"],
        ),
        (OF_APP | {"bound_to": "tw.b"}, Standing.OTHER_BUILD, ["attestation-other-build"]),
        ({"evidence": []}, Standing.MISSING, ["attestation-nothing-attached"]),
        (
            {"evidence": [EVIDENCE | {"path": "evidence/gone.png"}]},
            Standing.MISSING,
            ["attestation-missing"],
        ),
        (
            {"evidence": [EVIDENCE | {"path": "evidence"}]},
            Standing.MISSING,
            ["attestation-missing"],
        ),
        (
            {"evidence": [EVIDENCE | {"sha256": OTHER}]},
            Standing.CHANGED,
            ["attestation-changed"],
        ),
        (
            {"evidence": [EVIDENCE | {"size": 1}]},
            Standing.CHANGED,
            ["attestation-changed"],
        ),
        ({"expires": "2026-01-31"}, Standing.EXPIRED, ["attestation-expired"]),
        ({"date": "2025-01-01"}, Standing.EXPIRED, ["attestation-expired-by-rule"]),
        ({"date": "2026-03-01"}, Standing.NOT_YET, ["attestation-not-yet"]),
        (
            {"evidence": [EVIDENCE | {"captured": "2026-02-02"}]},
            Standing.NOT_YET,
            ["attestation-not-yet"],
        ),
        (
            {"person": "李四", "bound_to": OTHER, "evidence": [], "expires": "2026-01-31"},
            Standing.UNKNOWN_PERSON,
            [
                "attestation-unknown-person",
                "attestation-other-build",
                "attestation-nothing-attached",
                "attestation-expired",
            ],
        ),
    ],
)
def test_one_that_does_not_count_needs_evidence_and_says_why(tmp_path, changes, standing, reasons):
    verdict, (kept,) = held(written(tmp_path, ENTRY | changes), clean("a"))
    assert (verdict.result, kept.standing) == (Result.NEEDS_EVIDENCE, standing)
    assert [why.key for why in verdict.reasons] == reasons
    for why in verdict.reasons:
        assert all("C-0001" in text for text in why.message.values())
        assert all(why.message[lang] in kept.message[lang] for lang in Lang)


@pytest.mark.parametrize(
    "changes", [{"role": ""}, {"contact": " "}, {"name": "王小明", "role": "\u3164"}]
)
def test_a_person_without_role_or_contact_is_not_known(tmp_path, changes):
    path = written(tmp_path, ENTRY, people=[PEOPLE[0] | changes])
    verdict, (kept,) = held(path, clean("a"))
    assert kept.standing is Standing.UNKNOWN_PERSON
    assert [why.key for why in verdict.reasons] == ["attestation-person-without-role"]


def test_an_empty_file_shows_nothing(tmp_path):
    empty = EVIDENCE | {"sha256": hashlib.sha256(b"").hexdigest(), "size": 0}
    path = written(tmp_path, ENTRY | {"evidence": [empty]}, picture=b"")
    verdict, (kept,) = held(path, clean("a"))
    assert (verdict.result, kept.standing) == (Result.NEEDS_EVIDENCE, Standing.MISSING)


def test_it_counts_through_its_last_day(tmp_path):
    path = written(tmp_path, ENTRY | {"expires": "2026-01-31"})
    assert held(path, clean("a"), as_of="2026-01-31")[1][0].standing is Standing.IN_FORCE
    assert held(path, clean("a"), as_of="2026-02-01")[1][0].standing is Standing.EXPIRED


@pytest.mark.parametrize(
    ("item", "changes", "expires"),
    [
        ("7", {}, "2026-04-02"),
        ("7", {"expires": "2026-12-31"}, "2026-04-02"),
        ("7", {"expires": "2026-01-31"}, "2026-01-31"),
        ("43", {}, "2026-02-01"),
        ("20", {"scope": "version", "app": "tw.a", "bound_to": "1.2"}, "2027-01-03"),
        ("20", {"scope": "app", "bound_to": "tw.a"}, "2026-07-02"),
        ("20", {"scope": "app", "bound_to": "tw.a", "expires": "2099-12-31"}, "2026-07-02"),
        ("20", {"date": "9999-12-01", "expires": ""}, "9999-12-31"),
    ],
)
def test_how_long_it_counts(tmp_path, item, changes, expires):
    """A limit of the item counts from the oldest piece, here evidence of the day before."""
    path = written(tmp_path, ENTRY | {"requirement": item} | changes)
    _, (kept,) = held(path, clean("a"), wanted=replace(BY_PERSON, id=item))
    assert kept.expires == expires


class TestTriggers:
    def test_one_on_the_app_carries_over_to_another_build(self, tmp_path):
        other = replace(ARTEFACT, sha256=OTHER, version="2.0")
        verdict, (kept,) = held(written(tmp_path, OF_APP), clean("a"), artefact=other)
        assert (verdict.result, kept.standing) == (Result.PASS, Standing.IN_FORCE)

    @pytest.mark.parametrize(
        ("observed", "said"),
        [
            (
                Observed((*OBSERVED.things, Observation(Trait.PAYMENT, "TapPay")), OBSERVED.unread),
                "交易功能新增：TapPay",
            ),
            (Observed(OBSERVED.things[:1], OBSERVED.unread), "SDK不再出現：Firebase"),
            (
                Observed(OBSERVED.things, (Trait.DOMAIN, Trait.LOGIN)),
                "登入功能於本次未能完整讀取",
            ),
            (None, "本次評估未取得"),
        ],
    )
    def test_a_change_asks_for_it_again(self, tmp_path, observed, said):
        verdict, (kept,) = held(written(tmp_path, OF_APP), clean("a"), observed=observed)
        assert (verdict.result, kept.standing) == (Result.NEEDS_EVIDENCE, Standing.RECONFIRM)
        assert said in kept.message[Lang.ZH_TW]

    def test_what_is_no_trigger_may_change(self, tmp_path):
        more = Observed((*OBSERVED.things, Observation(Trait.INPUT_FIELD, "x")), OBSERVED.unread)
        _, (kept,) = held(written(tmp_path, OF_APP), clean("a"), observed=more)
        assert kept.standing is Standing.IN_FORCE

    @pytest.mark.parametrize(
        "rests_on", [[], [SNAPSHOT | {"app": "tw.b"}], [SNAPSHOT | {"platform": "ios"}]]
    )
    def test_without_a_snapshot_of_this_app_nothing_shows_that_it_is_the_same(
        self, tmp_path, rests_on
    ):
        path = written(tmp_path, OF_APP | {"rests_on": rests_on})
        verdict, (kept,) = held(path, clean("a"))
        assert kept.standing is Standing.RECONFIRM
        assert [why.key for why in verdict.reasons] == ["attestation-without-snapshot"]

    @pytest.mark.parametrize(
        ("organisation", "standing"),
        [
            ("範例公司", Standing.IN_FORCE),
            ("別家公司", Standing.OTHER_BUILD),
            ("", Standing.OTHER_BUILD),
        ],
    )
    def test_one_on_the_organisation(self, tmp_path, organisation, standing):
        entry = without(OF_APP, "platform") | {"scope": "organisation", "bound_to": "範例公司"}
        _, (kept,) = held(written(tmp_path, entry, organisation=organisation), clean("a"))
        assert kept.standing is standing

    def test_an_app_without_an_id_is_not_known_to_be_it(self, tmp_path):
        _, (kept,) = held(written(tmp_path, OF_APP), clean("a"), artefact=replace(ARTEFACT, id=""))
        assert kept.standing is Standing.OTHER_BUILD


@pytest.mark.parametrize(
    "changes",
    [
        {"scope": "version", "app": "tw.a", "bound_to": "1.2"},
        {"scope": "app", "bound_to": "tw.a", "rests_on": [SNAPSHOT]},
    ],
)
@pytest.mark.parametrize("name", ["variant:debuggable", "variant-run:a", "on-word:a"])
def test_a_doubt_about_a_build_is_answered_for_that_build_alone(tmp_path, changes, name):
    def covered(entry):
        given = load_confirmations(written(tmp_path, entry), "2026-02-01")
        found = hold(given, profile(BY_PERSON), Subject(ARTEFACT, OBSERVED), (), ())
        (attestation,) = found.attestations.values()
        assert attestation.standing is Standing.IN_FORCE
        return attestation.covers

    assert covered(ENTRY | {"covers": [name]}) == {name}
    assert covered(ENTRY | {"covers": [name], "answered": ["12" * 8]}) == {name}
    assert covered(ENTRY | changes | {"covers": [name]}) == frozenset()


class TestCovers:
    asked = saw("a", Question)
    covers: list = ["question:a:k"]  # noqa: RUF012

    def test_what_is_open_must_be_answered(self, tmp_path):
        verdict, _ = held(written(tmp_path, ENTRY), self.asked)
        assert (verdict.result, verdict.reasons[0].key) == (
            Result.NEEDS_REVIEW,
            "attestation-does-not-cover",
        )
        covering = written(tmp_path, ENTRY | {"covers": self.covers})
        assert held(covering, self.asked)[0].result is Result.PASS

    def test_several_cover_together(self, tmp_path):
        gap = ENTRY | {"id": "C-0002", "covers": [f"gap:{OUT.fact}:{OUT.key}"]}
        gap["evidence"] = [EVIDENCE | {"id": "E-0002"}]
        question = ENTRY | {"covers": self.covers}
        unread = saw("a", Question, OUT)
        assert held(written(tmp_path, question), unread)[0].result is Result.NEEDS_REVIEW
        verdict, _ = held(written(tmp_path, question, gap), unread)
        assert verdict.result is Result.PASS
        assert [why.values["id"] for why in verdict.reasons] == ["C-0001", "C-0002"]
        ended = gap | {"expires": "2026-01-31"}
        verdict, _ = held(written(tmp_path, question, ended), unread)
        assert (verdict.result, [why.key for why in verdict.reasons][:2]) == (
            Result.NEEDS_EVIDENCE,
            ["attestation-does-not-cover", "attestation-expired"],
        )

    def test_an_older_one_that_ended_does_no_harm(self, tmp_path):
        ended = ENTRY | {"id": "C-0000", "expires": "2026-01-04", "evidence": []}
        verdict, _ = held(written(tmp_path, ended, ENTRY), clean("a"))
        assert verdict.result is Result.PASS

    def test_one_that_carries_over_answers_only_what_was_asked(self, tmp_path):
        asked = replace(record(self.asked), fingerprint="12" * 32)
        of_app = OF_APP | {"covers": self.covers}
        for answered, result in (
            ([], Result.NEEDS_REVIEW),
            (["34" * 8], Result.NEEDS_REVIEW),
            (["12" * 8], Result.PASS),
        ):
            given = load_confirmations(
                written(tmp_path, of_app | {"answered": answered}), "2026-02-01"
            )
            kept = hold(given, profile(BY_PERSON), Subject(ARTEFACT, OBSERVED), (asked,), ())
            situation = Situation(
                platform="android",
                outcomes={"a": self.asked},
                records=(asked,),
                conditions={},
                attestations=kept.attestations,
            )
            assert decide(BY_PERSON, situation).result is result

    def test_a_gap_is_another_one_if_its_values_differ(self, tmp_path):
        gap = Gap("code", Cause.OUT_OF_REACH, "fairplay-encrypted", {"file": "a"})
        other = replace(gap, values={"file": "b"})
        entry = OF_APP | {
            "covers": ["gap:code:fairplay-encrypted"],
            "answered": [gap_identity(gap.fact, gap.key, gap.values)],
        }
        path = written(tmp_path, entry)
        assert held(path, clean("a", gap))[0].result is Result.PASS
        assert held(path, clean("a", gap, other))[0].result is Result.NEEDS_REVIEW


@pytest.mark.parametrize("standing", [{}, {"evidence": []}, {"expires": "2026-01-31"}])
@pytest.mark.parametrize(
    ("outcome", "result"),
    [
        (saw("a", Finding), Result.FAIL),
        (saw("a", Finding, OUT), Result.FAIL),
        (clean("a", LOST), Result.INCONCLUSIVE),
        (saw("a", Question, LOST), Result.INCONCLUSIVE),
        (saw("a", Evidence, LOST), Result.INCONCLUSIVE),
    ],
)
def test_none_outvotes_a_finding_or_a_lost_fact(tmp_path, outcome, result, standing):
    covers = ["question:a:k", f"gap:{LOST.fact}:{LOST.key}", f"gap:{OUT.fact}:{OUT.key}"]
    path = written(tmp_path, ENTRY | {"covers": covers} | standing)
    judged = requirement(refuted_by=("a",), person=Person.ALONE)
    assert held(path, outcome, wanted=judged)[0].result is result


def test_a_variant_must_be_answered_for_by_name(tmp_path):
    wanted = requirement(person=Person.ALONE)
    for covers, result in (([], Result.NEEDS_REVIEW), (["variant:debuggable"], Result.PASS)):
        given = load_confirmations(written(tmp_path, ENTRY | {"covers": covers}), "2026-02-01")
        kept = hold(given, profile(wanted), Subject(ARTEFACT, OBSERVED), (), ())
        hit = saw("debuggable", Finding)
        situation = Situation(
            platform="android",
            outcomes={"debuggable": hit},
            records=(record(hit),),
            conditions={},
            variant_checks=("debuggable",),
            attestations=kept.attestations,
        )
        assert decide(wanted, situation).result is result


@pytest.mark.parametrize("person", [Person.NONE, Person.HINT])
def test_an_item_that_no_person_closes_says_so(tmp_path, person):
    wanted = replace(BY_PERSON, person=person)
    verdict, (kept,) = held(written(tmp_path, ENTRY), clean("a"), wanted=wanted)
    assert (verdict.result, kept.standing) == (Result.INCONCLUSIVE, Standing.NOT_ACCEPTED)


def test_one_that_needs_a_run_besides_is_said_to(tmp_path):
    wanted = replace(BY_PERSON, person=Person.WITH_RUN)
    verdict, (kept,) = held(written(tmp_path, ENTRY), clean("a"), wanted=wanted)
    assert (verdict.result, kept.standing) == (Result.INCONCLUSIVE, Standing.IN_FORCE)
    assert [why.key for why in verdict.reasons] == ["run-not-supplied", "attestation-besides"]


def test_those_of_the_other_platform_are_left_out(tmp_path):
    path = written(tmp_path, ENTRY | {"platform": "ios"})
    verdict, kept = held(path, clean("a"))
    assert (verdict.result, kept) == (Result.NEEDS_REVIEW, ())


def test_an_item_goes_by_number_or_clause(tmp_path):
    path = written(tmp_path, ENTRY | {"requirement": "4.1.2.3.6"})
    assert held(path, clean("a"))[1][0].requirement == "20"
    with pytest.raises(FileProblem, match=r"confirmations\.0\.requirement: p has no item 99"):
        held(written(tmp_path, ENTRY | {"requirement": "99"}), clean("a"))


REDACTED = {
    "action": "redacted", "sha256": OTHER, "size": 9, "person": "陳大文", "date": "2026-01-05",
    "reason": "遮蔽個資", "confirmed_by": "王 小明",
}  # fmt: skip


@pytest.mark.parametrize(
    ("history", "standing", "reasons"),
    [
        ([REDACTED], Standing.IN_FORCE, ["attested"]),
        (
            [REDACTED | {"confirmed_by": "陳大文"}],
            Standing.CHANGED,
            ["attestation-copy-not-confirmed"],
        ),
        ([without(REDACTED, "confirmed_by")], Standing.CHANGED, ["attestation-copy-not-confirmed"]),
        ([REDACTED, REDACTED | {"action": "deleted"}], Standing.MISSING, ["attestation-deleted"]),
    ],
)
def test_redacted_and_deleted_evidence(tmp_path, history, standing, reasons):
    entry = ENTRY | {"evidence": [EVIDENCE | {"redacted": True, "history": history}]}
    verdict, (kept,) = held(written(tmp_path, entry), clean("a"))
    assert kept.standing is standing
    assert [why.key for why in verdict.reasons] == reasons
    assert kept.evidence[0].history[0].sha256 == OTHER


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"evidence": [EVIDENCE | {"path": path}]}, said)
        for path, said in (
            ("/etc/passwd", "must be relative"),
            ("../secret.png", "must not lead out"),
            ("evidence/../../x.png", "must not lead out"),
            ("C:/x.png", "must be relative"),
            ("evidence\\x.png", "must be relative"),
            ("", "names no file"),
            (".", "names no file"),
            ("evidence/link.png", "a link leads out"),
            ("linked/screen.png", "a link leads out"),
        )
    ]
    + [
        ({"evidence": [EVIDENCE, dict(EVIDENCE)]}, "the id E-0001 is given twice"),
        ({"evidence": [EVIDENCE | {"sha256": "x"}]}, "sha256: 64"),
        ({"evidence": [EVIDENCE | {"captured": "today"}]}, "captured: write a date"),
        ({"date": "2026-02-30"}, "date: write a date"),
        ({"expires": "soon"}, "expires: write a date"),
        ({"bound_to": "1.2"}, "bound_to: the SHA-256"),
        ({"platform": ""}, "platform: android or ios"),
        ({"scope": "version"}, "app: the id"),
        ({"scope": "organisation"}, "of no platform"),
        ({"covers": ["everything"]}, "covers: 'everything'"),
        ({"covers": ["gap:code"]}, "covers: 'gap:code'"),
        ({"answered": ["x"]}, "answered: 'x'"),
        ({"id": "第一"}, "id: letters"),
        ({"method": "guess"}, "method"),
        ({"signed": True}, "signed"),
    ],
)
def test_a_file_that_cannot_be_told_is_refused(tmp_path, changes, said):
    path = written(tmp_path, ENTRY | changes)
    outside = tmp_path.parent / "outside"
    outside.mkdir(exist_ok=True)
    (outside / "screen.png").write_bytes(PICTURE)
    (tmp_path / "evidence/link.png").symlink_to(outside / "screen.png")
    (tmp_path / "linked").symlink_to(outside)
    with pytest.raises(FileProblem, match=r"appsec-confirmations\.yaml: .*" + said):
        load_confirmations(path, "2026-02-01")
