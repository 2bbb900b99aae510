import pytest

from appsec.facts.keys import KeyFile, KeyForm
from appsec.model.outcome import Finding, Location, Question, Status
from tests.apps import android_app, lost

CHECK = "android-packaged-key"
ONE, TWO = Location("assets/a.pem", "private key 1"), Location("assets/b.pem", "private key 1")


def test_one_finding_for_the_keys_without_a_password(outcome):
    keys = (KeyFile(KeyForm.PLAIN, "RSA 2048", ONE), KeyFile(KeyForm.PLAIN, "EC 256", TWO))
    result = outcome(CHECK, android_app(key_files=keys))
    values = {"files": "assets/a.pem, assets/b.pem", "kinds": "EC 256, RSA 2048"}
    assert (result.status, list(result.seen)) == (
        Status.FOUND,
        [Finding("plain", (ONE, TWO), values, ("files",))],
    )


@pytest.mark.parametrize("form", [KeyForm.DOUBTFUL, KeyForm.ENCRYPTED, KeyForm.STORE])
def test_question_when_a_password_or_a_look_decides(outcome, form):
    result = outcome(CHECK, android_app(key_files=(KeyFile(form, "PEM", ONE),)))
    values = {"files": "assets/a.pem", "kinds": "PEM"}
    assert (result.status, list(result.seen)) == (
        Status.QUESTION,
        [Question(form.value, (ONE,), values, ("files",))],
    )


def test_clean_without_keys(outcome):
    assert outcome(CHECK, android_app(key_files=())).status is Status.CLEAN


def test_unknown_when_a_file_cannot_be_read(outcome):
    app = android_app({"key_files": lost("key_files")}, key_files=())
    assert outcome(CHECK, app).status is Status.UNKNOWN
