import pytest

from appsec.facts.resources import Localised, StringResource
from appsec.model.outcome import Evidence, Location, Status
from tests.apps import android_app, lost

CHECK = "android-contact-channel"
AT = Location("resources.arsc", "string/contact")


def app(text, **more):
    strings = (StringResource("contact", AT, (Localised(text),)),)
    return android_app(strings=strings, **more)


@pytest.mark.parametrize("text", ["service@example.tw", "寫信至 a.b+c@mail.example.tw", "mailto:x"])
def test_an_address_is_a_hint(outcome, text):
    seen = list(outcome(CHECK, app(text)).seen)
    assert seen == [Evidence("told", (AT,), {"names": "contact"})]


@pytest.mark.parametrize("text", ["", "@string/a", "a @ b", "@example"])
def test_other_texts_are_clean(outcome, text):
    assert outcome(CHECK, app(text)).status is Status.CLEAN


def test_texts_that_cannot_be_read_are_unknown(outcome):
    assert outcome(CHECK, app("", gaps={"strings": lost("strings")})).status is Status.UNKNOWN
