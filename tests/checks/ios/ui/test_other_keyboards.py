"""Whether keyboards of others are refused."""

import pytest

from appsec.model.outcome import Origin
from tests.apps import ios_app
from tests.ios_code import NOTHING, Number, body, native_code

CHECK = "ios-other-keyboards"
DECIDES = "-[Desk application:shouldAllowExtensionPointIdentifier:]"


@pytest.mark.parametrize(
    "returned, origin, found",
    [
        ((Number(0),), Origin.APP, ["refused"]),
        ((Number(0), Number(1)), Origin.APP, ["decided"]),
        ((NOTHING,), Origin.APP, ["decided"]),
        ((), Origin.APP, ["decided"]),
        ((Number(0),), Origin.LIBRARY, []),
    ],
)
def test_decisions(outcome, returned, origin, found):
    code = native_code(bodies=[body(DECIDES, *returned, origin=origin)])
    assert [one.key for one in outcome(CHECK, ios_app(native_code=code)).seen] == found
