from appsec.model.outcome import Evidence, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import HELPER, SHARE, bundle, in_plist

CHECK = "ios-jailbreak-probe"
KEY = "LSApplicationQueriesSchemes"


def test_shown_for_the_schemes_that_are_known(outcome):
    given = (bundle(LSApplicationQueriesSchemes=["line", "Cydia", "sileo"]),)
    result = outcome(CHECK, ios_app(bundles=given))
    values = {"bundle": given[0].path, "schemes": "Cydia, sileo"}
    assert (result.status, list(result.seen)) == (
        Status.CLEAN,
        [Evidence("probes", in_plist(KEY), values, identity=("bundle",))],
    )


def test_quiet_for_usual_schemes_and_for_frameworks(outcome):
    given = (
        bundle(LSApplicationQueriesSchemes=["line", "fbauth2"]),
        bundle(SHARE),
        bundle(HELPER, LSApplicationQueriesSchemes=["cydia"]),
    )
    result = outcome(CHECK, ios_app(bundles=given))
    assert (result.status, result.seen) == (Status.CLEAN, ())


def test_unknown_when_a_bundle_could_not_be_read(outcome):
    app = ios_app(bundles=(bundle(),), gaps={"bundles": lost("bundles")})
    assert outcome(CHECK, app).status is Status.UNKNOWN
