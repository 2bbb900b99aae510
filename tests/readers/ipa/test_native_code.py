"""Values of calls as the app in samples/ios/values makes them, optimised and not."""

import zipfile
from contextlib import contextmanager

import pytest

from appsec.facts.ios_code import (
    BLOCK,
    NOTHING,
    Argument,
    Block,
    Callee,
    CallResult,
    Choice,
    ClassObject,
    Data,
    Dictionary,
    Number,
    Symbol,
    Words,
    unboxed,
)
from appsec.model.outcome import Origin
from appsec.readers.artefact import open_artefact
from tests.command import SAMPLES

VALUES = [SAMPLES / "ios/values/values.ipa", SAMPLES / "ios/values/values-old.ipa"]
WATCHED = frozenset(
    (
        *("take", "takeNumber", "SecItemAdd", "CCCrypt", "ptrace", "svc"),
        *("CryptoKit.Insecure.*", "Foundation.Data.write"),
        *("-[NSUserDefaults setObject:forKey:]", "-[* setTitle:]"),
        *(
            "-[LAContext evaluatePolicy:localizedReason:reply:]",
            "+[UIPasteboard generalPasteboard]",
        ),
        *("-[UIViewController viewDidLoad]", "-[NSString setObject:forKey:]"),
    )
)
SELF = Argument(0)
NAME = CallResult(Callee("-[Values name]"), (SELF,))


@contextmanager
def opened(path):
    found = open_artefact(path, None, {})
    try:
        yield found.app
    finally:
        found.close()


@pytest.fixture(params=VALUES, ids=lambda path: path.stem)
def code(request):
    with opened(request.param) as app:
        app.watched = WATCHED
        yield app.native_code


def firsts(code, callee, caller):
    """The first argument of each call in a method."""
    return [one.argument(0) for one in code.calls(callee) if one.caller == caller]


def test_numbers(code):
    told = firsts(code, "takeNumber", "-[Values numbers]")
    assert told == [
        Number(5),
        Number(-1),
        Number(0x123456789ABC),
        Number(0xFF00FF00FF00FF00 - (1 << 64)),
    ]


def test_texts_from_everywhere(code):
    told = firsts(code, "take", "-[Values texts:]")
    formatted = (ClassObject("NSString"), Words("%@-%d"), Words("a"), Number(3))
    assert told == [
        Words("text"),
        Words("文字"),
        Words("constant"),
        NOTHING,  # a variable that another method writes
        Words("from a helper"),
        Words("from a method"),
        Choice(frozenset((Words("yes"), Words("no")))),
        NAME,
        CallResult(Callee("+[NSString stringWithFormat:]"), formatted),
    ]


def test_a_parameter_that_is_always_the_same(code):
    assert Words("account") in [one.argument(0) for one in code.calls("take")]


def test_a_dictionary_at_once(code):
    [query] = firsts(code, "SecItemAdd", "-[Values keychain:]")
    assert query == Dictionary(
        (
            (Symbol("kSecClass"), Symbol("kSecClassGenericPassword")),
            (Symbol("kSecAttrAccount"), Words("pin")),
            (Symbol("kSecAttrAccessible"), Symbol("kSecAttrAccessibleAlways")),
            (Symbol("kSecValueData"), Argument(2)),
        )
    )


def test_a_dictionary_in_steps(code):
    [query] = firsts(code, "SecItemAdd", "-[Values keychainInSteps:]")
    assert query.complete
    assert query.value("kSecClass") == Symbol("kSecClassGenericPassword")
    always = Symbol("kSecAttrAccessibleAlways")
    assert query.value("kSecAttrAccessible") == Choice(frozenset((always, NOTHING)))
    assert unboxed(query.value("kSecAttrSynchronizable")) == Number(1)
    assert query.value("kSecAttrAccount") == NOTHING


def test_arguments_on_the_stack(code):
    [call] = code.calls("CCCrypt")
    assert call.arguments[:3] == (Number(0), Number(2), Number(3))
    assert call.argument(3).content.startswith(b"0123456789abcdef")
    assert call.argument(4) == Number(16)
    assert call.argument(5) == Number(0)
    assert call.arguments[8:] == (Data(None), Number(64), Data(None))


def test_a_message_to_a_known_class_and_not_to_another(code):
    calls = list(code.calls("-[NSUserDefaults setObject:forKey:]"))
    assert [(one.caller, one.callee.owner, one.arguments) for one in calls] == [
        ("-[Values defaults]", "NSUserDefaults", (Words("x"), Words("token"))),
        ("-[Values defaults]", "NSUserDefaults", (NAME, Words("name"))),
        ("-[Values loop:]", "NSUserDefaults", (NOTHING, Words("kept"))),
    ]
    assert list(code.calls("-[NSString setObject:forKey:]")) == []


def test_what_survives_a_loop(code):
    assert firsts(code, "take", "-[Values loop:]") == [Words("kept")]


def test_what_another_function_may_have_written_is_not_told(code):
    assert firsts(code, "takeNumber", "-[Values written]") == [NOTHING]


def test_a_block_that_is_handed_over(code):
    [call] = code.calls("-[LAContext evaluatePolicy:localizedReason:reply:]")
    assert call.arguments[:2] == (Number(1), Words("為什麼"))
    block = call.argument(2)
    assert isinstance(block, Block)
    inside = code.body(block, call.at)
    assert [(one.callee.name, one.argument(0)) for one in inside.calls] == [
        ("take", Words("unlocked"))
    ]


def test_a_method_that_answers_a_challenge(code):
    [body] = code.implementing("URLSession:didReceiveChallenge:completionHandler:")
    names = [one.callee.name for one in body.calls]
    assert "SecTrustEvaluateWithError" not in names
    [answer] = [one for one in body.calls if one.callee.name == BLOCK]
    assert (answer.receiver, answer.argument(0)) == (Argument(4), Number(0))
    assert answer.argument(1).callee.name == "+[NSURLCredential credentialForTrust:]"


def test_calls_that_hide(code):
    [call] = code.calls("ptrace")
    assert call.arguments[:2] == (Number(31), Number(0))
    [call] = code.calls("svc")
    assert call.arguments[:2] == (Number(26), Number(31))
    [call] = code.calls("+[UIPasteboard generalPasteboard]")
    assert call.receiver == ClassObject("UIPasteboard")


def test_swift(code):
    [call] = code.calls("CryptoKit.Insecure.*")
    assert call.callee.name == "CryptoKit.Insecure.MD5.self"
    [call] = code.calls("Foundation.Data.write")
    assert call.argument(0) == Words("token")


def test_super_and_self(code):
    [call] = code.calls("-[UIViewController viewDidLoad]")
    assert (call.callee.owner, call.receiver) == ("UIViewController", SELF)
    [call] = code.calls("-[* setTitle:]")
    assert (call.callee.name, call.argument(0)) == ("-[Values setTitle:]", Words("值"))


def test_what_methods_give_back(code):
    [body] = code.implementing("secret")
    assert body.returned == (Words("from a method"),)


def test_names(code):
    assert {text for text, _, _ in code.texts("ptrace", "token", "gone")} == {"ptrace", "token"}
    taken = code.imports("CCCrypt", "OBJC_CLASS_$_LAContext", "fork")
    assert [name for name, _, _ in taken] == ["CCCrypt", "OBJC_CLASS_$_LAContext"]
    assert [one.name for one in code.classes()] == ["Values"]


def test_places_are_those_of_the_calls(code):
    for call in code.calls("take"):
        assert call.at.file == "Payload/Desk.app/Desk"
        assert int(call.at.member, 16) % 4 == 0
        assert call.origin is Origin.APP


def test_a_call_that_nobody_watches_is_an_error(code):
    with pytest.raises(LookupError):
        next(code.calls("fork"))


def test_encrypted_code_is_a_gap():
    with opened(SAMPLES / "ios/package/fixed-encrypted.ipa") as app:
        with app.watching() as touched:
            names = {one.name for one in app.native_code.classes()}
        gaps = {gap.key for fact in touched for gap in app.gaps_of(fact)}
    assert "ParcelViewController" not in names
    assert "fairplay-encrypted" in gaps


@pytest.mark.parametrize(
    ("name", "framework"),
    [
        ("main.jsbundle", "React Native"),
        ("www/cordova.js", "Cordova"),
        ("Frameworks/App.framework/flutter_assets/AssetManifest.json", "Flutter"),
        ("Data/Managed/Metadata/global-metadata.dat", "Unity"),
    ],
)
def test_a_framework_is_a_gap(tmp_path, name, framework):
    made = tmp_path / "made.ipa"
    with zipfile.ZipFile(VALUES[0]) as source, zipfile.ZipFile(made, "w") as target:
        for one in source.infolist():
            target.writestr(one, source.read(one))
        target.writestr(f"Payload/Desk.app/{name}", b"x")
    with opened(made) as app:
        assert app.native_code
        [gap] = [one for one in app.gaps_of("native_code") if one.key == "framework-code-ios"]
    assert gap.values["framework"] == framework
