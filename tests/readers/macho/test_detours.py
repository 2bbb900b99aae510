"""Calls that come to what is watched by a detour: variables, tables, messages by other names."""

import pytest

from appsec.facts.ios_code import Number, Words
from tests.readers.macho.compiled import CLANG, OLDER, RELEASED, compiled, told

pytestmark = CLANG
MESSAGES = """
@interface NSObject (Perform)
- (id)performSelector:(SEL)s withObject:(id)a withObject:(id)b;
- (void (*)(id, SEL, ...))methodForSelector:(SEL)s;
@end
extern void objc_msgSend(void);
static void (*send)(void) = objc_msgSend;
#define SET @selector(setObject:forKey:)
@implementation Vault
- (void)performed {
    NSUserDefaults *to = [NSUserDefaults standardUserDefaults];
    [to performSelector:SET withObject:@"value" withObject:@"key"];
}
- (void)by_method {
    NSUserDefaults *to = [NSUserDefaults standardUserDefaults];
    void (*set)(id, SEL, id, id) = (void (*)(id, SEL, id, id))[to methodForSelector:SET];
    set(to, SET, @"value", @"key");
}
- (void)by_variable {
    ((void (*)(id, SEL, id, id))send)([NSUserDefaults standardUserDefaults], SET, @"value", @"key");
}
@end
"""
FUNCTIONS = """
typedef long (*Take)(long);
extern long close(int);
static const struct { long kind; Take taken[2]; } fixed = {1, {(Take)close, number}};
static Take never = number, set = number;
void put_in(Take one) { set = one; }
@implementation Vault
- (long)never { return never(7); }
- (long)set { return set(8); }
- (long)chosen:(long)which { return fixed.taken[which](9); }
@end
"""


@pytest.fixture(params=[RELEASED, OLDER], ids=["released", "older"])
def style(request):
    return request.param


def test_messages_by_other_names(style):
    found = told(compiled(MESSAGES, style), "-[NSUserDefaults setObject:forKey:]")
    expected = [(Words("value"), Words("key"))]
    assert {name: [one[:2] for one in calls] for name, calls in found.items() if calls} == {
        "-[Vault performed]": expected,
        "-[Vault by_method]": expected,
        "-[Vault by_variable]": expected,
    }


def test_functions_in_variables_and_tables(style):
    """What may be another function by then is told as a call of which nothing is known."""
    found = told(compiled(FUNCTIONS, style), "number")
    assert {name: [one[:1] for one in calls] for name, calls in found.items() if calls} == {
        "-[Vault never]": [(Number(7),)],
        "-[Vault set]": [()],
        "-[Vault chosen:]": [()],
    }
