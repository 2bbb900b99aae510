import pytest

from appsec.facts.resources import Localised, StringResource
from appsec.model.outcome import Evidence, Location, Status
from tests.apps import android_app, lost

CHECK = "android-protective-software"
AT = Location("resources.arsc", "string/notice")


def app(text, **more):
    strings = (StringResource("notice", AT, (Localised(text, "zh-rTW"),)),)
    return android_app(strings=strings, **more)


@pytest.mark.parametrize("text", ["請安裝防毒軟體", "建議使用防護軟體", "Install an antivirus app"])
def test_a_text_is_a_hint(outcome, text):
    seen = list(outcome(CHECK, app(text)).seen)
    assert seen == [Evidence("mentioned", (AT,), {"names": "notice"})]


@pytest.mark.parametrize("text", ["", "病毒", "Virus", "隱私權政策"])
def test_other_texts_are_clean(outcome, text):
    assert outcome(CHECK, app(text)).status is Status.CLEAN


def test_texts_that_cannot_be_read_are_unknown(outcome):
    assert outcome(CHECK, app("", gaps={"strings": lost("strings")})).status is Status.UNKNOWN
