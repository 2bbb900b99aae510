"""What others may have written on the stack is not told, whatever was put there before."""

import pytest

from appsec.facts.ios_code import Data, Number
from tests.readers.macho.compiled import CLANG, OLDER, RELEASED, compiled, told

pytestmark = CLANG
STACK = """
typedef struct { long version; uint8_t salt[16]; long rounds; const void *key; } Params;
extern void load(Params *p);
static const uint8_t one[16] = "0123456789abcde";
@implementation Vault
- (void)key {
    Params p = {1, {0}, 5, one};
    load(&p);
    CCCrypt(0, 0, 1, p.key, 16, p.salt, out, 16, out, 64, &moved);
}
- (void)rounds {
    Params p = {1, {0}, 5, one};
    load(&p);
    CCCrypt((unsigned)p.rounds, 0, 1, out, 16, p.salt, out, 16, out, 64, &moved);
}
- (void)shared {
    __block const void *key = one;
    void (^change)(void) = ^{ key = get(); };
    change();
    SEAL(key);
}
- (void)beside {
    const void *key = one;
    long other = 1;
    put(&other);
    put(&key);
    put(&other);
    SEAL(one);
}
@end
"""


@pytest.mark.parametrize("style", [RELEASED, OLDER], ids=["released", "older"])
def test_an_object_is_written_as_a_whole(style):
    found = told(compiled(STACK, style), "CCCrypt")
    for name in ("key", "shared"):
        [arguments] = found[f"-[Vault {name}]"]
        assert arguments[4] == Number(16)
        assert not isinstance(arguments[3], Data), name
    assert not isinstance(found["-[Vault rounds]"][0][0], Number)
    assert isinstance(found["-[Vault beside]"][0][3], Data)


PIECES = """
asm(".text\\n"
    ".p2align 2\\n_third:\\n.rept 10\\nbl _put\\n.endr\\nret\\n"
    ".p2align 2\\n_second:\\n.rept 10\\nbl _third\\n.endr\\nret\\n"
    ".p2align 2\\n_first:\\n.rept 10\\nbl _second\\n.endr\\nret\\n"
    ".globl _go\\n.p2align 2\\n_go:\\nbl _NSLog\\n.rept 2000\\nbl _first\\n.endr\\nret\\n");
extern void go(void);
void start(void) { go(); put(out); NSLog(@"x"); }
"""


def test_small_functions_within_small_ones_have_an_end():
    code = compiled(PIECES)
    told(code, "NSLog")
    assert len(code.unread) == 1
