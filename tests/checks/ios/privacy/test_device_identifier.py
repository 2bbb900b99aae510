"""Identifiers of the device, of the app and of its SDKs, in one question."""

from appsec.model.outcome import Origin, Question
from tests.apps import ios_app
from tests.ios_code import call, native_code, place

CHECK = "ios-device-identifier"
VENDOR = "-[UIDevice identifierForVendor]"
ADVERTISING = "-[ASIdentifierManager advertisingIdentifier]"


def test_all_are_one_question(outcome):
    sites = (
        call(VENDOR, address=1),
        call(ADVERTISING, address=2, origin=Origin.LIBRARY),
        call(VENDOR, address=3),
    )
    values = {"names": "IDFA, IDFV", "count": "3"}
    places = (place(1), place(2), place(3))
    done = outcome(CHECK, ios_app(native_code=native_code(*sites)))
    assert done.seen == (Question("read", places, values, ("names",), Origin.APP),)


def test_in_a_library_alone_it_is_the_librarys(outcome):
    site = call(VENDOR, origin=Origin.LIBRARY)
    done = outcome(CHECK, ios_app(native_code=native_code(site)))
    assert [one.origin for one in done.seen] == [Origin.LIBRARY]


def test_anything_else_is_none(outcome):
    site = call("-[UIDevice name]")
    assert outcome(CHECK, ios_app(native_code=native_code(site))).seen == ()
