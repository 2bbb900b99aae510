"""What stands behind the methods of Swift classes, and calls through registers."""

import pytest

from appsec.facts.ios_code import BLOCK
from appsec.readers.macho.code_bodies import calls_of
from appsec.readers.macho.walk_values import Function, Param
from tests.readers.macho.compiled import CLANG, OLDER, RELEASED, compiled

pytestmark = CLANG
SWIFT = """
extern void take(id);
#define OWN __attribute__((noinline, used)) static
typedef void (*Answer)(long, void *);
OWN void answer(long how, void *box) { put(box); }
OWN void leaf(long how, id text, Answer done, void *box) { done(how, box); take(@"leaf"); }
OWN void round_(id text);
OWN void round_(id text) { take(text); round_(text); }
__attribute__((objc_runtime_name("_TtC4Desk5Inner"))) @interface Inner : NSObject
@end
@implementation Inner
- (void)say:(NSString *)text { put("first"); leaf(7, text, answer, out); put("last"); }
- (void)round:(NSString *)text { round_(text); }
@end
@implementation Vault
- (void)say:(NSString *)text { leaf(7, text, answer, out); }
@end
"""
TABLE = """
extern void take(id);
typedef struct { long kind; struct { long size; long (*judge)(id), (*last)(id); } *table; } Thing;
extern Thing **things;
@implementation Vault
- (long)judge:(NSString *)text {
    if ((*things)->table->judge(text)) return 1;
    take(text);
    return (*things)->table->last(text);
}
@end
"""


def calls(code, name):
    start = next(m.implementation for m in code.methods.values() if m.name == name)
    return calls_of(code, start)


@pytest.fixture(params=[RELEASED, OLDER], ids=["released", "older"])
def style(request):
    return request.param


def test_functions_behind_a_method_of_swift(style):
    code = compiled(SWIFT, style)
    found = calls(code, "-[Desk.Inner say:]")
    assert [one.callee.name for one in found] == ["put", BLOCK, "take", "put"]
    block = found[1]
    assert isinstance(block.receiver, Function)
    assert block.arguments[0] == 7
    plain = [one for one in calls(code, "-[Vault say:]") if one.target]
    assert len(plain) == 1


def test_a_function_that_calls_itself_has_an_end(style):
    found = calls(compiled(SWIFT, style), "-[Desk.Inner round:]")
    assert [one.callee.name for one in found if not one.target] == ["take"]
    assert found[0].arguments[0] == Param(2)


def test_calls_through_tables_are_told(style):
    """Also the last one, which is no return of a constant."""
    code = compiled(TABLE, style)
    found = calls(code, "-[Vault judge:]")
    assert [one.callee.name for one in found] == [BLOCK, "take", BLOCK]
    start = next(iter(code.methods.values())).implementation
    returned = code.walk(start).returned
    assert [type(one) for one in returned if one != 1] == [type(None)]
