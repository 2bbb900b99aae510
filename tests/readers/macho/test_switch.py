"""Values where the cases of a `switch` meet other paths."""

import pytest

from appsec.facts.ios_code import Data, Number, choices
from tests.readers.macho.compiled import CLANG, OLDER, RELEASED, compiled, told

pytestmark = CLANG
SWITCHES = """
static const uint8_t one[16] = "0123456789abcde", two[16] = "fedcba987654321";
@implementation Vault
- (void)fall:(int)mode {
    const void *key = get();
    switch (mode) {
    case 0: put(out); break;
    case 1: put(out + 7); break;
    case 2: put(out + 9); break;
    case 3: put(out + 3); key = one; /* fall through */
    case 4: SEAL(key); break;
    case 5: put(out + 12); put(out + 4); break;
    case 6: put(out + 5); put(out + 6); break;
    }
}
- (void)merge:(int)mode {
    const void *key = get();
    switch (mode) {
    case 0: put(out); key = one; break;
    case 1: put(out + 7); key = one; break;
    case 2: break;
    case 3: put(out + 9); key = one; break;
    case 4: break;
    case 5: put(out + 12); key = one; break;
    default: key = one; put(out + 2);
    }
    SEAL(key);
}
- (void)sure:(int)mode {
    const void *key = one;
    switch (mode) {
    case 0: put(out); break;
    case 1: put(out + 7); key = two; break;
    case 2: put(out + 9); break;
    case 3: put(out + 3); break;
    case 4: put(out + 8); break;
    case 5: put(out + 1); put(out + 2); break;
    }
    SEAL(key);
}
@end
"""


@pytest.mark.parametrize("style", [RELEASED, OLDER], ids=["released", "older"])
def test_every_case_counts(style):
    found = told(compiled(SWITCHES, style), "CCCrypt")
    for name in ("fall:", "merge:"):
        [arguments] = found[f"-[Vault {name}]"]
        assert arguments[4] == Number(16)
        assert not isinstance(arguments[3], Data)
    [arguments] = found["-[Vault sure:]"]
    assert {one.content[:4] for one in choices(arguments[3])} == {b"0123", b"fedc"}
