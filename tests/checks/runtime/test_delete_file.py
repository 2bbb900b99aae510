"""What the question of the delete-file test has a tester type is what answers it."""

import re

import pytest

from appsec.assess.words import fill
from appsec.engine.content import load_checks
from appsec.model.noted import DELETED, UNNEEDED
from appsec.model.run_files import Root
from appsec.model.text import Lang
from appsec.model.trace import Life, LifeEvent, Mark, Phase
from appsec.runtime.imports.said import marks_of
from appsec.runtime.recording import Commands
from tests.checks.runtime.recorded import outcomes
from tests.readers.trace.runs import BUILD, PHONE, Run

IOS = "/var/mobile/Containers/Data/Application/0A1B2C3D-0000-4000-8000-00000000000{}"
PATHS = {
    "android": "/data/user/0/tw.example/shared_prefs/a.xml",
    "android many": "/data/user/0/tw.example/files/9876543/my notes (1)",
    "android hidden": "/data/user/0/tw.example/files/a\u200b\nb",
    "android long": "/data/user/0/tw.example/files/" + "d/" * 200 + "e",
    "ios": f"{IOS.format(1)}/Library/Preferences/tw.example.plist",
}
CHECKS = ("canary-left-in-cache", "canary-left-after-logout")


def outcome(platform, folder, path, *marks):
    """What is said of a datum that one file holds to the end, after some marks."""
    run = Run(folder, platform=platform).went(Phase.LOGIN, Phase.USE, at=3)
    for phase in (Phase.LOGOUT, Phase.CLOSE):
        run.went(phase, at=4)
        files = {(path, Root.FILES): PHONE.encode()}
        run.snapshot(str(phase), phase, files, roots=(path.rpartition("/")[0],), at=5)
    run.write(*marks).done()
    return outcomes(platform, [folder], build=BUILD)


def typed(platform, name, asked, lang):
    """The line that the question says to type."""
    review = load_checks(platform)[f"{platform}-{name}"].about.messages["untested"].review
    told = fill(review, asked.values)[lang]
    return re.search(r"[(（](d .+?)[)）](?:、|,)", told)[1]


def recorded(line):
    commands = Commands(())
    commands.lines.put(line)
    _, name, note = commands.next()
    return Mark(name, 6, note)


def imported(folder, line):
    file = folder / "marks"
    file.write_text(f"2026-11-21T08:00:06Z {line}\n")
    (one,), _ = marks_of(file, (), (), None)
    return Mark(one.name, 6, one.note)


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("name", CHECKS)
@pytest.mark.parametrize("place", list(PATHS))
def test_what_the_question_says_to_type_answers_it(tmp_path, name, place, lang):
    platform, path = place.split()[0], PATHS[place]
    (asked,) = outcome(platform, tmp_path / "r", path)[name].seen
    assert asked.key == "untested"
    line = typed(platform, name, asked, lang)
    for number, mark in enumerate((recorded(line), imported(tmp_path, line))):
        assert mark.name == DELETED
        marks = (mark, Life(LifeEvent.SPAWNED, 7, 9), Mark(UNNEEDED, 8, mark.note))
        (found,) = outcome(platform, tmp_path / f"r{number}", path, *marks)[name].seen
        assert (type(found).__name__, found.key) == ("Finding", "found")
