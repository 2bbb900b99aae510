"""What was said of deleted files counts unless the step in which it was said is done again."""

import pytest

from appsec.model.noted import DELETED, FILES_LEFT, NEEDED, STEP_DONE, UNNEEDED
from appsec.model.trace import BROKE_OFF, Life, LifeEvent, Mark, Phase
from appsec.readers.trace.deletions import deletions
from appsec.readers.trace.index import index
from appsec.runtime.guided.held import asked_about
from tests.readers.trace.runs import Run

A, B = "shared_prefs/a.xml", "files/b"
BEGUN = Mark(str(Phase.USE), 2, "files")
WHOLE, REDO = Mark(STEP_DONE, 2, "files"), Mark(BROKE_OFF, 2, "redo: another app")
OTHER_BUILD = Mark(BROKE_OFF, 2, "another build of the app is installed")
LEFT = Mark(FILES_LEFT, 2, "5")
OTHER = Mark(str(Phase.SESSION), 2, "session")


def said(file, came):
    return (Mark(DELETED, 2, file), BEGUN, Mark(came, 2, file))


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ((BEGUN, *said(A, NEEDED), *said(B, UNNEEDED), WHOLE), {A: True, B: False}),
        ((BEGUN, *said(A, NEEDED), *said(A, UNNEEDED)), {A: False}),
        ((BEGUN, *said(A, NEEDED), REDO), {}),
        ((BEGUN, *said(A, NEEDED), WHOLE, REDO), {}),
        ((BEGUN, *said(A, NEEDED), WHOLE, REDO, BEGUN, *said(A, UNNEEDED), WHOLE), {A: False}),
        ((BEGUN, *said(A, NEEDED), WHOLE, OTHER, REDO), {A: True}),
        ((BEGUN, *said(A, NEEDED), LEFT, REDO, BEGUN, *said(B, NEEDED), WHOLE), {A: True, B: True}),
        ((BEGUN, *said(A, NEEDED), LEFT, REDO, BEGUN, *said(B, NEEDED), WHOLE, REDO), {}),
        ((BEGUN, *said(A, NEEDED), LEFT, OTHER_BUILD), {}),
        ((BEGUN, *said(A, NEEDED), LEFT, OTHER_BUILD, REDO, BEGUN, *said(B, NEEDED)), {B: True}),
        (
            (BEGUN, *said(A, NEEDED), LEFT, REDO, BEGUN, *said(B, NEEDED), LEFT, OTHER_BUILD),
            {A: True},
        ),
        ((BEGUN, *said(A, NEEDED), LEFT, REDO, BEGUN, *said(B, NEEDED), OTHER_BUILD), {A: True}),
    ],
)
def test_an_answer_is_taken_back_with_its_step(tmp_path, lines, told):
    run = Run(tmp_path / "r").write(*lines)
    run.done()
    assert deletions(index(run.folder / "trace.jsonl")) == told


@pytest.mark.parametrize(
    ("lines", "asked"),
    [
        ((BEGUN, *said(A, NEEDED), LEFT, REDO), {A}),
        ((BEGUN, *said(A, NEEDED), LEFT, OTHER_BUILD, REDO), set()),
        ((BEGUN, *said(A, NEEDED), LEFT, REDO, BEGUN, *said(B, NEEDED), LEFT, OTHER_BUILD), {A}),
        ((BEGUN, *said(A, NEEDED), LEFT, REDO, BEGUN, *said(B, NEEDED), OTHER_BUILD), {A}),
        ((BEGUN, *said(A, NEEDED), LEFT, REDO, BEGUN, *said(B, NEEDED), WHOLE), set()),
    ],
)
def test_what_no_answer_counts_of_is_asked_about_again(tmp_path, lines, asked):
    run = Run(tmp_path / "r").write(*lines)
    run.done()
    assert asked_about(run.folder, "files") == asked


def test_an_app_that_was_not_started_again_shows_nothing(tmp_path):
    run = Run(tmp_path / "r").write(BEGUN, Mark(DELETED, 2, A), Mark(NEEDED, 2, A))
    run.write(Mark(DELETED, 2, B), Life(LifeEvent.SPAWNED, 2), Mark(NEEDED, 2, B)).done()
    assert deletions(index(run.folder / "trace.jsonl")) == {B: True}
