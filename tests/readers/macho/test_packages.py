"""Functions of C that say that their source is that of a package."""

import pytest

from tests.readers.macho.compiled import CLANG, OLDER, RELEASED, compiled

pytestmark = CLANG
PACKAGED = """
extern void fail(const char *file, long line);
#define OWN(n) __attribute__((noinline, used)) static void n(void)
OWN(pod) { fail("/Users/ci/build/Pods/glog/src/logging.cc", 11); }
OWN(included) { fail("/Users/ci/build/Pods/glog/src/logging.h", 12); }
OWN(mine) { fail("/Users/ci/build/App/Login.m", 13); }
OWN(pods) { fail("/Users/ci/build/MyPods/Login.m", 14); }
"""


@pytest.mark.parametrize("style", [RELEASED, OLDER], ids=["released", "older"])
def test_the_file_of_a_source(style):
    code = compiled(PACKAGED, style)
    assert len(code.of_packages) == 1
    [start] = code.of_packages
    [call] = [one for one in code.walk(start).calls if one.callee.name == "fail"]
    assert call.arguments[1] == 11
