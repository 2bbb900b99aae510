from appsec.facts.ios_binary import Altered
from appsec.model.outcome import Location, Question, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import SHARE, executable, signature

CHECK = "ios-broken-signature"


def test_asked_once_for_each_binary(outcome):
    given = (
        signature(altered=(Altered.INFO_PLIST,)),
        signature(altered=(Altered.CODE,), pages=2),
        signature(SHARE, altered=(Altered.ENTITLEMENTS,)),
    )
    result = outcome(CHECK, ios_app(signatures=given))
    main, share = executable(), executable(SHARE)
    values = {"binary": main, "parts": "code, Info.plist"}
    others = {"binary": share, "parts": "entitlements"}
    assert (result.status, list(result.seen)) == (
        Status.QUESTION,
        [
            Question("altered", Location(main), values, identity=("binary",)),
            Question("altered", Location(share), others, identity=("binary",)),
        ],
    )


def test_clean_as_signed(outcome):
    assert outcome(CHECK, ios_app(signatures=(signature(),))).status is Status.CLEAN


def test_unknown_when_a_signature_could_not_be_read(outcome):
    app = ios_app(signatures=(), gaps={"signatures": lost("signatures")})
    assert outcome(CHECK, app).status is Status.UNKNOWN


def test_unknown_without_signatures(outcome):
    assert outcome(CHECK, ios_app()).status is Status.UNKNOWN
