from dataclasses import replace

import pytest

from appsec.facts.values import UNKNOWN, Parameter
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import android_app, lost, manifest
from tests.code import code, method, site, text
from tests.outside import OPEN, joined

CHECK = "android-provider-selection"
QUERY = "android.database.sqlite.SQLiteQueryBuilder.query"
PROVIDER = replace(OPEN, name="tw.example.app.Parcels")
AT = Location("classes.dex", f"{PROVIDER.name}.query")
STRING = "java.lang.String"
SELECTION = Parameter(2, STRING)
LIMIT = method("android.database.sqlite.SQLiteQueryBuilder.setStrict", "boolean")


def serving(value, components=(PROVIDER,), **more):
    options = {"caller": AT.member, "types": (STRING, "java.lang.String[]")} | more
    given = code(site(QUERY, value, UNKNOWN, **options))
    given.below = {"android.content.ContentProvider": (PROVIDER.name,)}
    return android_app(code=given, manifest=manifest(components=components))


@pytest.mark.parametrize("value", [SELECTION, joined("a = 1 AND ", SELECTION)])
def test_sql_of_callers_is_a_question(outcome, value):
    seen = list(outcome(CHECK, serving(value)).seen)
    assert seen == [Question("passed", (AT,), {"count": "1"})]


@pytest.mark.parametrize("changes", [{"exported": False}, {"permission": "p"}])
def test_a_provider_that_is_not_open_to_all_is_clean(outcome, changes):
    app = serving(SELECTION, (replace(PROVIDER, **changes),))
    assert outcome(CHECK, app).status is Status.CLEAN


def test_limits_and_the_apps_own_sql_are_clean(outcome):
    assert outcome(CHECK, serving(SELECTION, around=(LIMIT,))).status is Status.CLEAN
    assert outcome(CHECK, serving(text("a = 1"))).status is Status.CLEAN


def test_other_methods_and_libraries_are_clean(outcome):
    other = serving(SELECTION, caller=f"{PROVIDER.name}.read")
    assert outcome(CHECK, other).status is Status.CLEAN
    assert outcome(CHECK, serving(SELECTION, origin=Origin.LIBRARY)).status is Status.CLEAN


def test_code_that_cannot_be_read_is_unknown(outcome):
    app = android_app(code=code(), manifest=manifest(), gaps={"code": lost("code")})
    assert outcome(CHECK, app).status is Status.UNKNOWN
