"""What is written to the unified log, which packs its values into a buffer."""

import pytest

from appsec.facts.ios_code import NOTHING, Number, Words
from appsec.readers.macho.calls_log import packed_by, places
from tests.readers.macho.compiled import CLANG, OLDER, RELEASED, compiled, told

LOGGED = """
static os_log_t log_;
@implementation Vault
- (void)one { os_log(log_, "input %{public}@", self.input); }
- (void)two { os_log(log_, "%d of %ld, %{public}.*s: %{private}@", 5, 6L, 3, "abc", self.input); }
- (void)none { os_log(log_, "100%%"); }
@end
"""


@CLANG
@pytest.mark.parametrize("style", [RELEASED, OLDER], ids=["released", "older"])
def test_packed_values(style):
    found = {name: one for name, [one] in told(compiled(LOGGED, style), "_os_log_impl").items()}
    forms = {name: arguments[3] for name, arguments in found.items()}
    assert forms == {
        "-[Vault one]": Words("input %{public}@"),
        "-[Vault two]": Words("%d of %ld, %{public}.*s: %{private}@"),
        "-[Vault none]": Words("100%%"),
    }
    [first] = found["-[Vault one]"][6:]
    assert first.callee.name == "-[Vault input]"
    small, large, text, last = found["-[Vault two]"][6:]
    assert small in (Number(5), NOTHING)  # NOTHING where clang writes it together with its head
    assert (large, text, last.callee.name) == (Number(6), Words("abc"), "-[Vault input]")
    assert len(found["-[Vault none]"]) == 6


@pytest.mark.parametrize(
    "form, expected",
    [
        ("", []),
        ("50%% of", []),
        ("%", []),
        ("%@ %s", [(4, 8), (14, 8)]),
        ("%d%hhd%ld%llu%zd%c", [(4, 4), (10, 4), (16, 8), (26, 8), (36, 8), (46, 4)]),
        ("%.*s%*d", [(10, 8), (26, 4)]),
        ("%{public, name=x}-5.2f%#x", [(4, 8), (14, 4)]),
    ],
)
def test_places(form, expected):
    assert list(places(form)) == expected


@pytest.mark.parametrize(
    "name, expected",
    [
        ("__os_log_helper_1_2_1_8_66", [(4, 8)]),
        ("__os_log_helper_16_0_3_4_0_4_16_8_34", [(4, 4), (10, 4), (16, 8)]),
        ("__os_log_helper_1_0_0", []),
        ("my_os_log_helper_1_2_1_8_66", []),
    ],
)
def test_packed_by(name, expected):
    assert list(packed_by(name)) == expected
