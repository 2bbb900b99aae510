"""Keychain items by the attribute that says when they can be read."""

from dataclasses import replace

import pytest

from appsec.facts.ios_code import Choice, Dictionary
from tests.apps import ios_app
from tests.ios_code import NOTHING, Symbol, call, native_code

CHECK = "ios-keychain-always"
ALWAYS = Symbol("kSecAttrAccessibleAlways")
HERE = Symbol("kSecAttrAccessibleAlwaysThisDeviceOnly")
UNLOCKED = Symbol("kSecAttrAccessibleWhenUnlocked")


def item(*accessible):
    entries = [(Symbol("kSecClass"), Symbol("kSecClassGenericPassword"))]
    return Dictionary((*entries, *((Symbol("kSecAttrAccessible"), one) for one in accessible)))


def hits(outcome, site):
    done = outcome(CHECK, ios_app(native_code=native_code(site)))
    return [(type(one).__name__, one.key, one.values["accessible"]) for one in done.seen]


@pytest.mark.parametrize(
    "given, found",
    [
        (item(ALWAYS), [("Finding", "always", ALWAYS.name)]),
        (item(HERE), [("Finding", "always", HERE.name)]),
        (item(Choice(frozenset({ALWAYS, UNLOCKED}))), [("Question", "may-be-always", ALWAYS.name)]),
        (Choice(frozenset({item(ALWAYS), item(UNLOCKED)})), [("Question", "may-be-always", ALWAYS.name)]),
        (Choice(frozenset({item(ALWAYS), item()})), [("Question", "may-be-always", ALWAYS.name)]),
        (item(UNLOCKED), []),
        (item(NOTHING), []),
        (item(), []),
        (NOTHING, []),
        (replace(item(ALWAYS), complete=False), [("Question", "may-be-always", ALWAYS.name)]),
        (Choice(frozenset({item(ALWAYS), NOTHING})), [("Question", "may-be-always", ALWAYS.name)]),
    ],
)  # fmt: skip
def test_when_an_item_can_be_read(outcome, given, found):
    assert hits(outcome, call("SecItemAdd", given)) == found
    assert hits(outcome, call("SecItemUpdate", NOTHING, given)) == found


def test_an_access_control_names_it_too(outcome):
    name = "SecAccessControlCreateWithFlags"
    assert hits(outcome, call(name, NOTHING, ALWAYS)) == [("Finding", "always", ALWAYS.name)]
    either = Choice(frozenset({ALWAYS, UNLOCKED}))
    assert hits(outcome, call(name, NOTHING, either)) == [
        ("Question", "may-be-always", ALWAYS.name)
    ]
    assert hits(outcome, call(name, NOTHING, UNLOCKED)) == []
