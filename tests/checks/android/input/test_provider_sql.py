from dataclasses import replace

import pytest

from appsec.facts.values import UNKNOWN, Parameter, Returned
from appsec.model.outcome import Finding, Location, Origin, Question, Status
from tests.apps import android_app, lost, manifest
from tests.code import code, method, site
from tests.outside import OPEN, joined

CHECK = "android-provider-sql"
QUERY = "android.database.sqlite.SQLiteDatabase.rawQuery"
PROVIDER = replace(OPEN, name="tw.example.app.Parcels")
AT = Location("classes.dex", f"{PROVIDER.name}.query")
STRING, URI = "java.lang.String", "android.net.Uri"
SEGMENT = Returned(method(f"{URI}.getLastPathSegment", returns=STRING), (Parameter(0, URI),))
NUMBER = Returned(
    method("java.lang.Long.parseLong", STRING, returns="long"),
    (SEGMENT,),
)
BOXED = Returned(
    method("java.lang.Long.valueOf", STRING, returns="java.lang.Long"),
    (SEGMENT,),
)
ESCAPED = Returned(
    method("android.database.DatabaseUtils.sqlEscapeString", STRING, returns=STRING),
    (SEGMENT,),
)
LISTED = Returned(
    method("java.util.List.get", "int", returns="java.lang.Object"),
    (Returned(method(f"{URI}.getPathSegments", returns="java.util.List"), (Parameter(0, URI),)),),
)
WHERE = joined("SELECT * FROM parcel WHERE _id = ", SEGMENT)


def serving(value, components=(PROVIDER,), **more):
    options = {"caller": AT.member, "types": (STRING, "java.lang.String[]")} | more
    given = code(site(QUERY, value, UNKNOWN, **options))
    given.below = {"android.content.ContentProvider": (PROVIDER.name,)}
    return android_app(code=given, manifest=manifest(components=components))


@pytest.mark.parametrize("value", [WHERE, joined("_id = ", LISTED)])
def test_a_part_of_the_uri_in_sql_is_found(outcome, value):
    assert list(outcome(CHECK, serving(value)).seen) == [Finding("joined", AT)]


@pytest.mark.parametrize(
    "components", [(), (replace(PROVIDER, exported=False),), (replace(PROVIDER, permission="p"),)]
)
def test_where_others_may_not_ask_it_is_a_question(outcome, components):
    seen = list(outcome(CHECK, serving(WHERE, components)).seen)
    assert seen == [Question("may-join", AT)]


@pytest.mark.parametrize(
    "asks",
    [
        method("android.content.UriMatcher.match", URI, returns="int"),
        method("java.lang.String.matches", STRING, returns="boolean"),
        method("tw.example.app.Parcels.check", URI),
    ],
)
def test_where_something_is_compared_it_is_a_question(outcome, asks):
    seen = list(outcome(CHECK, serving(WHERE, around=(asks,))).seen)
    assert seen == [Question("may-join", AT)]


@pytest.mark.parametrize(
    "value",
    [
        joined("_id = ", NUMBER),
        joined("_id = ", BOXED),
        joined("_id = ", ESCAPED),
        joined("SELECT * FROM ", UNKNOWN),
        SEGMENT,
        joined("_id = ", Parameter(2, STRING)),
    ],
)
def test_numbers_and_what_is_not_of_the_uri_are_clean(outcome, value):
    assert outcome(CHECK, serving(value)).status is Status.CLEAN


def test_other_methods_are_clean(outcome):
    app = serving(WHERE, caller=f"{PROVIDER.name}.onCreate")
    assert outcome(CHECK, app).status is Status.CLEAN


def test_elsewhere_it_is_one_question(outcome):
    assert list(outcome(CHECK, serving(WHERE, origin=Origin.LIBRARY)).seen) == [
        Question("joined-elsewhere", (AT,), {"count": "1"}, origin=Origin.LIBRARY)
    ]


def test_code_that_cannot_be_read_is_unknown(outcome):
    app = android_app(code=code(), manifest=manifest(), gaps={"code": lost("code")})
    assert outcome(CHECK, app).status is Status.UNKNOWN
