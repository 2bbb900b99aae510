import pytest

from appsec.facts.values import UNKNOWN, Constant, New, Returned
from appsec.model.outcome import Finding, Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, method, octets, one_of, site, text

CHECK = "android-weakly-encrypted-storage"
GETS = "javax.crypto.Cipher.getInstance"
INIT = "javax.crypto.Cipher.init"
FINAL = "javax.crypto.Cipher.doFinal"
PUT = "android.content.SharedPreferences$Editor.putString"
WRITE = "java.io.FileOutputStream.write"
AT = Location("classes.dex", CALLER)
HELPER = "tw.example.app.Vault.seal"
ENCRYPT, DECRYPT = Constant(1), Constant(2)
FIXED = New("javax.crypto.spec.SecretKeySpec", (octets(*range(16)), text("AES")))
FIXED_TOO = New("javax.crypto.spec.SecretKeySpec", (octets(*range(32)), text("AES")))
DES, RC4 = {"transformation": "DES"}, {"transformation": "RC4"}
GCM = "AES/GCM/NoPadding"
STORED = New("javax.crypto.spec.SecretKeySpec", (UNKNOWN, text("AES")))
SEALED = Returned(method(HELPER), (UNKNOWN,))
INLINE = Returned(method(FINAL), (UNKNOWN, UNKNOWN))


def encrypting(name, key=STORED, mode=ENCRYPT, caller=HELPER):
    cipher = Returned(method(GETS), (text(name),))
    return (
        site(INIT, mode, key, receiver=cipher, caller=caller),
        site(FINAL, UNKNOWN, receiver=cipher, caller=caller),
    )


WEAK = Finding("weak-cipher", AT, {"transformation": "DES"})


@pytest.mark.parametrize(
    ("calls", "stored", "seen"),
    [
        (encrypting("DES"), SEALED, WEAK),
        (encrypting("DES", caller=CALLER), INLINE, WEAK),
        (encrypting("DES"), Returned(method("android.util.Base64.encode"), (SEALED,)), WEAK),
        (encrypting("AES/CBC/PKCS5Padding", FIXED), SEALED, Finding("constant-key", AT, {})),
    ],
)
def test_what_is_encrypted_weakly_and_stored_is_found(outcome, calls, stored, seen):
    for sink in (site(PUT, text("a"), stored), site(WRITE, stored)):
        assert list(outcome(CHECK, android_app(code=code(*calls, sink))).seen) == [seen]


@pytest.mark.parametrize(
    ("calls", "stored"),
    [
        (encrypting("AES/GCM/NoPadding"), SEALED),
        (encrypting("DES", mode=DECRYPT), SEALED),
        (encrypting("DES"), UNKNOWN),
        (encrypting("DES"), Returned(method("tw.example.app.Vault.other"), ())),
        ((), SEALED),
    ],
)
def test_sound_encryption_and_what_is_not_stored_are_clean(outcome, calls, stored):
    app = android_app(code=code(*calls, site(PUT, text("a"), stored)))
    assert outcome(CHECK, app).status is Status.CLEAN


def test_elsewhere_it_is_one_question(outcome):
    sink = site(PUT, text("a"), SEALED, origin=Origin.LIBRARY)
    assert list(outcome(CHECK, android_app(code=code(*encrypting("DES"), sink))).seen) == [
        Question("weak-cipher-elsewhere", (AT,), {"count": "1"}, origin=Origin.LIBRARY)
    ]


@pytest.mark.parametrize(
    ("names", "key", "seen"),
    [
        (one_of(text("DES"), text("RC4")), STORED, Finding("weak-cipher", AT, RC4)),
        (one_of(text("DES"), text(GCM)), STORED, Question("perhaps-weak-cipher", AT, DES)),
        (one_of(text("DES"), UNKNOWN), STORED, Question("perhaps-weak-cipher", AT, DES)),
        (text(GCM), one_of(FIXED, STORED), Question("perhaps-constant-key", AT, {})),
        (text(GCM), one_of(FIXED, FIXED_TOO), Finding("constant-key", AT, {})),
    ],
)
def test_one_of_several_ciphers_or_keys(outcome, names, key, seen):
    cipher = Returned(method(GETS), (names,))
    init = site(INIT, ENCRYPT, key, receiver=cipher, caller=HELPER)
    final = site(FINAL, UNKNOWN, receiver=cipher, caller=HELPER)
    put = site(PUT, text("k"), SEALED)
    assert list(outcome(CHECK, android_app(code=code(init, final, put))).seen) == [seen]


@pytest.mark.parametrize(
    ("stream", "status"),
    [
        (New("java.io.FileOutputStream", (UNKNOWN,)), Status.FOUND),
        (New("java.io.BufferedOutputStream", (New("java.io.FileOutputStream"),)), Status.FOUND),
        (Returned(method("android.content.Context.openFileOutput"), ()), Status.FOUND),
        (New("java.io.ByteArrayOutputStream"), Status.CLEAN),
        (UNKNOWN, Status.CLEAN),
    ],
)
def test_a_stream_counts_if_it_ends_in_a_file(outcome, stream, status):
    write = site("java.io.OutputStream.write", SEALED, receiver=stream)
    app = android_app(code=code(*encrypting("DES"), write))
    assert outcome(CHECK, app).status is status


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
