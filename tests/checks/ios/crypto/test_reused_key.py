"""One constant key in several classes of the app's own."""

import pytest

from appsec.facts.ios_code import Data
from appsec.model.outcome import Origin
from tests.apps import ios_app
from tests.ios_code import NOTHING, Words, call, native_code

CHECK = "ios-reused-key"
ONE, OTHER = Data(b"0123456789abcdef", 0x1000), Data(b"0123456789abcdef", 0x2000)


def use(key, caller, origin=Origin.APP, address=1):
    return call(
        "CCCrypt", NOTHING, NOTHING, NOTHING, key, caller=caller, origin=origin, address=address
    )


@pytest.mark.parametrize(
    "sites, found",
    [
        ([use(ONE, "-[A save]"), use(ONE, "-[B load]", address=2)], ["2"]),
        ([use(Words("k"), "-[A save]"), use(Words("k"), "+[B load]", address=2)], ["2"]),
        ([use(ONE, "-[A save]"), use(ONE, "-[A load]", address=2)], []),
        ([use(ONE, "-[A save]"), use(OTHER, "-[B load]", address=2)], []),
        ([use(ONE, "-[A save]"), use(ONE, "-[B load]", Origin.LIBRARY, 2)], []),
        ([use(ONE, ""), use(ONE, "", address=2)], []),
        ([use(NOTHING, "-[A save]"), use(NOTHING, "-[B load]", address=2)], []),
    ],
)
def test_classes(outcome, sites, found):
    done = outcome(CHECK, ios_app(native_code=native_code(*sites)))
    assert [one.values["count"] for one in done.seen] == found
