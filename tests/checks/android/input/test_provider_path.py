from dataclasses import replace

import pytest

from appsec.facts.values import UNKNOWN, New, Parameter, Returned
from appsec.model.outcome import Finding, Location, Origin, Question, Status
from tests.apps import android_app, lost, manifest
from tests.code import code, method, site, text
from tests.outside import EXTRA, OPEN

CHECK = "android-provider-path"
OPENS = "android.os.ParcelFileDescriptor.open"
PROVIDER = replace(OPEN, name="tw.example.app.Files")
AT = Location("classes.dex", f"{PROVIDER.name}.openFile")
SEGMENT = Returned(
    method("android.net.Uri.getLastPathSegment", returns="java.lang.String"),
    (Parameter(0, "android.net.Uri"),),
)
FILE = New("java.io.File", (UNKNOWN, SEGMENT))
PLAIN = method("java.io.File.getCanonicalPath", returns="java.lang.String")
ASKS = method("java.lang.String.contains", "java.lang.CharSequence", returns="boolean")


def serving(value, components=(PROVIDER,), **more):
    given = code(site(OPENS, value, UNKNOWN, static=True, **({"caller": AT.member} | more)))
    given.below = {"android.content.ContentProvider": (PROVIDER.name,)}
    return android_app(code=given, manifest=manifest(components=components))


def test_a_provider_that_opens_what_its_uri_says_is_found(outcome):
    assert list(outcome(CHECK, serving(FILE)).seen) == [Finding("serves-any", AT)]


@pytest.mark.parametrize(
    "components", [(), (replace(PROVIDER, exported=False),), (replace(PROVIDER, permission="p"),)]
)
def test_one_that_others_may_not_ask_is_a_question(outcome, components):
    seen = list(outcome(CHECK, serving(FILE, components)).seen)
    assert seen == [Question("may-serve", AT)]


def test_one_that_asks_something_is_a_question(outcome):
    seen = list(outcome(CHECK, serving(FILE, around=(ASKS,))).seen)
    assert seen == [Question("may-serve", AT)]


def test_a_path_in_its_plain_form_is_clean(outcome):
    assert outcome(CHECK, serving(FILE, around=(PLAIN,))).status is Status.CLEAN


@pytest.mark.parametrize("value", [New("java.io.File", (text("/data/a"),)), UNKNOWN, EXTRA])
def test_other_files_are_clean(outcome, value):
    assert outcome(CHECK, serving(value)).status is Status.CLEAN


def test_other_methods_are_clean(outcome):
    app = serving(FILE, caller=f"{PROVIDER.name}.copy")
    assert outcome(CHECK, app).status is Status.CLEAN


def test_elsewhere_it_is_one_question(outcome):
    assert list(outcome(CHECK, serving(FILE, origin=Origin.LIBRARY)).seen) == [
        Question("serves-any-elsewhere", (AT,), {"count": "1"}, origin=Origin.LIBRARY)
    ]


def test_code_that_cannot_be_read_is_unknown(outcome):
    app = android_app(code=code(), manifest=manifest(), gaps={"code": lost("code")})
    assert outcome(CHECK, app).status is Status.UNKNOWN
