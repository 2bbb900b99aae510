"""Compiles a few lines of Objective-C as the samples are, and tells what is seen of their calls."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from appsec.facts.ios_code import NativeValue
from appsec.readers.ipa.native_code import _around
from appsec.readers.macho.code import SliceCode
from appsec.readers.macho.code_classes import Classes
from appsec.readers.macho.code_find import Search, Watch
from appsec.readers.macho.code_told import Teller
from appsec.readers.macho.slice_image import read_image
from samples.ios import code as samples

RELEASED, OLDER = samples.RELEASED, samples.OLDER
CLANG = pytest.mark.skipif(
    not all(map(shutil.which, (samples.CLANG, RELEASED.linker, OLDER.linker))),
    reason="the tools that the samples are built with are not installed",
)
_HEAD = """
#include "ios.h"
extern void put(const void *); extern const void *get(void); extern long number(long);
extern void *memcpy(void *, const void *, size_t);
static size_t moved; static uint8_t out[64];
#define SEAL(key) CCCrypt(0, 0, 1, key, 16, out, out, 16, out, 64, &moved)
@interface NSString (Made)
+ (instancetype)stringWithString:(NSString *)text;
@end
@interface NSMutableString (Added)
- (void)appendString:(NSString *)text;
@end
@interface Vault : UIViewController
@property(strong) NSData *key;
@property(strong) NSString *input;
@property(strong) UITextField *passwordField;
@end
"""


def compiled(source: str, style: samples.Style = RELEASED) -> SliceCode:
    """The code of an app of this source."""
    with TemporaryDirectory() as folder:
        work = Path(folder).resolve()
        path = work / "app.m"
        path.write_text(f"{_HEAD}{source}\nint main(void) {{ return 0; }}\n")
        content = samples.executable([path], style, work)
    image = read_image(memoryview(content))
    assert image.lost == ()
    classes = Classes()
    classes.add(image.classes)
    return SliceCode(image, classes)


def told(code: SliceCode, name: str) -> dict[str, list[Sequence[NativeValue]]]:
    """The arguments of the calls of a function or message, by the function that they are in."""
    search, teller = Search(code, Watch(frozenset((name,)))), Teller(_around(code))
    return {
        code.function(start): [
            tuple(teller.tell(one, start) for one in call.arguments)
            for _, call in search.calls(start)
        ]
        for start in search.interesting()
    }
