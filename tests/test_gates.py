"""The exit codes of the three gates over real builds, and what a pipeline does with them."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml

import appsec.pipeline as parent
from appsec.assess.gate import AcceptedUnread, Mode, Terms
from appsec.model.assessment import Assessment
from appsec.model.outcome import Kind, Severity
from appsec.pipeline import Options
from appsec.report.json import dump, load
from tests.command import DAY, ENCRYPTED_IPA, FIXED_APK, FIXED_IPA, WEAK_APK, appsec
from tests.inline import Inline

PEOPLE = {
    "risk_acceptance": {"owner": "王小明", "approver": "陳大文", "expires": "2026-06-30"},
    "false_positive": {"author": "林一", "confirmed_by": "林二", "evidence": ["note.pdf"]},
}
APPS = ["tw.example.sample.parcel"]


@pytest.fixture(scope="module")
def damaged(tmp_path_factory) -> Path:
    """The fixed APK with a setting that cannot be read any more."""
    out = io.BytesIO()
    with zipfile.ZipFile(FIXED_APK) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            junk = entry.filename == "res/xml/network_security_config.xml"
            new.writestr(entry.filename, b"junk" if junk else old.read(entry))
    path = tmp_path_factory.mktemp("damaged") / "damaged.apk"
    path.write_bytes(out.getvalue())
    return path


@pytest.fixture(scope="module")
def assess() -> Iterator[Callable[..., Assessment]]:
    """Assesses a build as `appsec.scan` does, but reads each build only once."""
    read, told = parent._read, {}

    def once(path, options, checks, shipped=None, declared=None):
        key = (path, shipped, options.companion)
        if key not in told:
            told[key] = read(path, options, checks, shipped, declared)
        return told[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parent, "run_child", Inline())
        patch.setattr(parent, "_read", once)
        yield lambda path, **more: parent.scan(path, Options(DAY, app_class="L2", **more))


@pytest.fixture(scope="module")
def saved(damaged, assess, tmp_path_factory) -> dict[object, Path]:
    """An earlier assessment of each build, as a baseline, by its path; the damaged one by name,
    and the weak one by the kind of dismissal that was in force."""
    folder, kept = tmp_path_factory.mktemp("saved"), {}
    for path in (WEAK_APK, FIXED_APK, FIXED_IPA, ENCRYPTED_IPA, damaged):
        kept[path] = folder / f"{path.name}.json"
        kept[path].write_text(dump(assess(path)), encoding="utf-8")
    kept["damaged"] = kept[damaged]
    for kind in PEOPLE:
        kept[kind] = folder / f"{kind}.json"
        told = assess(WEAK_APK, dismissals=dismissed(kept[WEAK_APK], folder, kind))
        kept[kind].write_text(dump(told), encoding="utf-8")
    return kept


def dismissed(earlier, folder, kind, **changes):
    """A file that dismisses every finding of a saved assessment."""
    entries = [
        {"kind": kind, "fingerprint": r.fingerprint, "check": r.check, "reason": "理由"}
        | {"expires": "2026-06-30"} | PEOPLE[kind] | changes
        for r in load(earlier).findings
        if r.kind is Kind.FINDING
    ]  # fmt: skip
    assert entries
    written = folder / f"{kind}.yaml"
    # JSON is YAML, and has none of the aliases that YAML would write here.
    written.write_text(json.dumps({"apps": APPS, "dismissals": entries}), encoding="utf-8")
    return written


SITUATIONS = {
    # build, dismissals, baseline: findings, complete, new
    "clean": (FIXED_APK, None, FIXED_APK, (0, 3, 0)),
    "clean, was weak": (FIXED_APK, None, WEAK_APK, (0, 3, 0)),
    "finding": (WEAK_APK, None, FIXED_APK, (1, 1, 1)),
    "finding, known": (WEAK_APK, None, WEAK_APK, (1, 1, 0)),
    "accepted": (WEAK_APK, ("risk_acceptance", {}), FIXED_APK, (0, 1, 0)),
    "acceptance ended": (
        WEAK_APK, ("risk_acceptance", {"expires": "2025-12-31"}), FIXED_APK, (1, 1, 1),
    ),
    "last day of an acceptance": (
        WEAK_APK, ("risk_acceptance", {"expires": DAY}), FIXED_APK, (0, 1, 0),
    ),
    "false positive": (WEAK_APK, ("false_positive", {}), FIXED_APK, (0, 3, 0)),
    "false positive ended": (
        WEAK_APK, ("false_positive", {"expires": "2025-12-31"}), FIXED_APK, (1, 1, 1),
    ),
    "out of reach": (ENCRYPTED_IPA, None, FIXED_IPA, (3, 3, 3)),
    "out of reach, known": (ENCRYPTED_IPA, None, ENCRYPTED_IPA, (3, 3, 0)),
    "unread code": (ENCRYPTED_IPA, None, FIXED_IPA, (3, 3, 3)),
    "unread code, accepted": (ENCRYPTED_IPA, None, FIXED_IPA, (0, 3, 0)),
    "unread code, acceptance ended": (ENCRYPTED_IPA, None, FIXED_IPA, (3, 3, 3)),
    "unread code, read in a companion": (ENCRYPTED_IPA, None, FIXED_IPA, (0, 3, 0)),
    "lost": ("damaged", None, FIXED_APK, (3, 3, 3)),
    "lost, known": ("damaged", None, "damaged", (3, 3, 3)),
    "lost, accepted": ("damaged", None, "damaged", (3, 3, 3)),
    "missing attestation": (FIXED_IPA, None, FIXED_IPA, (0, 3, 0)),
    "finding below the threshold": (WEAK_APK, None, FIXED_APK, (0, 1, 0)),
    "accepted, then known": (WEAK_APK, ("risk_acceptance", {}), WEAK_APK, (0, 1, 0)),
    "acceptance ended, then known": (
        WEAK_APK, ("risk_acceptance", {"expires": "2025-12-31"}), "risk_acceptance", (1, 1, 1),
    ),
    "acceptance gone, then known": (WEAK_APK, None, "risk_acceptance", (1, 1, 1)),
    "false positive ended, then known": (
        WEAK_APK, ("false_positive", {"expires": "2025-12-31"}), "false_positive", (1, 1, 1),
    ),
    "still accepted": (WEAK_APK, ("risk_acceptance", {}), "risk_acceptance", (0, 1, 0)),
}  # fmt: skip
"""The situations that the gates must tell apart. That confirmations, traces and databases are
missing is so in all of them, and changes nothing but the gate `complete`."""


def unread(what, until):
    return {"terms": Terms(accepted=(AcceptedUnread(what, "理由", date.fromisoformat(until)),))}


MORE = {
    "unread code, accepted": unread("code", DAY),
    "unread code, acceptance ended": unread("code", "2025-12-31"),
    "unread code, read in a companion": {"companion": FIXED_IPA},
    "lost, accepted": unread("network_config", "2026-12-31"),
    "finding below the threshold": {"terms": Terms(Severity.CRITICAL)},
}
"""Further options of a situation."""


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_exit_codes_of_a_situation(situation, damaged, saved, tmp_path, assess):
    build, given, before, wanted = SITUATIONS[situation]
    options = {"baseline": saved[before], **MORE.get(situation, {})}
    if given:
        kind, changes = given
        options["dismissals"] = dismissed(saved[build], tmp_path, kind, **changes)
    if build == "damaged":
        build = damaged
    codes = tuple(
        assess(build, gate=mode, **options).gate.code
        for mode in (Mode.FINDINGS, Mode.COMPLETE, Mode.NEW)
    )
    assert codes == wanted


def test_missing_attestations_alone_keep_a_clean_build_open(assess):
    told = assess(FIXED_IPA, gate=Mode.COMPLETE)
    assert [why.key for why in told.gate.reasons] == ["gate-open-item"]
    asked = [v for v in told.verdicts if "ask-person" in {why.key for why in v.reasons}]
    assert asked
    assert (told.gate.failed, told.gate.still_open > 0) == (0, True)


def test_the_last_line_says_what_only_the_baseline_lets_past(saved):
    ran = appsec(
        "scan", ENCRYPTED_IPA, "--class", "L2", "--lang", "en", "--gate", "new",
        "--baseline", saved[ENCRYPTED_IPA],
    )  # fmt: skip
    assert ran.code == 0
    last = " ".join(ran.out.split("Exit code 0")[1].split())
    assert last.endswith("Not read, and known from the baseline: code.")


@pytest.mark.parametrize(("least", "counted"), [("low", 2), ("medium", 2), ("critical", 0)])
def test_what_is_let_past_is_counted_by_the_same_threshold(least, counted, saved, tmp_path, assess):
    """Both findings of the weak build are high: a threshold above has nothing to let past."""
    file = dismissed(saved[WEAK_APK], tmp_path, "risk_acceptance")
    terms = Terms(Severity(least))
    cases = [
        ("gate-accepted", {"gate": mode, "dismissals": file, "baseline": saved[FIXED_APK]})
        for mode in (Mode.FINDINGS, Mode.NEW)
    ]
    cases.append(("gate-known-finding", {"gate": Mode.NEW, "baseline": saved[WEAK_APK]}))
    for key, options in cases:
        told = assess(WEAK_APK, terms=terms, **options)
        reasons = {why.key: why.values for why in told.gate.reasons}
        full = key if least == "medium" else f"{key}-from"
        assert int(reasons.get(full, {}).get("count", 0)) == counted
        assert told.gate.code == 0


@pytest.mark.parametrize(
    ("kind", "result"), [("risk_acceptance", "fail"), ("false_positive", "inconclusive")]
)
def test_an_acceptance_still_fails_and_a_note_takes_the_finding_out(
    kind, result, saved, tmp_path, assess
):
    told = assess(WEAK_APK, dismissals=dismissed(saved[WEAK_APK], tmp_path, kind))
    (verdict,) = (v for v in told.verdicts if v.requirement == "42")
    assert (verdict.result, verdict.risk_accepted) == (result, kind == "risk_acceptance")
    findings = [r for r in told.findings if r.kind is Kind.FINDING]
    assert (len(findings), {d.standing for d in told.dismissals}) == (2, {"in_force"})


class TestUsage:
    def test_new_needs_a_baseline(self):
        ran = appsec("scan", FIXED_APK, "--gate", "new")
        assert (ran.code, "--baseline" in ran.err) == (2, True)

    @pytest.mark.parametrize(
        ("args", "said"),
        [
            ([FIXED_IPA], "platform android, not ios"),
            ([FIXED_APK, "--profile", "tw-v4.0"], "profile tw-v1.4, not tw-v4.0"),
        ],
    )
    def test_a_baseline_of_something_else(self, args, said, saved):
        old = saved[WEAK_APK]
        ran = appsec("scan", *args, "--gate", "new", "--baseline", old, "--quiet")
        assert (ran.code, said in ran.err, str(old) in ran.err) == (2, True, True)

    @pytest.mark.parametrize("content", [None, "", '{"schema": "9.0"}'])
    def test_a_baseline_that_cannot_be_read(self, content, tmp_path):
        old = tmp_path / "old.json"
        if content is not None:
            old.write_text(content)
        ran = appsec("scan", FIXED_APK, "--gate", "new", "--baseline", old)
        assert (ran.code, str(old) in ran.err) == (2, True)

    def test_a_question_cannot_be_dismissed(self, saved, tmp_path):
        records = load(saved[WEAK_APK]).findings
        asked = next(r for r in records if r.kind is Kind.QUESTION)
        entry = {"kind": "risk_acceptance", "fingerprint": asked.fingerprint, "reason": "理由",
                 "check": asked.check, **PEOPLE["risk_acceptance"]}  # fmt: skip
        file = tmp_path / "d.yaml"
        file.write_text(yaml.safe_dump({"apps": APPS, "dismissals": [entry]}), encoding="utf-8")
        ran = appsec("scan", WEAK_APK, "--dismissals", file)
        assert (ran.code, "only a finding can be dismissed" in ran.err) == (2, True)


def test_people_reasons_and_what_does_not_count_are_in_every_report(saved, tmp_path):
    file = dismissed(saved[WEAK_APK], tmp_path, "risk_acceptance")
    written = yaml.safe_load(file.read_text(encoding="utf-8"))["dismissals"]
    written[0] |= {"expires": "2025-12-31"}
    written.append(written[0] | {"fingerprint": "0" * 64})
    file.write_text(json.dumps({"apps": APPS, "dismissals": written}), encoding="utf-8")
    report = tmp_path / "r"
    ran = appsec("scan", WEAK_APK, "--class", "L2", "--as-of", DAY, "--dismissals", file,
                 f"--format=html={report}.html", f"--format=md={report}.md",
                 f"--format=json={report}.json")  # fmt: skip
    texts = [ran.out, *((tmp_path / f"r.{form}").read_text() for form in ("html", "md"))]
    for text in texts:
        for word in ("王小明", "陳大文", "理由", "2026-06-30", "已屆期", "未見該發現"):
            assert word in text
    kept = json.loads((tmp_path / "r.json").read_text())["dismissals"]
    assert [d["standing"] for d in kept] == ["expired", "in_force", "unmatched"]


class TestDiff:
    @pytest.fixture
    def builds(self, saved):
        paths = {"weak": WEAK_APK, "fixed": FIXED_APK, "lost": "damaged", "other": FIXED_IPA}
        return {name: saved[path] for name, path in paths.items()}

    @pytest.mark.parametrize(
        ("old", "new", "args", "code"),
        [
            ("weak", "fixed", ["--fail-on", "worse"], 0),
            ("fixed", "weak", ["--fail-on", "worse"], 1),
            ("fixed", "weak", [], 0),
            ("weak", "weak", ["--fail-on", "worse"], 0),
            ("weak", "lost", ["--fail-on", "worse"], 1),
            ("weak", "other", [], 2),
            ("weak", "fixed", ["--fail-on", "better"], 2),
            ("weak", "fixed", ["--format", "pdf"], 2),
        ],
    )
    def test_exit_codes(self, builds, old, new, args, code):
        assert appsec("diff", builds[old], builds[new], *args).code == code

    def test_a_finding_behind_something_lost_is_not_fixed(self, builds, tmp_path):
        target = tmp_path / "d.json"
        appsec("diff", builds["weak"], builds["lost"], "--quiet", f"--format=json={target}")
        told = json.loads(target.read_text())
        became = {r["check"]: r["change"] for r in told["records"] if r["counts"]}
        assert became == {"android-debuggable": "vanished", "android-user-trust-anchor": "not_read"}
        items = {i["requirement"]: i["change"] for i in told["items"]}
        assert items["42"] == "not_read"

    def test_machine_output_goes_to_stdout_alone(self, builds):
        ran = appsec("diff", builds["weak"], builds["fixed"], "--format", "json", "--lang", "en")
        assert json.loads(ran.out)["schema"] == "1.1"
        assert "Findings, questions and evidence that changed" in ran.err
