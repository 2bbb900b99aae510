"""No check falls over a method that an app itself gives the name of a watched one.

A subclass of Activity may have its own `startService()`, which takes nothing at all.
"""

import pytest

from appsec.engine.content import load_checks
from tests.apps import android_app, manifest
from tests.code import code, site, text

WATCHING = [
    pytest.param(check.id, api, id=f"{check.id}-{api}")
    for check in load_checks().values()
    for api in (*check.about.watches, *check.about.watches_own)
    if check.platform == "android"
]


@pytest.mark.parametrize("count", [0, 1, 2])
@pytest.mark.parametrize(("check", "api"), WATCHING)
def test_one_that_takes_less_is_no_crash(outcome, check, api, count):
    name = "tw.example.Own.get" if api.startswith("(") else api
    values = [text("password"), text("secret")][:count]
    types = ("java.lang.String",) * count
    calls = [site(name, *values, static=static, parameters=types) for static in (False, True)]
    given = code(*calls)
    given.sites[api] = calls
    assert not outcome(check, android_app(code=given, manifest=manifest())).crash
