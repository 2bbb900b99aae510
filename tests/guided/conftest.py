"""Sessions that end with their test."""

import pytest

from tests.guided.played import Played


@pytest.fixture
def played(tmp_path):
    """Begins a session; the program of none outlives its test."""
    made = []

    def play(weak, *options, **more):
        made.append(Played(tmp_path, weak, *options, **more))
        return made[-1]

    yield play
    for each in made:
        each.tester.close()
        each.app.close()
