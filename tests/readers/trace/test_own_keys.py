"""Keys that the app's own code made, in files."""

import pytest

from appsec.engine.canaries.forms import What, forms
from appsec.model.run_files import Root
from appsec.model.trace import Bytes, Call, Hook, HookState, Phase
from appsec.readers.trace.leaks import read_leaks
from appsec.readers.trace.own_keys import own_keys
from appsec.readers.trace.runs import read_runs
from tests.readers.trace.runs import BUILD, PREFS, Run

SPEC = "javax.crypto.spec.SecretKeySpec.<init>"
KEY = bytes(range(7, 23))


def made(key, own=True, length=None):
    given = Bytes(key.hex(), len(key) if length is None else length)
    return Call(SPEC, 3, 1, 1, Phase.USE, arguments=(given, "AES"), own=own)


def with_keys(folder, *calls, data=b"nothing"):
    run = Run(folder).write(Hook(SPEC, "crypto", HookState.INSTALLED, 1)).went(Phase.USE)
    run.write(*calls).snapshot("use", Phase.USE, {PREFS: data})
    return run.done()[1]


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (made(KEY), [KEY.hex()]),
        (made(KEY, own=False), []),
        (made(KEY, length=600), []),
        (made(bytes(32)), []),
        (made(KEY[:8]), []),
    ],
    ids=["own", "a library's", "cut short", "zeros", "short"],
)
def test_a_key_is_one_that_own_code_made_and_that_chance_does_not(tmp_path, call, expected):
    assert list(own_keys(with_keys(tmp_path / "r", call))) == expected


@pytest.mark.parametrize("form", [one.pattern for one in forms(What.KEY, KEY.hex())])
def test_a_key_in_a_file_is_told_only_to_who_asks_for_keys(tmp_path, form):
    with_keys(tmp_path / "r", made(KEY), data=b"<k>" + form + b"</k>")
    leaks = read_leaks(read_runs([tmp_path / "r"], BUILD).value).value
    asked = ((Phase.USE,), (Root.PREFERENCES,))
    assert list(leaks.in_files(*asked)) == []
    assert {one.what for one in leaks.in_files(*asked, keys=True)} == {"key"}
