"""The same evidence, once recorded and once imported from other tools' files, shows the same."""

import hashlib

import pytest
from click.testing import CliRunner

from appsec.cli.main import cli
from appsec.engine.run import run
from appsec.model.outcome import Status
from appsec.model.trace import Mark
from appsec.readers.trace.index import index
from appsec.runtime.imports.plan import IMPORTED
from samples.runs import PACKAGE, TOPICS
from tests.checks.runtime.recorded import app_of, recorded
from tests.checks.runtime.test_samples import WEAK
from tests.runtime.imports.evidence import APPS, evidence

DECIDED = {
    *("canary-in-backup", "canary-in-cache", "canary-in-files", "canary-in-log"),
    *("canary-in-shared-storage", "canary-left-after-logout", "canary-left-in-cache"),
    *("canary-left-in-log", "canary-sent-in-clear", "crash-in-run", "data-left-after-delete"),
    *("foreseeable-session", "sent-after-refusal", "sent-before-consent"),
    *("stored-after-refusal", "stored-before-consent", "undeclared-connection"),
    *("weak-tls-connection", "capturable-screen"),
}
"""What imported evidence decides besides what testers note. All else takes an agent in the app, or
a probe that presents certificates."""
NOT_ON_IOS = {"crash-in-run"}
"""A log of iOS does not tell what became of the app."""


def build(platform):
    return hashlib.sha256(APPS[platform].read_bytes()).hexdigest()


def imported(platform, name, tmp_path):
    given = evidence(platform, name).files(tmp_path / "files")
    out = tmp_path / name
    command = ["dynamic", "import", str(APPS[platform]), "--package", PACKAGE, "--out", str(out)]
    return out, CliRunner().invoke(cli, [*command, *given], standalone_mode=False)


def outcomes_of(platform, folder, checks):
    """What each check of recorded runs comes to."""
    app = app_of(platform, [folder])
    every = (one for one in checks.values() if one.topic == "runtime")
    return {
        one.id.removeprefix(f"{platform}-"): run(one, app)
        for one in every
        if one.id.startswith(platform)
    }


def told(every):
    """All that the checks say of a run: status, sightings without their places, lacks."""

    def values(each):
        # The order in which phases were found is that of the files.
        return sorted((k, *sorted(v.split(", "))) for k, v in each.values.items())

    return {
        name: (
            one.status,
            {repr((type(each).__name__, each.key, *values(each))) for each in one.seen},
            {(gap.key, *sorted(gap.values.items())) for gap in one.gaps},
        )
        for name, one in every.items()
    }


def leaks(platform, folder):
    found = recorded(platform, [folder])["leaks"]
    every = [*found.in_log(), *found.in_traffic(), *found.in_files(())]
    return sorted(
        (o.canary, str(o.where), str(o.phase), o.form, o.path, o.host, o.clear, str(o.root))
        for o in every
    )


@pytest.mark.parametrize("platform", ["android", "ios"])
@pytest.mark.parametrize("topic", ["", *TOPICS])
def test_imported_evidence_gives_the_verdicts_of_recorded_evidence(
    platform, topic, checks, tmp_path
):
    name = f"weak-{topic}" if topic else "fixed"
    shown = evidence(platform, name)
    shown.record(tmp_path / "recorded" / name, build(platform))
    out, result = imported(platform, name, tmp_path)
    assert result.return_value == 0, (result.output, result.exception)
    assert index(out / "trace.jsonl").trouble is None
    as_recorded = tmp_path / "recorded" / name
    every = outcomes_of(platform, out, checks)
    assert told(every) == told(outcomes_of(platform, as_recorded, checks))
    assert leaks(platform, out) == leaks(platform, as_recorded)
    decided = DECIDED - (NOT_ON_IOS if platform == "ios" else set())
    weak = {check for check, _, _ in WEAK.get(topic, ())} & decided
    assert {name for name, each in every.items() if each.seen} >= weak
    if not topic:
        assert {n for n, each in every.items() if each.status is Status.CLEAN} >= decided


def test_a_run_tells_what_it_was_imported_from(tmp_path):
    out, result = imported("android", "fixed", tmp_path)
    assert result.return_value == 0, (result.output, result.exception)
    trace = index(out / "trace.jsonl")
    notes = [mark.note for _, mark in trace.of(Mark) if mark.name == IMPORTED]
    digest = hashlib.sha256((tmp_path / "files/app.har").read_bytes()).hexdigest()
    assert any(note.startswith(f"har app.har sha256={digest} ") for note in notes)
    assert "import: har (Proxy 1), log (logcat -v threadtime)" in trace.meta.tool
    assert not trace.meta.instrumented
