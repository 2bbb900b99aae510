import pytest

from appsec.facts.values import UNKNOWN, Constant, Returned
from appsec.model.outcome import Finding, Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, method, octets, one_of, site, text

CHECK = "android-constant-database-key"
OPEN = "net.sqlcipher.database.SQLiteDatabase.openOrCreateDatabase"
WRITABLE = "net.sqlcipher.database.SQLiteOpenHelper.getWritableDatabase"
FACTORY = "net.zetetic.database.sqlcipher.SupportOpenHelperFactory.<init>"
REALM = "io.realm.RealmConfiguration$Builder.encryptionKey"
MMKV = "com.tencent.mmkv.MMKV.mmkvWithID"
AT = Location("classes.dex", CALLER)
BYTES = Returned(method("java.lang.String.getBytes", returns="byte[]"), (text("key"),))


@pytest.mark.parametrize(
    ("call", "vault"),
    [
        (site(OPEN, UNKNOWN, text("key"), UNKNOWN, static=True), "SQLCipher"),
        (site(WRITABLE, text("key")), "SQLCipher"),
        (site(FACTORY, BYTES), "SQLCipher"),
        (site(REALM, octets(*range(64))), "Realm"),
        (site(MMKV, text("id"), Constant(1), text("key"), static=True), "MMKV"),
    ],
)
def test_a_constant_key_is_found(outcome, call, vault):
    seen = list(outcome(CHECK, android_app(code=code(call))).seen)
    assert seen == [Finding("constant", AT, {"vault": vault})]


@pytest.mark.parametrize(
    "call",
    [
        site(OPEN, text("path"), UNKNOWN, UNKNOWN, static=True),
        site(WRITABLE, UNKNOWN),
        site(WRITABLE),
        site(MMKV, text("id"), Constant(1), Constant(None), static=True),
        site(MMKV, text("id"), static=True),
    ],
)
def test_keys_of_the_run_and_none_are_clean(outcome, call):
    assert outcome(CHECK, android_app(code=code(call))).status is Status.CLEAN


def test_elsewhere_it_is_one_question(outcome):
    app = android_app(code=code(site(WRITABLE, text("key"), origin=Origin.LIBRARY)))
    assert list(outcome(CHECK, app).seen) == [
        Question("constant-elsewhere", (AT,), {"count": "1"}, origin=Origin.LIBRARY)
    ]


def test_what_is_watched_is_what_the_table_names(checks):
    from appsec.api import table
    from appsec.engine.shipped import content_dir

    beside = content_dir("checks") / "android/storage/constant_database_key.py"
    vaults = table(str(beside), "vaults")
    assert set(checks[CHECK].about.watches) == set(vaults["apis"]) == set(vaults["names"])


def test_a_constant_among_others_is_asked_about(outcome):
    call = site(OPEN, UNKNOWN, one_of(text("key"), UNKNOWN), UNKNOWN, static=True)
    seen = list(outcome(CHECK, android_app(code=code(call))).seen)
    assert seen == [Question("perhaps-constant", AT, {"vault": "SQLCipher"})]


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
