"""`scan --trace` from end to end: weak runs fail their items, and silence passes what it may."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from appsec.assess.declaration import load_given
from appsec.cli.main import cli
from appsec.engine.files import FileProblem
from appsec.evaluate import evaluate
from appsec.model.exit import Exit
from appsec.model.run_files import Root
from appsec.model.verdict import Basis, Result
from appsec.pipeline import Options, scan
from appsec.report.json import dump
from samples.runs import BUILDS, CANARIES, FOLDER, HOST, TOKENS, Session

AS_OF = "2026-11-21"
RUNTIME_ITEMS = {"18", "19", "20", "21", "29", "41", "4.1.2.3.16"}


def scanned(platform, *names):
    traces = tuple(FOLDER / platform / name for name in names)
    return scan(BUILDS[platform], Options(as_of=AS_OF, traces=traces))


def results(assessment):
    every = (*assessment.verdicts, *assessment.verdicts_apart)
    return {verdict.requirement: verdict for verdict in every}


@pytest.fixture(scope="module", params=["android", "ios"])
def platform(request):
    return request.param


@pytest.fixture(scope="module")
def before(platform):
    return results(scanned(platform))


def test_weak_runs_fail_their_items_and_change_no_other_to_a_pass(platform, before):
    weak = scanned(platform, "weak-storage", "weak-cache", "weak-log", "weak-certificates")
    after = results(weak)
    failed = {i for i, one in after.items() if one.result is Result.FAIL}
    already = {i for i, one in before.items() if one.result is Result.FAIL}
    shared = {"21"} if platform == "android" else set()
    expected = {"18", "19", "20", "24", "28", "41", "42", "4.1.2.3.16"} | shared
    assert failed - already == expected
    passed = {i for i, one in after.items() if one.result is Result.PASS}
    assert passed - {i for i, one in before.items() if one.result is Result.PASS} <= {"21", "29"}
    assert all(Basis.DYNAMIC in after[i].by for i in expected - already)
    assert [run.run for run in weak.runs] == [
        "weak-storage", "weak-cache", "weak-log", "weak-certificates",
    ]  # fmt: skip


def test_a_fixed_run_passes_what_it_may_and_fails_nothing(platform, before):
    after = results(scanned(platform, "fixed"))
    assert {i for i, one in after.items() if one.result is Result.FAIL} == {
        i for i, one in before.items() if one.result is Result.FAIL
    }
    gained = {
        i
        for i, one in after.items()
        if one.result is Result.PASS and before[i].result is not Result.PASS
    }
    assert gained <= RUNTIME_ITEMS
    assert {"18", "4.1.2.3.16"} <= gained


def test_without_a_trace_no_item_rests_on_one(before):
    assert not [i for i, one in before.items() if Basis.DYNAMIC in one.by]


def test_a_run_of_another_build_decides_nothing(platform, before):
    other = "ios" if platform == "android" else "android"
    assessment = scan(
        BUILDS[platform], Options(as_of=AS_OF, traces=(FOLDER / other / "weak-storage",))
    )
    assert assessment.runs == ()
    after = results(assessment)
    assert {i for i in after if after[i].result is Result.PASS} <= {
        i for i in before if before[i].result is Result.PASS
    }
    assert not [i for i in after if Basis.DYNAMIC in after[i].by]


@pytest.mark.parametrize("variant, counts", [((), False), (("re-signed",), True)])
def test_a_run_of_another_app_decides_nothing(platform, before, tmp_path, variant, counts):
    class Other(Session):
        def _meta(self):
            meta = super()._meta()
            release = meta.app_sha256 if variant else ""
            return replace(meta, package="tw.example.other", variant=variant, variant_of=release)

    Other(tmp_path / "other", platform, "storage").write()
    told = scan(BUILDS[platform], Options(as_of=AS_OF, traces=(tmp_path / "other",)))
    assert [one.package for one in told.runs] == ["tw.example.other"] * counts
    after = results(told)
    assert counts or not [i for i in after if Basis.DYNAMIC in after[i].by]
    failed = {i for i in after if after[i].result is Result.FAIL}
    assert (failed > {i for i in before if before[i].result is Result.FAIL}) is counts


def named_by_a_canary(platform, folder, root, contents=""):
    """A run in which a file of the app is named by the phone that was entered."""

    class Named(Session):
        def _place(self, of):
            place = super()._place(of)
            return f"{place}.0912345678.xml" if of is root else place

        def _files(self, phase):
            return super()._files(phase) | ({root: contents} if contents else {})

    Named(folder, platform).write()
    return scan(BUILDS[platform], Options(as_of=AS_OF, traces=(folder,)))


@pytest.mark.parametrize("root", [Root.PREFERENCES, Root.CACHE, Root.SHARED])
def test_a_file_that_is_named_by_what_was_entered_is_a_leak(platform, tmp_path, root):
    if platform == "ios" and root is Root.SHARED:
        root = Root.FILES
    items = {Root.CACHE: "18", Root.SHARED: "21"}
    told = named_by_a_canary(platform, tmp_path / "named", root)
    assert results(told)[items.get(root, "20")].result is Result.FAIL
    assert "0912345678" not in dump(told)
    assert "[phone].xml" in dump(told)


def test_a_file_named_by_one_canary_that_holds_another_tells_neither(platform, tmp_path):
    password = CANARIES["password"][1]
    told = dump(named_by_a_canary(platform, tmp_path / "named", Root.PREFERENCES, password))
    assert not [one for one in ("0912345678", password) if one in told]


def test_no_value_of_a_canary_is_in_an_assessment(platform):
    text = dump(scanned(platform, "weak-storage", "weak-log"))
    assert not [v for v in (*(v for _, v in CANARIES.values()), *TOKENS) if v in text]


def test_evaluate_tells_what_a_run_shows():
    weak = str(FOLDER / "android/weak-log")
    done = CliRunner().invoke(cli, ["dynamic", "evaluate", weak, "--format", "json"])
    answers = {one["check"]: one["status"] for one in json.loads(done.stdout)["answers"]}
    assert {check for check, status in answers.items() if status == "found"} == {
        "android-canary-in-log",
        "android-canary-left-in-log",
    }
    assert answers["android-undeclared-connection"] == "unknown"


def test_a_redacted_run_holds_no_value_and_cannot_be_judged(tmp_path):
    weak = FOLDER / "android/weak-network"
    to = tmp_path / "shown"
    assert CliRunner().invoke(cli, ["dynamic", "redact", str(weak), str(to)]).exit_code == 0
    assert [one.name for one in to.iterdir()] == ["trace.jsonl"]
    text = (to / "trace.jsonl").read_text()
    assert not [v for _, v in CANARIES.values() if v in text]
    done = CliRunner().invoke(cli, ["dynamic", "evaluate", str(to), "--lang", "en"])
    assert done.output == "The run shown is a redacted copy and cannot be judged.\n"


def test_what_is_no_run_is_named(tmp_path):
    def told(folder):
        command = ["dynamic", "evaluate", str(folder), "--lang", "en"]
        done = CliRunner().invoke(cli, command, standalone_mode=False)
        return done.return_value, done.output

    (tmp_path / "empty").mkdir()
    none = "The folder empty has no trace.jsonl: it is no recorded run.\n"
    assert told(tmp_path / "empty") == (4, none)
    copy = tmp_path / "copy"
    weak = FOLDER / "android" / "weak-log"
    CliRunner().invoke(cli, ["dynamic", "redact", str(weak), str(copy)])
    assert told(copy) == (4, "The run copy is a redacted copy and cannot be judged.\n")
    scanned = CliRunner().invoke(cli, ["scan", str(BUILDS["android"]), "--trace", "nosuch"])
    assert (scanned.exit_code, "'nosuch' does not exist" in scanned.output) == (2, True)


def declared(folder, platform="android", package="tw.example.sample.parcel"):
    path = folder / "d.yaml"
    text = f"app: {{package_id: {package}, platform: {platform}}}\n"
    path.write_text(text + f"domains:\n  - {{host: {HOST}, owner: own}}\n", encoding="utf-8")
    return str(path)


def test_evaluate_takes_the_declaration_that_it_asks_for(tmp_path):
    command = ["dynamic", "evaluate", str(FOLDER / "android/weak-storage"), "--format", "json"]
    lacks = "--declaration"
    assert lacks in CliRunner().invoke(cli, command).stdout
    done = CliRunner().invoke(cli, [*command, "--declaration", declared(tmp_path)])
    assert (done.exit_code, lacks in done.stdout) == (Exit.OK, False)


@pytest.mark.parametrize("other", [{"platform": "ios"}, {"package": "tw.example.other"}])
def test_evaluate_refuses_the_declaration_of_another_app(tmp_path, other):
    given = declared(tmp_path, **other)
    with pytest.raises(FileProblem, match=r"is of .* not of tw\.example\.sample\.parcel"):
        evaluate(FOLDER / "android/weak-storage", load_given(Path(given)))


def test_evaluate_says_in_chinese_what_it_saw():
    run = str(FOLDER / "android/weak-storage")
    done = CliRunner().invoke(cli, ["dynamic", "evaluate", run, "--lang", "zh-TW"])
    assert (
        "測試資料（通行碼）以 原文（UTF-8） 之形式出現於 backup/session.xml（階段：操作各畫面）。"
        in done.stdout
    )
    assert "拒絕告知事項與權限、同意告知事項" in done.stdout


def test_a_run_is_evaluated_in_a_child(monkeypatch):
    from appsec import evaluate

    def refused(*_):
        raise AssertionError("read here")

    for name in ("meta_of", "read_runs", "read_leaks", "read_traffic"):
        monkeypatch.setattr(evaluate, name, refused)
    told = evaluate.evaluate(FOLDER / "android/weak-storage")
    assert (told.platform, told.run.run, told.run.trouble) == ("android", "weak-storage", "")
    assert "found" in {one.status for one in told.answers}


@pytest.mark.parametrize("how", ["empty", "killed"])
def test_a_run_that_cannot_be_evaluated_says_why(tmp_path, monkeypatch, how):
    from appsec import evaluate
    from appsec.engine.isolate import Limits

    (tmp_path / "trace.jsonl").write_bytes(b"")
    run = tmp_path
    if how == "killed":
        monkeypatch.setattr(evaluate, "LIMITS", Limits(memory=16 << 20))
        run = FOLDER / "android/fixed"
    done = CliRunner().invoke(cli, ["dynamic", "evaluate", str(run), "--lang", "en"])
    words = {"empty": "is no trace, or its beginning is damaged", "killed": "memory"}
    assert words[how] in done.output


@pytest.mark.parametrize("with_run", [True, False])
def test_a_scan_with_runs_may_take_longer(monkeypatch, with_run):
    from appsec import pipeline
    from appsec.engine.isolate import Limits

    given = []
    real = pipeline.run_child

    def noted(entry, request, hear, limits, payload):
        given.append(limits)
        return real(entry, request, hear, limits, payload)

    monkeypatch.setattr(pipeline, "run_child", noted)
    traces = (FOLDER / "android/fixed",) if with_run else ()
    scan(BUILDS["android"], Options(as_of=AS_OF, traces=traces))
    assert given == [pipeline.WITH_RUNS if with_run else Limits()]
