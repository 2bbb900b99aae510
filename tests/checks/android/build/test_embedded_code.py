from appsec.facts.embedded import CodeForm, EmbeddedCode
from appsec.model.outcome import Location, Question, Status
from tests.apps import android_app, lost

CHECK = "android-embedded-code"
ONE, TWO = Location("assets/a.apk"), Location("assets/b.dex")


def test_one_question_for_all_files(outcome):
    code = (EmbeddedCode(CodeForm.APK, ONE), EmbeddedCode(CodeForm.DEX, TWO))
    result = outcome(CHECK, android_app(embedded_code=code))
    assert (result.status, list(result.seen)) == (
        Status.QUESTION,
        [Question("embedded", (ONE, TWO), {"files": "assets/a.apk, assets/b.dex"})],
    )


def test_clean_without_any(outcome):
    assert outcome(CHECK, android_app(embedded_code=())).status is Status.CLEAN


def test_unknown_when_an_archive_cannot_be_opened(outcome):
    app = android_app({"embedded_code": lost("embedded_code")}, embedded_code=())
    assert outcome(CHECK, app).status is Status.UNKNOWN
