import pytest

from appsec.facts.values import UNKNOWN, OneOf
from appsec.model.outcome import Evidence, Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, site, text

CHECK = "android-weak-cipher"
GETS = "javax.crypto.Cipher.getInstance"
AT = Location("classes.dex", CALLER)


def using(value, **more):
    return android_app(code=code(site(GETS, value, static=True, **more)))


@pytest.mark.parametrize(
    "name",
    [
        *("DES", "DES/CBC/PKCS5Padding", "RC4", "ARCFOUR", "Blowfish/CBC/PKCS5Padding", "RC2"),
        *("AES", "aes/ecb/PKCS5Padding", "AES_256/ECB/NoPadding", "SM4"),
        *("PBEWithMD5AndDES", "PBEWithSHA1AndRC2_40", "PBEWITHSHAAND40BITRC4"),
    ],
)
def test_a_weak_cipher_is_asked_about(outcome, name):
    seen = list(outcome(CHECK, using(text(name))).seen)
    assert seen == [Question("weak", AT, {"transformation": name})]


@pytest.mark.parametrize(
    "name",
    [
        *("AES/GCM/NoPadding", "AES/CBC/PKCS7Padding", "RSA/ECB/OAEPPadding", "RSA", "ChaCha20"),
        *("AESWrap", "PBEWithHmacSHA256AndAES_128", ""),
    ],
)
def test_normal_ones_are_clean(outcome, name):
    assert outcome(CHECK, using(text(name))).status is Status.CLEAN


def test_one_of_two_ways_is_enough(outcome):
    either = OneOf(frozenset((text("AES/GCM/NoPadding"), text("DES"))))
    seen = list(outcome(CHECK, using(either)).seen)
    assert seen == [Question("weak", AT, {"transformation": "DES"})]


@pytest.mark.parametrize("name", ["DESede/CBC/PKCS5Padding", "TripleDES"])
def test_triple_des_is_shown_only(outcome, name):
    result = outcome(CHECK, using(text(name)))
    assert (result.status, list(result.seen)) == (
        Status.CLEAN,
        [Evidence("triple-des", AT, {"transformation": name})],
    )


def test_elsewhere_it_is_one_question(outcome):
    seen = list(outcome(CHECK, using(text("DES"), origin=Origin.LIBRARY)).seen)
    assert seen == [Question("weak-elsewhere", (AT,), {"count": "1"}, origin=Origin.LIBRARY)]


def test_what_nothing_tells_is_a_question(outcome):
    assert list(outcome(CHECK, using(UNKNOWN)).seen) == [Question("untold", (AT,), {"count": "1"})]
    assert outcome(CHECK, using(UNKNOWN, origin=Origin.LIBRARY)).status is Status.CLEAN


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
