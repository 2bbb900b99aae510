"""Dictionaries that other code may have changed are not complete."""

import pytest

from appsec.facts.ios_code import NOTHING, CallResult, Number, Symbol, Words, choices
from appsec.readers.macho.code_names import texts_named
from tests.readers.macho.compiled import CLANG, OLDER, RELEASED, compiled, told

pytestmark = CLANG
CHANGES = """
extern int chosen(void);
extern void harden(NSMutableDictionary *query);
#define ALWAYS (__bridge id)kSecAttrAccessibleAlways
#define LOCKED (__bridge id)kSecAttrAccessibleWhenUnlocked
#define KEY (__bridge id)kSecAttrAccessible
#define MAKE(name) NSMutableDictionary *name = [NSMutableDictionary dictionary]; \\
    [name setObject:ALWAYS forKey:KEY]
#define ADD(name) SecItemAdd((__bridge CFDictionaryRef)name, NULL)
@interface Vault ()
@property(strong) NSMutableDictionary *query;
@end
@implementation Vault
- (void)harden:(NSMutableDictionary *)query { [query setObject:LOCKED forKey:KEY]; }
- (void)method { MAKE(query); [self harden:query]; ADD(query); }
- (void)function { MAKE(query); harden(query); ADD(query); }
- (void)block {
    MAKE(query);
    void (^change)(void) = ^{ [query setObject:LOCKED forKey:KEY]; };
    change();
    ADD(query);
}
- (void)field { MAKE(query); self->_query = query; put(out); ADD(query); }
- (void)either {
    MAKE(one);
    NSMutableDictionary *two = [NSMutableDictionary dictionary];
    NSMutableDictionary *query = chosen() ? one : two;
    [query setObject:LOCKED forKey:KEY];
    ADD(one);
}
- (void)sure { MAKE(query); NSLog(@"adding"); ADD(query); }
@end
"""


@pytest.mark.parametrize("style", [RELEASED, OLDER], ids=["released", "older"])
def test_what_others_may_have_changed_is_not_complete(style):
    found = told(compiled(CHANGES, style), "SecItemAdd")
    tables = {name: one[0] for name, [one] in found.items()}
    always, locked = Symbol("kSecAttrAccessibleAlways"), Symbol("kSecAttrAccessibleWhenUnlocked")
    for name in ("method", "function", "block", "field"):
        assert not tables[f"-[Vault {name}]"].complete, name
    either = tables["-[Vault either]"].value("kSecAttrAccessible")
    assert set(choices(either)) == {always, locked}
    sure = tables["-[Vault sure]"]
    assert (sure.complete, sure.value("kSecAttrAccessible")) == (True, always)


ARGUMENTS = """
extern long count(void);
@implementation Vault
- (void)number { NSLog(@"%ld %@", (long)(count() * 3), self.passwordField.text); }
- (void)width { NSLog(@"%*d %@ %%", 3, 4, @"last"); }
- (void)unknown { NSLog(self.input, count(), @"last"); }
@end
"""


@pytest.mark.parametrize("style", [RELEASED, OLDER], ids=["released", "older"])
def test_an_unknown_argument_does_not_hide_those_behind_it(style):
    found = told(compiled(ARGUMENTS, style), "NSLog")
    [number] = found["-[Vault number]"]
    assert number[0] == Words("%ld %@")
    assert number[1] == NOTHING or isinstance(number[1], CallResult)
    assert number[2].callee.selector == "text"
    assert found["-[Vault width]"] == [(Words("%*d %@ %%"), Number(3), Number(4), Words("last"))]


HELPERS = """
__attribute__((noinline)) static void seal(const uint8_t *key) {
    SEAL(key); put(out); put(key); put(out); put(key);
}
static const uint8_t one[16] = "0123456789abcde", two[16] = "fedcba987654321";
static uint8_t blank[16];
__attribute__((noinline)) static void fill(const uint8_t *key) {
    CCHmac(2, key, 3, out, 16, out); put(out); put(key); put(out); put(key);
}
void first(void) { seal(one); fill(blank); put(out); }
void second(void) { seal(two); fill(one); put(out); }
"""


def test_bytes_are_followed_into_helpers():
    code = compiled(HELPERS)
    [[seal]] = told(code, "CCCrypt").values()
    assert {one.content[:4] for one in choices(seal[3])} == {b"0123", b"fedc"}
    [[fill]] = told(code, "CCHmac").values()
    assert {one.content and one.content[:4] for one in choices(fill[1])} == {None, b"0123"}


LISTS = """
static NSString *const paths[] = {@"/Applications/Cydia.app", @"/bin/bash", @"/usr/sbin/sshd"};
static const char *const plain[] = {"/Library/MobileSubstrate/MobileSubstrate.dylib", "/var/jb"};
@implementation Vault
- (void)look {
    for (int at = 0; at < 3; at++) put((__bridge void *)paths[at]);
    for (int at = 0; at < 2; at++) put(plain[at]);
}
@end
"""


@pytest.mark.parametrize("style", [RELEASED, OLDER], ids=["released", "older"])
def test_texts_in_arrays_are_named_where_the_array_is(style):
    code = compiled(LISTS, style)
    wanted = frozenset(("/Applications/Cydia.app", "/usr/sbin/sshd", "/var/jb"))
    found = [(text, code.function(start)) for text, _, start in texts_named(code, wanted)]
    assert set(found) == {(text, "-[Vault look]") for text in wanted}
