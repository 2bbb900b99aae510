"""Files that are marked as excluded from backups."""

import pytest

from appsec.model.outcome import Origin
from tests.apps import ios_app
from tests.ios_code import NOTHING, Symbol, boxed, call, native_code

CHECK = "ios-backup-exclusion"
SETS = "-[NSURL setResourceValue:forKey:error:]"


@pytest.mark.parametrize(
    "key, origin, found",
    [
        (Symbol("NSURLIsExcludedFromBackupKey"), Origin.APP, ["excluded"]),
        (Symbol("NSURLIsExcludedFromBackupKey"), Origin.LIBRARY, []),
        (Symbol("NSURLNameKey"), Origin.APP, []),
        (NOTHING, Origin.APP, []),
    ],
)
def test_keys(outcome, key, origin, found):
    site = call(SETS, boxed(1), key, origin=origin)
    done = outcome(CHECK, ios_app(native_code=native_code(site)))
    assert [one.key for one in done.seen] == found
