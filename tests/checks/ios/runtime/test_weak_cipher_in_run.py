"""Uses a weak cipher when it runs, as recorded runs show it."""

import pytest

from appsec.model.outcome import Status
from appsec.model.trace import Call, Hook, HookState, Mark, Phase
from tests.checks.runtime.recorded import lacked, outcomes, status, told
from tests.readers.trace.runs import BUILD, Run

CHECK = ("ios", "weak-cipher-in-run")


def test_a_weak_run_shows_it():
    assert told(*CHECK, "weak-storage") == [("Question", "weak")]


def test_a_run_that_was_watched_is_clean():
    assert status(*CHECK) is Status.CLEAN


def test_a_run_that_nobody_watched_says_nothing(tmp_path):
    assert lacked(*CHECK, tmp_path / "r") == ["hook-not-exercised", "hook-not-installed"]


def of_run(tmp_path, states, *calls):
    run = Run(tmp_path / "r", platform="ios")
    run.write(*(Hook(name, "crypto", state, 1) for name, state in states.items()))
    run.write(Mark("use", 2), *(Call(name, 3, 1, 2, Phase.USE, arguments=a) for name, a in calls))
    run.done()
    outcome = outcomes("ios", [run.folder], build=BUILD)["weak-cipher-in-run"]
    return [one.values["cipher"] for one in outcome.seen], [gap.key for gap in outcome.gaps]


IN, OUT = HookState.INSTALLED, HookState.MISSING
CRYPT, MADE, MODE = "CCCrypt", "CCCryptorCreate", "CCCryptorCreateWithMode"


@pytest.mark.parametrize(
    ("call", "cipher"),
    [
        ((CRYPT, (0, 0, 1)), []),
        ((CRYPT, (0, 0, 3)), ["AES-ECB"]),
        ((MADE, (0, 1, 1)), ["DES"]),
        ((MADE, (0, 0, 2)), ["AES-ECB"]),
        ((MODE, (0, 1, 0, 1)), ["AES-ECB"]),
        ((MODE, (0, 2, 4, 1)), ["RC4"]),
        ((MODE, (0, 2, 0, 1)), []),
    ],
)
def test_ciphers_of_each_function(tmp_path, call, cipher):
    assert of_run(tmp_path, dict.fromkeys((CRYPT, MADE, MODE), IN), call) == (cipher, [])


def test_each_function_that_the_device_has_must_be_watched(tmp_path):
    call = (CRYPT, (0, 0, 1))
    assert of_run(tmp_path / "a", {CRYPT: IN, MADE: IN}, call)[1] == ["hook-not-installed"]
    assert of_run(tmp_path / "b", {CRYPT: IN, MADE: IN, MODE: OUT}, call)[1] == []
