"""A card's security code is found beside its card or its name, and nowhere else."""

import io

import pytest

from appsec.engine.canaries.forms import What
from appsec.model.run_files import Root
from appsec.model.trace import Hook, HookState, Phase
from appsec.readers.trace.leaks import FoundLeaks
from appsec.readers.trace.searcher import CHUNK, Searcher, Sought
from tests.readers.trace.runs import PREFS, Run

CARD, CODE = "4000221111111111", "837"
BOTH = (Sought("card", What.CARD, CARD), Sought("cvv", What.CVV, CODE))
LOGOUT = Phase.LOGOUT
FOUND = [
    f'{{"cvv":"{CODE}"}}',
    f'{{"cvc2": {CODE}}}',
    f"CVV={CODE}&x=1",
    f'<string name="card_security_code">{CODE}</string>',
    f"<key>cvv</key><string>{CODE}</string>",
    f"安全碼：{CODE}",
    f"{CARD}|12/29|{CODE}",
    f"{CODE}\0\n{CARD}\0\n",
    f"4000 2211 1111 1111, {CODE}",
]
QUIET = [f"cvv=1{CODE}", f"cvv={CODE}0", f"{CARD} 1.{CODE}", f"{CARD} a{CODE}", CODE, f"n={CODE}"]


def hits(text, encoding="utf-8"):
    return {one.form for one in Searcher(BOTH).found(text.encode(encoding)) if one.canary == "cvv"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", FOUND[:6])
def test_a_code_beside_its_name(text, encoding):
    assert hits(f"<{text}>", encoding) == {"beside its name"}


@pytest.mark.parametrize("text", FOUND[6:])
def test_a_code_beside_its_card(text):
    assert hits(text) == {"beside its card"}


@pytest.mark.parametrize("text", QUIET)
def test_the_same_digits_elsewhere_are_no_code(text):
    assert hits(text) == set()


@pytest.mark.parametrize("at", range(CHUNK - 300, CHUNK + 40, 17))
def test_a_code_at_a_border_of_pieces_is_told_once(at):
    data = b"-" * at + f'"cvv" : "{CODE}"'.encode() + b"-" * 2000
    assert [one.offset for one in Searcher(BOTH).found_in(io.BytesIO(data))] == [at + 9]


def gone(folder, *, card=True, files=b"x"):
    given = {"cvv": (What.CVV, CODE)} | ({"card": (What.CARD, CARD)} if card else {})
    run = Run(folder, canaries=given).went(Phase.LOGIN, Phase.USE, LOGOUT)
    return FoundLeaks([run.snapshot("1", LOGOUT, {PREFS: files}).done()])


def test_a_code_in_a_file_is_a_leak_and_its_silence_means_something(tmp_path):
    found = gone(tmp_path / "a", files=f"cvv={CODE}".encode())
    assert [(one.what, one.root) for one in found.in_files([LOGOUT])] == [("cvv", Root.PREFERENCES)]
    clean = gone(tmp_path / "b")
    assert list(clean.in_files([LOGOUT])) == []
    assert "canary-too-short" not in {gap.key for gap in clean.taken()}


def test_without_its_card_its_silence_means_nothing(tmp_path):
    found = gone(tmp_path / "r", card=False)
    assert list(found.in_files([LOGOUT])) == []
    assert "canary-too-short" in {gap.key for gap in found.taken()}


def test_no_agent_looks_for_it(tmp_path):
    run = Run(tmp_path / "r", canaries={"cvv": (What.CVV, CODE), "card": (What.CARD, CARD)})
    run.write(Hook("a.b", "x", HookState.INSTALLED, 1)).went(Phase.LOGIN, Phase.USE)
    found = FoundLeaks([run.done()])
    list(found.in_calls(["a.b"]))
    assert "canary-too-short" in {gap.key for gap in found.taken()}
