"""What goes to the system log: typed passwords, and what is named or labelled like a secret."""

import pytest

from appsec.facts.ios_code import Choice
from appsec.model.outcome import Origin
from tests.apps import ios_app
from tests.ios_code import NOTHING, Words, call, native_code, result

CHECK = "ios-logged-secret"


def typed(field, owner="UITextField"):
    return result(f"-[{owner} text]", result(f"-[Login {field}]", NOTHING))


EITHER = Choice(frozenset({typed("passwordField"), Words("***")}))


@pytest.mark.parametrize(
    "form, value, found",
    [
        ("%@", typed("passwordField"), ("Finding", "password", "passwordField")),
        ("%@", typed("passwordField", "?"), ("Finding", "password", "passwordField")),
        ("%@", EITHER, ("Question", "secret", "passwordField")),
        ("%@", typed("searchField"), None),
        ("%@", typed("password", "?"), None),
        ("%@", result("-[Session accessToken]", NOTHING), ("Question", "secret", "accessToken")),
        ("%@", result("-[Session title]", NOTHING), None),
        ("token = %@", NOTHING, ("Question", "secret", "token")),
        ("got token: %@", NOTHING, ("Question", "secret", "token")),
        ("password reset failed", NOTHING, None),
        ("passwordLength: %d", NOTHING, None),
    ],
)
def test_logged(outcome, form, value, found):
    site = call("NSLog", Words(form), value)
    done = outcome(CHECK, ios_app(native_code=native_code(site)))
    told = [(type(one).__name__, one.key, one.values["name"]) for one in done.seen]
    assert told == ([found] if found else [])


def test_libraries_stay_quiet(outcome):
    site = call("NSLog", Words("token = %@"), NOTHING, origin=Origin.LIBRARY)
    assert outcome(CHECK, ios_app(native_code=native_code(site))).seen == ()


HEAD = (NOTHING, NOTHING, NOTHING)
BUFFER = (NOTHING, NOTHING)


def unified(form, *values):
    return call("_os_log_error_impl", *HEAD, Words(form), *BUFFER, *values)


@pytest.mark.parametrize(
    "site, found",
    [
        (unified("%{public}@", typed("passwordField")), ("Finding", "password", "passwordField")),
        (unified("%{public,mask.hash}@", typed("passwordField")), None),
        (unified("%@", typed("passwordField")), None),
        (unified("%{private}@", typed("passwordField")), None),
        (unified("%{sensitive, public}@", typed("passwordField")), None),
        (unified("%s %{public}@", NOTHING, typed("pinCode")), None),
        (unified("%{public}@ %s", NOTHING, typed("passwordField")), None),
        (
            unified("%s %{ xcode:string, public }@", NOTHING, result("-[A accessToken]")),
            ("Question", "secret", "accessToken"),
        ),
        (unified("token=%{public}s"), ("Question", "secret", "token")),
        (unified("token=%s, id=%{public}s"), None),
        (unified("token=%{private}s, id=%{public}s"), None),
        (unified("otp: %ld"), ("Question", "secret", "otp")),
        (unified("otp: %{private}ld"), None),
        (unified("token=%.*s"), None),
        (unified("100%% of token=%{public}.*s"), ("Question", "secret", "token")),
        (call("os.os_log", NOTHING, Words("jwt %{public}@")), ("Question", "secret", "jwt")),
        (call("os.os_log", NOTHING, Words("jwt %@")), None),
        (call("syslog", NOTHING, Words("jwt %s")), ("Question", "secret", "jwt")),
        (
            call("syslog", NOTHING, Words("%s"), typed("passwordField")),
            ("Finding", "password", "passwordField"),
        ),
    ],
)
def test_other_logs(outcome, site, found):
    """Texts and objects that are not marked as public are kept out of the unified log."""
    done = outcome(CHECK, ios_app(native_code=native_code(site)))
    told = [(type(one).__name__, one.key, one.values["name"]) for one in done.seen]
    assert told == ([found] if found else [])
