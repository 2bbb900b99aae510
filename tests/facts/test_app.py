"""The mechanism of facts: read once, gaps inherited, failures remembered."""

import errno

import pytest

from appsec.facts.app import App, Fact, FactUnavailable, Known
from appsec.model.outcome import Cause, Gap

GAP = Gap("low", Cause.LOST, "out-of-memory")


class Toy(App):
    platform = "toy"
    low = Fact[int]("Read from nothing.")
    high = Fact[int]("Read from low.")


class Journal:
    def __init__(self):
        self.told = []

    def begin(self, fact):
        self.told.append(f"+{fact}")

    def end(self, fact):
        self.told.append(f"-{fact}")


def toy(low, journal=None):
    return Toy({"low": low, "high": lambda app: Known(app.low + 1)}, journal)


def test_a_fact_is_read_once_and_on_first_use():
    reads = []
    app = toy(lambda _: (reads.append(1), Known(1))[1])
    assert reads == []
    assert (app.high, app.low, app.high) == (2, 1, 2)
    assert reads == [1]


def test_touching_a_fact_touches_what_it_was_read_from_even_when_cached():
    app = toy(lambda _: Known(1, (GAP,)))
    assert app.high == 2
    with app.watching() as touched:
        assert app.high == 2
    assert touched == {"high", "low"}
    assert app.gaps_of("low") == (GAP,)


def test_watchers_do_not_see_what_was_touched_after_them():
    app = toy(lambda _: Known(1))
    with app.watching() as first:
        pass
    with app.watching() as second:
        assert app.low == 1
    assert (first, second) == (set(), {"low"})


def test_a_failure_is_remembered_and_is_a_gap():
    reads = []

    def broken(_):
        reads.append(1)
        raise FactUnavailable(Cause.LOST, "malformed", {"file": "f"})

    app = toy(broken)
    for _ in range(2):
        with pytest.raises(FactUnavailable):
            _ = app.high
    assert reads == [1]
    assert app.gaps_of("low") == (Gap("low", Cause.LOST, "malformed", {"file": "f"}),)
    assert app.gaps_of("high") == (Gap("high", Cause.LOST, "malformed", {"file": "f"}),)


@pytest.mark.parametrize(
    ("error", "key"),
    [
        (MemoryError(), "out-of-memory"),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), "out-of-memory"),
        (SystemError("error return without exception set"), "out-of-memory"),
        (RecursionError(), "nested-too-deep"),
    ],
)
def test_running_out_of_room_loses_the_fact(error, key):
    def starved(_):
        raise error

    with pytest.raises(FactUnavailable) as caught:
        _ = toy(starved).low
    assert (caught.value.cause, caught.value.key) == (Cause.LOST, key)


@pytest.mark.parametrize(
    "error", [SystemError("bad call"), OSError(errno.EIO, "broken"), KeyError()]
)
def test_a_defect_of_a_reader_is_not_taken_for_want_of_memory(error):
    def broken(_):
        raise error

    with pytest.raises(type(error)):
        _ = toy(broken).low


def test_a_fact_without_a_reader_was_not_supplied():
    with pytest.raises(FactUnavailable) as caught:
        _ = Toy({}).low
    assert caught.value.cause is Cause.NOT_SUPPLIED


def test_misspelt_facts_are_refused():
    with pytest.raises(TypeError, match="lwo"):
        Toy({"lwo": lambda _: Known(1)})


def test_the_journal_names_the_innermost_fact_being_read():
    journal = Journal()
    assert toy(lambda _: Known(1), journal).high == 2
    assert journal.told == ["+high", "+low", "-low", "-high"]
