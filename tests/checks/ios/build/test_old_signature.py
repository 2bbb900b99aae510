from dataclasses import replace

from appsec.facts.ios_binary import SignedBy
from appsec.model.outcome import Evidence, Location, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import APP, SHARE, executable, signature

CHECK = "ios-old-signature"
(NEW,) = signature().directories
SHA1 = replace(NEW, hash="sha1")
OLD = replace(SHA1, version=0x20200)


def test_shown_by_what_is_old(outcome):
    given = (signature(directories=(OLD,)), signature(SHARE, directories=(SHA1,)))
    result = outcome(CHECK, ios_app(signatures=given))
    main, share = executable(), executable(SHARE)
    places = (Location(main), Location(share))
    assert (result.status, list(result.seen)) == (
        Status.CLEAN,
        [
            Evidence("sha1-only", places, {"binaries": f"{main}, {share}"}),
            Evidence("old-form", (Location(main),), {"binaries": main}),
        ],
    )


def test_quiet_for_an_alternate_directory_without_signature_and_for_what_apple_brings(outcome):
    unsigned = signature(SHARE, signer=SignedBy.NOBODY, directories=())
    apple = signature(binary=f"{APP}/Frameworks/libswiftCore.dylib", directories=(OLD,))
    given = (signature(directories=(OLD, NEW)), unsigned, apple)
    result = outcome(CHECK, ios_app(signatures=given))
    assert (result.status, result.seen) == (Status.CLEAN, ())


def test_shown_for_a_library_that_only_sounds_like_apples(outcome):
    own = signature(binary=f"{APP}/Frameworks/libswiftPayment.dylib", directories=(OLD,))
    assert len(outcome(CHECK, ios_app(signatures=(own,))).seen) == 2


def test_unknown_when_a_signature_could_not_be_read(outcome):
    app = ios_app(signatures=(), gaps={"signatures": lost("signatures")})
    assert outcome(CHECK, app).status is Status.UNKNOWN
