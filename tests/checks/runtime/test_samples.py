"""The sample runs: each weak one shows exactly what is weak in it, and the fixed one nothing."""

import filecmp

import pytest

from appsec.model.endpoint import Endpoint
from appsec.model.outcome import Cause, Location, Origin, Status
from samples.run_told import alone_on
from samples.runs import CANARIES, FOLDER, HOST, TOKENS, TOPICS, Session
from tests.checks.runtime.recorded import fixed, outcomes, run_of, sample, seen
from tests.readers.trace.runs import BUILD

PLATFORMS = ("android", "ios")
WEAK = {
    "consent": {
        ("sent-before-consent", "Finding", "found"),
        ("stored-before-consent", "Finding", "identifier"),
        ("sent-after-refusal", "Finding", "found"),
        ("stored-after-refusal", "Finding", "found"),
        ("undeclared-connection", "Finding", "received"),
        ("stored-datum-sent-on", "Finding", "undeclared"),
    },
    "storage": {
        ("canary-in-files", "Finding", "found"),
        ("canary-in-backup", "Finding", "found"),
        ("weak-cipher-in-run", "Question", "weak"),
    },
    "cache": {
        ("canary-in-cache", "Finding", "found"),
        ("canary-left-in-cache", "Finding", "found"),
        ("canary-left-after-logout", "Finding", "found"),
    },
    "log": {("canary-in-log", "Finding", "found"), ("canary-left-in-log", "Finding", "found")},
    "network": {
        ("canary-sent-in-clear", "Finding", "found"),
        ("weak-tls-connection", "Question", "weak-elsewhere"),
        ("undeclared-connection", "Question", "connected"),
    },
    "certificates": {
        ("accepted-certificate", "Finding", "accepted"),
        ("trusted-ca-accepted", "Question", "accepted"),
    },
    "session": {
        ("foreseeable-session", "Finding", "counted"),
        ("old-token-accepted", "Finding", "accepted"),
    },
    "crash": {("crash-in-run", "Finding", "crashed")},
    "delete": {("data-left-after-delete", "Finding", "found")},
    "sharing": {
        ("shared-unasked", "Finding", "found"),
        ("shared-after-cancel", "Finding", "found"),
        ("canary-to-other-apps", "Finding", "clipboard"),
    },
    "screen": {
        ("field-learned-in-run", "Finding", "learned"),
        ("secret-on-screen", "Finding", "field"),
        ("secret-on-screen", "Finding", "label"),
        ("notified-datum", "Finding", "noted"),
        ("capturable-screen", "Finding", "captured"),
        ("capturable-screen", "Finding", "thumbnail"),
    },
    "noted": {
        ("weak-password-accepted", "Finding", "noted"),
        ("charged-unasked", "Finding", "noted"),
        ("charged-after-cancel", "Finding", "noted"),
        ("purchase-without-login", "Finding", "noted"),
        ("reached-without-login", "Finding", "noted"),
        ("another-accounts-data", "Finding", "noted"),
        ("unchanged-after-opt-out", "Finding", "noted"),
        ("input-not-limited", "Finding", "noted"),
        ("payload-effect", "Finding", "noted"),
        ("silent-when-analysed", "Finding", "noted"),
        ("payload-effect", "Question", "watched"),
        ("payload-in-command", "Finding", "found"),
        ("purchase-not-recorded", "Question", "noted"),
        ("payment-not-notified", "Question", "noted"),
        ("pre-authorisation-not-recorded", "Question", "noted"),
        ("silent-when-hooked", "Question", "noted"),
        ("crash-in-run", "Question", "watched"),
    },
    "uses": {
        ("undeclared-use-in-run", "Finding", "permission"),
        ("undeclared-use-in-run", "Finding", "identifier"),
    },
    "keys": {
        ("key-outside-store", "Finding", "stored"),
        ("key-outside-store", "Question", "raw"),
    },
    "code": {
        ("code-from-elsewhere", "Question", "loaded"),
        ("code-from-elsewhere", "Question", "bundle"),
    },
    "purpose": {
        ("stored-datum-sent-on", "Finding", "undeclared"),
        ("undeclared-connection", "Finding", "received"),
        ("canary-in-files", "Finding", "found"),
    },
    "page": {
        ("page-loaded-in-run", "Finding", "clear"),
        ("page-loaded-in-run", "Finding", "undeclared"),
        ("page-loaded-in-run", "Question", "login"),
        ("page-loaded-in-run", "Question", "of-library"),
        ("page-loaded-in-run", "Question", "datum"),
    },
}


OF_PLATFORM = {
    ("android", "storage"): {("canary-in-shared-storage", "Finding", "found")},
    ("android", "sharing"): {("canary-to-other-apps", "Finding", "broadcast")},
    ("android", "code"): {
        ("code-from-elsewhere", "Finding", "installed"),
        ("code-from-elsewhere", "Finding", "opened"),
        ("code-from-elsewhere", "Question", "brought"),
    },
    ("ios", "code"): {("code-from-elsewhere", "Question", "opened-perhaps")},
    ("ios", "sharing"): {("canary-to-other-apps", "Finding", "address")},
    ("android", "screen"): {("notified-datum", "Finding", "public")},
    ("android", "noted"): {("overlay-touched", "Finding", "noted")},
    ("ios", "keys"): {
        ("item-always-accessible", "Finding", "found"),
        ("item-always-accessible", "Question", "always"),
    },
    ("ios", "screen"): {("notified-datum", "Question", "private")},
}


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("topic", TOPICS)
def test_a_weak_run_shows_its_weaknesses_and_nothing_else(platform, topic):
    more = OF_PLATFORM.get((platform, topic), set())
    assert seen(platform, [sample(platform, f"weak-{topic}")]) == WEAK[topic] | more


@pytest.mark.parametrize("platform", PLATFORMS)
def test_all_that_was_watched_is_clean_in_the_fixed_run(platform):
    found = outcomes(platform, fixed(platform))
    assert {name for name, one in found.items() if one.status is not Status.CLEAN} == set()
    assert len(found) == {"android": 54, "ios": 53}[platform]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_run_of_which_only_the_marks_came_leaves_every_check_unknown(platform, tmp_path):
    run_of(platform, tmp_path / "r")
    found = outcomes(platform, [tmp_path / "r"], build=BUILD)
    assert {one.status for one in found.values()} == {Status.UNKNOWN}
    assert {gap.cause for one in found.values() for gap in one.gaps} == {Cause.NOT_SUPPLIED}


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_run_of_another_build_shows_nothing(platform):
    found = outcomes(platform, [sample(platform, "weak-storage")], build=BUILD)
    assert {one.status for one in found.values()} == {Status.UNKNOWN}


def test_a_weak_connection_with_an_own_host_is_a_finding():
    own = Endpoint(HOST, uses=(), at=(Location("a"),), origin=Origin.APP)
    found = seen("android", [sample("android", "weak-network")], endpoints=(own,))
    assert ("weak-tls-connection", "Finding", "weak") in found


SILENT = {
    "alone": {"silent-on-rooted-device"},
    "emulator": {"silent-on-emulator"},
    "changed": {"silent-when-changed"},
    "debugging": {"silent-with-usb-debugging"},
}


@pytest.mark.parametrize(
    ("platform", "name"),
    [(platform, name) for platform in PLATFORMS for name in alone_on(platform)],
)
def test_a_run_without_an_agent_shows_what_came_of_what_was_tried(platform, name):
    expected = {(one, "Finding", "noted") for one in SILENT[name]}
    assert seen(platform, [sample(platform, f"weak-{name}")]) == expected
    reacted = {(one, "Evidence", "reacted") for one in SILENT[name]}
    assert seen(platform, [sample(platform, f"fixed-{name}")]) == reacted


def test_no_value_of_a_canary_is_in_what_is_told():
    for topic in TOPICS:
        found = outcomes("android", [sample("android", f"weak-{topic}")])
        told = repr([one.seen for one in found.values()])
        assert not [v for v in (*(v for _, v in CANARIES.values()), *TOKENS) if v in told]


def test_the_sample_runs_are_what_their_script_makes(tmp_path):
    for platform in PLATFORMS:
        Session(tmp_path / platform / "fixed", platform).write()
        for topic in TOPICS:
            Session(tmp_path / platform / f"weak-{topic}", platform, topic).write()
        for name in alone_on(platform):
            for weak, before in (("", "fixed"), (name, "weak")):
                place = tmp_path / platform / f"{before}-{name}"
                Session(place, platform, weak).write_alone(name)
    assert not _differences(filecmp.dircmp(FOLDER, tmp_path))


def _differences(compared):
    found = [*compared.left_only, *compared.right_only, *compared.diff_files, *compared.funny_files]
    return found + [one for sub in compared.subdirs.values() for one in _differences(sub)]
