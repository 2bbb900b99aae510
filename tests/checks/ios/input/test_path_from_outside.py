"""Links that name a file."""

import pytest

from appsec.facts.ios_code import Argument
from tests.apps import ios_app
from tests.ios_code import NOTHING, Words, call, native_code, result

CHECK = "ios-path-from-outside"
OPEN = "-[App application:openURL:options:]"
LINK = Argument(3)
READ = "+[NSData dataWithContentsOfFile:]"


def below(part):
    return result("-[NSString stringByAppendingPathComponent:]", Words("/tmp"), part)


QUERY = below(result("-[NSURL query]", LINK))


def hits(outcome, *sites):
    done = outcome(CHECK, ios_app(native_code=native_code(*sites)))
    return [(type(one).__name__, one.key) for one in done.seen]


def test_a_name_in_the_query(outcome):
    assert hits(outcome, call(READ, QUERY, caller=OPEN)) == [("Finding", "flows")]
    copied = call("-[NSFileManager copyItemAtPath:toPath:error:]", NOTHING, QUERY, caller=OPEN)
    assert hits(outcome, copied) == [("Finding", "flows")]
    looked = call(READ, QUERY, caller=OPEN, around=("-[? hasPrefix:]",))
    assert hits(outcome, looked) == [("Question", "may-flow")]


def test_the_path_of_the_link_itself(outcome):
    site = call(READ, result("-[NSURL path]", LINK), caller=OPEN)
    assert hits(outcome, site) == [("Question", "may-flow")]


@pytest.mark.parametrize(
    "path", [below(result("-[NSURL lastPathComponent]", LINK)), Words("/tmp/x"), NOTHING]
)
def test_quiet(outcome, path):
    assert hits(outcome, call(READ, path, caller=OPEN)) == []
    assert hits(outcome, call(READ, QUERY)) == []
