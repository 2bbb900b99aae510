"""Links and other texts in SQL."""

import pytest

from appsec.facts.ios_code import Argument
from appsec.model.outcome import Origin
from tests.apps import ios_app
from tests.ios_code import NOTHING, ClassObject, Number, Words, call, native_code, result

CHECK = "ios-sql-from-outside"
OPEN = "-[App application:openURL:options:]"
PATH = result("-[? path]", Argument(3))
TEXT = ClassObject("NSString")


def sql(*parts, pattern="SELECT * FROM t WHERE a = '%@'"):
    return result("+[NSString stringWithFormat:]", TEXT, Words(pattern), *parts)


def run(statement, **more):
    return call("sqlite3_exec", NOTHING, result("-[NSString UTF8String]", statement), **more)


def hits(outcome, *sites):
    done = outcome(CHECK, ios_app(native_code=native_code(*sites)))
    return [(type(one).__name__, one.key) for one in done.seen]


def test_links(outcome):
    assert hits(outcome, run(sql(PATH), caller=OPEN)) == [("Finding", "flows")]
    query = call("-[FMDatabase executeQuery:]", sql(PATH), caller=OPEN)
    assert hits(outcome, query) == [("Finding", "flows")]
    looked = run(sql(PATH), caller=OPEN, around=("-[? isEqualToString:]",))
    assert hits(outcome, looked) == [("Question", "may-flow")]
    library = run(sql(PATH), caller=OPEN, origin=Origin.LIBRARY)
    assert hits(outcome, library) == [("Question", "flows-elsewhere")]


@pytest.mark.parametrize(
    "statement",
    [
        sql(Argument(2)),
        sql(),
        sql(NOTHING, pattern="SELECT '%s'"),
        result("-[NSString stringByAppendingString:]", Words("SELECT "), Argument(2)),
    ],
)
def test_texts_of_unknown_origin(outcome, statement):
    assert hits(outcome, run(statement), run(statement, address=0x9000)) == [
        ("Question", "concatenated")
    ]
    assert hits(outcome, run(statement, origin=Origin.LIBRARY)) == []


@pytest.mark.parametrize(
    "statement",
    [
        Words("SELECT 1"),
        NOTHING,
        Argument(2),
        sql(Argument(2), pattern="DROP TABLE page%d"),
        sql(Words("users")),
        sql(Number(3), pattern="LIMIT %@"),
        result("-[NSString stringByAppendingString:]", Words("SELECT "), Words("1")),
    ],
)
def test_constants_and_numbers(outcome, statement):
    assert hits(outcome, run(statement)) == []
