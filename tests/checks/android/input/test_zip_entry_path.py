import pytest

from appsec.facts.values import UNKNOWN, Returned
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, method, site, text
from tests.outside import joined

CHECK = "android-zip-entry-path"
FILE = "java.io.File.<init>"
TYPES = ("java.io.File", "java.lang.String")
NAME = Returned(method("java.util.zip.ZipEntry.getName", returns="java.lang.String"), (UNKNOWN,))
AT = Location("classes.dex", CALLER)


def unpacking(value, **more):
    return android_app(code=code(site(FILE, UNKNOWN, value, parameters=TYPES, **more)))


@pytest.mark.parametrize("value", [NAME, joined("/data/", NAME)])
def test_the_name_of_an_entry_is_a_question(outcome, value):
    seen = list(outcome(CHECK, unpacking(value)).seen)
    assert seen == [Question("entry-name", (AT,), {"count": "1"})]


def test_comparing_the_real_path_is_clean(outcome):
    plain = method("java.io.File.getCanonicalPath", returns="java.lang.String")
    assert outcome(CHECK, unpacking(NAME, around=(plain,))).status is Status.CLEAN


@pytest.mark.parametrize("value", [text("a"), UNKNOWN])
def test_other_names_are_clean(outcome, value):
    assert outcome(CHECK, unpacking(value)).status is Status.CLEAN


def test_libraries_are_quiet(outcome):
    assert outcome(CHECK, unpacking(NAME, origin=Origin.LIBRARY)).status is Status.CLEAN


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
