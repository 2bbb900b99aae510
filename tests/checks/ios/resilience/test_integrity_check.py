"""App Attest and the like, in own code."""

import pytest

from appsec.model.outcome import Origin
from tests.apps import ios_app
from tests.ios_code import call, native_code

CHECK = "ios-integrity-check"
ATTESTS = "-[DCAppAttestService attestKey:clientDataHash:completionHandler:]"


@pytest.mark.parametrize(
    "site, found",
    [
        (call(ATTESTS), ["seen"]),
        (call("-[DCDevice generateTokenWithCompletionHandler:]"), ["seen"]),
        (call(ATTESTS, origin=Origin.LIBRARY), []),
        (call("-[NSFileManager fileExistsAtPath:]"), []),
    ],
)
def test_signs(outcome, site, found):
    done = outcome(CHECK, ios_app(native_code=native_code(site)))
    assert [one.key for one in done.seen] == found
