import pytest

from appsec.facts.values import UNKNOWN, Array, Parameter, Returned
from appsec.model.outcome import Finding, Location, Origin, Question, Status
from tests.apps import android_app, lost, manifest
from tests.code import code, method, site, text
from tests.outside import CALLER, EXTRA, OPEN, TYPED, joined

CHECK = "android-sql-from-outside"
RAW = "android.database.sqlite.SQLiteDatabase.rawQuery"
TYPES = ("java.lang.String", "java.lang.String[]")
AT = Location("classes.dex", CALLER)


def querying(value, **more):
    call = site(RAW, value, EXTRA, parameters=TYPES, **({"caller": CALLER} | more))
    return android_app(code=code(call), manifest=manifest(components=(OPEN,)))


@pytest.mark.parametrize("source", [EXTRA, TYPED])
def test_text_from_outside_in_sql_is_found(outcome, source):
    seen = list(outcome(CHECK, querying(joined("SELECT * FROM a WHERE b='", source))).seen)
    assert seen == [Finding("flows", AT)]


FORMAT = method("java.lang.String.format", returns="java.lang.String")


def formatted(value):
    return Returned(FORMAT, (text("SELECT %s"), Array("java.lang.Object[]", (value,))))


@pytest.mark.parametrize(
    "value",
    [
        joined("SELECT * FROM a WHERE b='", Parameter(0, "java.lang.String")),
        formatted(UNKNOWN),
    ],
)
def test_parts_of_unknown_origin_are_one_question(outcome, value):
    seen = list(outcome(CHECK, querying(value)).seen)
    assert seen == [Question("concatenated", (AT,), {"count": "1"})]


@pytest.mark.parametrize(
    "value",
    [
        text("DROP TABLE a"),
        joined("CREATE TABLE ", text("parcel"), text(" (_id INTEGER)")),
        joined("SELECT ", Parameter(0, "int")),
        formatted(Returned(method("java.lang.Integer.valueOf", returns="int"), ())),
        UNKNOWN,
    ],
)
def test_constants_numbers_and_arguments_are_clean(outcome, value):
    assert outcome(CHECK, querying(value)).status is Status.CLEAN


def test_what_libraries_put_together_is_quiet(outcome):
    app = querying(joined("SELECT ", UNKNOWN), origin=Origin.LIBRARY)
    assert outcome(CHECK, app).status is Status.CLEAN


def test_elsewhere_it_is_one_question(outcome):
    app = querying(joined("SELECT ", TYPED), origin=Origin.LIBRARY)
    assert list(outcome(CHECK, app).seen) == [
        Question("flows-elsewhere", (AT,), {"count": "1"}, origin=Origin.LIBRARY)
    ]


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(
        CHECK, android_app(code=code(), manifest=manifest(), gaps={"code": lost("code")})
    )
    assert result.status is Status.UNKNOWN
