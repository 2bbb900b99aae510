"""What code may write to is no constant, whatever the file has there."""

import pytest

from appsec.facts.ios_code import NOTHING, CallResult, Number, Words
from tests.readers.macho.compiled import CLANG, OLDER, RELEASED, compiled, told

pytestmark = CLANG
VARIABLES = """
static uint8_t blank[16], filled[16] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
static const uint8_t fixed[16] = "0123456789abcde";
@implementation Vault
- (void)blank { SecRandomCopyBytes(NULL, 16, blank); SEAL(blank); }
- (void)filled { SecRandomCopyBytes(NULL, 16, filled); SEAL(filled); }
- (void)fixed { SEAL(fixed); }
@end
"""
CHANGED = """
static struct { NSString *name, *key; } both = {@"name", @"default key"};
static NSString *taken = @"taken key";
static long wide[2] = {5, 6};
@implementation Vault
- (void)set { both.name = self.input; both.key = self.input; }
- (void)both { NSLog(both.key); }
- (void)taken { put(&taken); NSLog(taken); }
- (void)copy:(const void *)from { memcpy(wide, from, 16); }
- (void)wide { NSLog(@"%ld %ld", wide[0], wide[1]); }
@end
"""


@pytest.fixture(params=[RELEASED, OLDER], ids=["released", "older"])
def style(request):
    return request.param


def test_a_buffer_that_is_filled_at_run_time_has_no_content(style):
    found = told(compiled(VARIABLES, style), "CCCrypt")
    keys = {name: one[3] for name, [one] in found.items()}
    assert keys["-[Vault blank]"].content is None
    assert keys["-[Vault filled]"].content is None
    assert keys["-[Vault fixed]"].content.startswith(b"0123456789abcde\0")


def test_a_variable_that_is_stored_to_or_handed_on_is_not_told(style):
    found = told(compiled(CHANGED, style), "NSLog")
    for name in ("-[Vault both]", "-[Vault taken]"):
        [arguments] = found[name]
        assert arguments[:1] in ((), (NOTHING,))
    [wide] = found["-[Vault wide]"]
    assert wide[0] == Words("%ld %ld")
    assert not any(isinstance(one, Number) for one in wide[1:])


MUTABLE = """
@implementation Vault
- (void)string {
    NSMutableString *text = [NSMutableString stringWithString:@"v1:"];
    [text appendString:self.input];
    NSLog(@"%@", text);
}
@end
"""


def test_a_mutable_text_is_not_what_it_was_made_of(style):
    [(_, text)] = told(compiled(MUTABLE, style), "NSLog")["-[Vault string]"]
    assert isinstance(text, CallResult)
    assert text.callee.owner == "NSMutableString"
