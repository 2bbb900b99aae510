"""The advertising identifier in an app that cannot ask."""

import pytest

from appsec.model.outcome import Origin
from tests.apps import ios_app
from tests.checks.ios.given import bundle
from tests.ios_code import call, native_code

CHECK = "ios-untold-advertising-id"
READS = "-[ASIdentifierManager advertisingIdentifier]"


@pytest.mark.parametrize(
    "site, plist, found",
    [
        (call(READS), {}, [("Finding", "read")]),
        (call(READS), {"NSUserTrackingUsageDescription": "為您挑選廣告"}, []),
        (call("-[? advertisingIdentifier]"), {}, []),
        (call(READS, origin=Origin.LIBRARY), {}, [("Question", "read-elsewhere")]),
    ],
)
def test_reads(outcome, site, plist, found):
    app = ios_app(info=bundle(**plist), native_code=native_code(site))
    assert [(type(one).__name__, one.key) for one in outcome(CHECK, app).seen] == found
