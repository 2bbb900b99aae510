"""Keys in code, in each form that they come in."""

from dataclasses import replace

import pytest

from appsec.facts.ios_code import Argument, Callee, Choice, Data, Dictionary, Symbol
from tests.apps import ios_app
from tests.ios_code import NOTHING, Number, Words, call, native_code, result

CHECK = "ios-constant-key"
BYTES = Data(b"0123456789abcdef", 0x100008000)
ENCODED = result(
    "-[NSData bytes]", result("-[NSString dataUsingEncoding:]", Words("key"), Number(4))
)
BASE64 = result("-[NSData initWithBase64EncodedString:options:]", NOTHING, Words("a2V5"), Number(0))
FETCHED = result("-[NSData bytes]", result("SecItemCopyMatching", Words("query")))


def hits(outcome, *sites):
    done = outcome(CHECK, ios_app(native_code=native_code(*sites)))
    return [(type(one).__name__.lower(), one.key) for one in done.seen]


def cipher(key):
    return call("CCCrypt", Number(0), Number(0), Number(1), key)


@pytest.mark.parametrize(
    "key", [BYTES, ENCODED, BASE64, Words("key"), Choice(frozenset({BYTES, Words("b")}))]
)
def test_a_key_in_code_is_a_finding(outcome, key):
    assert hits(outcome, cipher(key)) == [("finding", "constant")]


@pytest.mark.parametrize("key", [NOTHING, Number(0), Data(None), FETCHED, Argument(2), Words("")])
def test_a_key_that_is_not_in_the_code_is_none(outcome, key):
    assert hits(outcome, cipher(key)) == []


def test_a_key_that_depends_on_the_path_is_a_question(outcome):
    assert hits(outcome, cipher(Choice(frozenset({BYTES, FETCHED})))) == [
        ("question", "may-be-constant")
    ]


@pytest.mark.parametrize(
    "name, number",
    [("CCCryptorCreateWithMode", 5), ("CryptoKit.SymmetricKey.init", 0),
     ("-[NSData AES256EncryptWithKey:]", 0)],
)  # fmt: skip
def test_each_place_for_a_key(outcome, name, number):
    arguments = [NOTHING] * number
    assert hits(outcome, call(name, *arguments, BYTES)) == [("finding", "constant")]
    assert hits(outcome, call(name, *arguments, NOTHING, BYTES)) == []


@pytest.mark.parametrize(
    "name, number",
    [("CCKeyDerivationPBKDF", 1), ("+[RNEncryptor encryptData:withSettings:password:error:]", 2),
     ("+[RNDecryptor decryptData:withPassword:error:]", 1)],
)  # fmt: skip
def test_a_password_in_code_derives_a_key_in_code(outcome, name, number):
    arguments = [NOTHING] * number
    assert hits(outcome, call(name, *arguments, Words("hunter2"))) == [("finding", "derived")]
    assert hits(outcome, call(name, *arguments, Argument(2))) == []


DATA_TYPE = Symbol("$s10Foundation4DataVN")
SIGNING = "CryptoKit.P256.Signing.PrivateKey.init"
ARRAY = Callee("swift_initStaticObject")


def private(kind="kSecAttrKeyClassPrivate"):
    return Dictionary(((Symbol("kSecAttrKeyClass"), Symbol(kind)),))


def beside(site, *others):
    return replace(site, around=(*others, site.callee))


IMPORTS = [
    ("SecKeyCreateWithData", private()),
    (SIGNING, DATA_TYPE),
    ("CryptoKit.Curve25519.KeyAgreement.PrivateKey.init", DATA_TYPE),
]


@pytest.mark.parametrize("name, more", IMPORTS)
def test_a_private_key_that_is_imported(outcome, name, more):
    fixed, other = call(name, BYTES, more), call(name, NOTHING, more)
    assert hits(outcome, beside(fixed)) == [("finding", "constant")]
    assert hits(outcome, beside(fixed, ARRAY)) == [("finding", "constant")]
    assert hits(outcome, beside(other, ARRAY)) == [("question", "array-beside")]
    assert hits(outcome, beside(other, Callee("SecItemAdd"))) == []


def test_a_public_key_and_one_that_is_made_are_none(outcome):
    public = call("SecKeyCreateWithData", BYTES, private("kSecAttrKeyClassPublic"))
    unknown = call("SecKeyCreateWithData", BYTES, NOTHING)
    made = call(SIGNING, Number(1))
    assert hits(outcome, *(beside(one, ARRAY) for one in (public, unknown, made))) == []


@pytest.mark.parametrize("name", ["CCHmac", "CCHmacInit"])
def test_the_key_of_a_code_may_be_public(outcome, name):
    assert hits(outcome, call(name, NOTHING, BYTES)) == [("question", "code-key")]
    assert hits(outcome, call(name, NOTHING, Argument(2))) == []
