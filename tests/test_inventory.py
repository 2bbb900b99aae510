"""The inventory of checks tells the truth: what it says a check reads is what running it touches."""

import csv
import io
from functools import partial
from pathlib import Path

import pytest

from appsec.engine.content import load_checks
from appsec.engine.run import run
from appsec.facts.advisories import Advisories
from appsec.facts.app import App, Known
from appsec.model.check import Check
from appsec.model.declaration_form import Declaration, DeclaredApp
from appsec.model.outcome import Status
from appsec.model.software import Software
from appsec.readers.artefact import open_artefact
from scripts.inventory import COLUMNS, facts_of, inventory
from tests.apks import Silent
from tests.checks.runtime.recorded import recorded
from tests.command import (
    FIXED_APK,
    FIXED_IPA,
    OFFLINE_APK,
    SIGNED_WEAK_APK,
    TOPIC_APKS,
    WEAK_APK,
    WEAK_IPA,
)

CHECKS = load_checks()
WATCHED = frozenset(api for check in CHECKS.values() for api in check.about.watches)
WATCHED_IN_OWN = frozenset(api for check in CHECKS.values() for api in check.about.watches_own)
SAMPLES = {
    "android": (WEAK_APK, FIXED_APK, OFFLINE_APK, SIGNED_WEAK_APK, *(w for w, _ in TOPIC_APKS)),
    "ios": (WEAK_IPA, FIXED_IPA),
}

NOTHING_DECLARED = Declaration(app=DeclaredApp("tw.example.sample.parcel"))
BESIDE = {
    "declaration": lambda _: Known(NOTHING_DECLARED),
    "supplied": lambda _: Known(Software()),
    "software": lambda app: Known(app.identified),
    "advisories": lambda _: Known(Advisories()),
}
"""What people give beside a build, and what is made of it."""


def only(app: App, facts: frozenset[str]) -> App:
    """The same app, which knows these facts and no other."""
    return type(app)({name: lambda _, name=name: Known(app.read(name)) for name in facts})


@pytest.mark.parametrize("platform", SAMPLES)
def test_a_check_needs_no_fact_but_those_that_are_named(platform: str) -> None:
    touched: dict[str, set[str]] = {}
    for path in SAMPLES[platform]:
        known = recorded(platform)
        given = BESIDE | {
            name: partial(lambda value, _: Known(value), value) for name, value in known.items()
        }
        opened = open_artefact(path, Silent(), given)
        opened.app.watched, opened.app.watched_in_own = WATCHED, WATCHED_IN_OWN
        for check in CHECKS.values():
            if check.platform == platform:
                whole = run(check, opened.app)
                alone = only(opened.app, facts_of(check))
                with alone.watching() as seen:
                    outcome = run(check, alone)
                assert (outcome.seen, outcome.crash) == (whole.seen, ""), check.id
                assert outcome.status is not Status.UNKNOWN, check.id
                touched.setdefault(check.id, set()).update(seen)
        opened.close()
    assert {id for id, seen in touched.items() if not seen} == set()


def test_a_row_for_each_check_and_requirement() -> None:
    rows = list(csv.DictReader(io.StringIO(inventory())))
    assert tuple(rows[0]) == COLUMNS
    assert {row["id"] for row in rows} == CHECKS.keys()
    assert all(row["facts"] for row in rows)
    found = {(r["requirement"], r["role"]) for r in rows if r["id"] == "android-user-trust-anchor"}
    assert found == {("41", "asks"), ("42", "refutes")}
    network = [r for r in rows if r["id"] == "android-network-permission"]
    assert {r["role"] for r in network} == {"condition"}
    assert {r["facts"] for r in rows if r["id"] == "android-bundled-anchor"} == {
        "bundled_certificates manifest network_config"
    }


@pytest.mark.parametrize("body", ["getattr(app, name)", "x = app", "[app]"])
def test_code_that_hides_what_it_reads_is_refused(body: str, tmp_path: Path) -> None:
    import importlib.util

    path = tmp_path / "hidden.py"
    path.write_text(
        f"from appsec.api import AndroidApp\n\ndef check(app: AndroidApp):\n    {body}\n"
    )
    spec = importlib.util.spec_from_file_location("hidden", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    about = next(iter(CHECKS.values())).about
    with pytest.raises(ValueError, match="what becomes of"):
        facts_of(Check("android-hidden", "android", "ipc", about, module.check))
