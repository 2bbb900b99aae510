"""Private settings that let pages from files read others."""

import pytest

from tests.apps import ios_app
from tests.ios_code import NOTHING, Number, Words, boxed, call, native_code

CHECK = "ios-file-access"
SETS = "-[WKPreferences setValue:forKey:]"


def seen(outcome, *arguments):
    done = outcome(CHECK, ios_app(native_code=native_code(call(SETS, *arguments))))
    return [(type(one).__name__, one.key, one.values["setting"]) for one in done.seen]


@pytest.mark.parametrize("key", ["allowFileAccessFromFileURLs", "allowUniversalAccessFromFileURLs"])
def test_switched_on(outcome, key):
    assert seen(outcome, boxed(1), Words(key)) == [("Question", "crosses-files", key)]


@pytest.mark.parametrize(
    "arguments",
    [
        (boxed(0), Words("allowFileAccessFromFileURLs")),
        (boxed(1), Words("developerExtrasEnabled")),
        (NOTHING, Words("allowFileAccessFromFileURLs")),
        (Number(1), NOTHING),
    ],
)
def test_others_stay_quiet(outcome, arguments):
    assert seen(outcome, *arguments) == []
