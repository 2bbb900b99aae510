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
    check_whole(told(compiled(STACK, style), "CCCrypt"))


def check_whole(found):
    for name in ("key", "shared"):
        [arguments] = found[f"-[Vault {name}]"]
        assert arguments[4] == Number(16)
        assert not isinstance(arguments[3], Data), name
    assert not isinstance(found["-[Vault rounds]"][0][0], Number)
    assert isinstance(found["-[Vault beside]"][0][3], Data)


MOVING = """
    _Alignas(64) uint8_t wide[64];
    put(wide);
    void *room = __builtin_alloca(number(1));
    put(room);
"""
"""What makes clang find the frame by x19: an alignment, and room of a size that is not known."""
KEPT = """
@implementation Vault
- (void)kept {
    MOVING
    volatile struct { long rounds; long size; } own;
    own.rounds = 5;
    own.size = 16;
    put(room);
    put(wide);
    CCCrypt((unsigned)own.rounds, 0, 1, out, own.size, out, out, 16, out, 64, &moved);
}
- (void)again {
    volatile long rounds = 5;
    MOVING
    for (long at = 0; at < number(9); at++) put(room);
    CCCrypt((unsigned)rounds, 0, 1, out, 16, out, out, 16, out, 64, &moved);
}
- (void)inside {
    MOVING
    long room2[3] = {5, 16, 7};
    put(room2);
    CCCrypt((unsigned)room2[0], 0, 1, out, room2[1], out, out, 16, out, 64, &moved);
}
- (void)room {
    MOVING
    if (number(2)) {
        volatile long *more = __builtin_alloca(48);
        more[0] = more[1] = 16;
        put((const void *)more);
        CCCrypt(0, 0, 1, out, more[1], out, out, 16, out, 64, &moved);
    }
}
- (void)below {
    MOVING
    volatile long *first = room;
    first[1] = 16;
    put(room);
    CCCrypt(0, 0, 1, out, first[1], out, out, 16, out, 64, &moved);
}
@end
"""


@pytest.mark.parametrize("style", [RELEASED, OLDER], ids=["released", "older"])
def test_a_frame_that_is_found_by_a_base_pointer(style):
    code = compiled(KEPT.replace("MOVING", MOVING), style)
    found = {name: calls[0] for name, calls in told(code, "CCCrypt").items()}
    kept = found["-[Vault kept]"]
    assert (kept[0], kept[4]) == (Number(5), Number(16))
    assert found["-[Vault again]"][0] == Number(5)
    inside = found["-[Vault inside]"]
    assert not isinstance(inside[0], Number)
    assert not isinstance(inside[4], Number)
    for name in ("below", "room"):
        assert not isinstance(found[f"-[Vault {name}]"][4], Number), name


@pytest.mark.parametrize("style", [RELEASED, OLDER], ids=["released", "older"])
def test_objects_of_a_base_pointer_are_written_as_a_whole(style):
    moving = STACK.replace(" {\n    Params", f" {{{MOVING}    Params")
    moving = moving.replace("    __block const", f"{MOVING}    __block const")
    moving = moving.replace("beside {\n", f"beside {{{MOVING}")
    assert moving.count("alloca") == STACK.count("- (void)")
    check_whole(told(compiled(moving, style), "CCCrypt"))


SELF = """
#define SWIFT __attribute__((swiftcall))
SWIFT void change(__attribute__((swift_context)) long *value) __asm("_$s4Desk3KeyV6changeyyF");
@implementation Vault
- (void)changed {
    long rounds = 5;
    change(&rounds);
    CCCrypt((unsigned)rounds, 0, 1, out, 16, out, out, 16, out, 64, &moved);
}
@end
"""


@pytest.mark.parametrize("style", [RELEASED, OLDER], ids=["released", "older"])
def test_a_method_of_swift_may_write_its_self(style):
    [found] = told(compiled(SELF, style), "CCCrypt")["-[Vault changed]"]
    assert not isinstance(found[0], Number)
    assert found[4] == Number(16)


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
