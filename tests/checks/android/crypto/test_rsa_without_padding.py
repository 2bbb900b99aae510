import pytest

from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, site, text

CHECK = "android-rsa-without-padding"
GETS = "javax.crypto.Cipher.getInstance"
AT = Location("classes.dex", CALLER)


def using(name, **more):
    return android_app(code=code(site(GETS, text(name), static=True, **more)))


@pytest.mark.parametrize("name", ["RSA/ECB/NoPadding", "RSA/None/NoPadding", "rsa/ecb/nopadding"])
def test_no_padding_is_asked_about(outcome, name):
    seen = list(outcome(CHECK, using(name)).seen)
    assert seen == [Question("no-padding", AT, {"transformation": name})]


@pytest.mark.parametrize(
    "name",
    ["RSA", "RSA/ECB/PKCS1Padding", "RSA/ECB/OAEPWithSHA-256AndMGF1Padding", "AES/GCM/NoPadding"],
)
def test_padded_ones_and_other_ciphers_are_clean(outcome, name):
    assert outcome(CHECK, using(name)).status is Status.CLEAN


def test_elsewhere_it_is_one_question(outcome):
    seen = list(outcome(CHECK, using("RSA/ECB/NoPadding", origin=Origin.UNREACHED)).seen)
    assert seen == [
        Question("no-padding-elsewhere", (AT,), {"count": "1"}, origin=Origin.UNREACHED)
    ]


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
