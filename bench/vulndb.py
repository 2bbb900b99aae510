"""`python -m bench.vulndb [RECORDS]`: how long import and look-ups of advisories take.

The records are generated: ids `TEST-...` of packages that do not exist, in the form of OSV, each
with ranges, versions and a vector as the real ones have them. Nothing here is a test.
"""

import json
import random
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from appsec.model.software import SoftwareComponent, SoftwareKind
from appsec.vulndb.importing import Given, import_feeds
from appsec.vulndb.lookup import look_up
from appsec.vulndb.store import opened

RECORDS = 100_000
PACKAGES = 20_000
LOOK_UPS = 200
VECTOR = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"


def record(number: int, dice: random.Random) -> dict[str, object]:
    """One advisory on an invented package of Maven."""
    minor = dice.randrange(1, 60)
    package = f"example.invented:library-{dice.randrange(PACKAGES)}"
    events = [{"introduced": "0"}, {"fixed": f"1.{minor}.0"}]
    return {
        "id": f"TEST-2026-{number:06}",
        "summary": "An advisory that was generated to measure the import",
        "details": "Nothing of this exists. " * 40,
        "modified": "2026-01-01T00:00:00Z",
        "published": "2026-01-01T00:00:00Z",
        "severity": [{"type": "CVSS_V3", "score": VECTOR}],
        "affected": [
            {
                "package": {"ecosystem": "Maven", "name": package},
                "ranges": [{"type": "ECOSYSTEM", "events": events}],
                "versions": [f"1.{n}.0" for n in range(minor)],
            }
        ],
    }


def main(records: int) -> None:
    """Prints seconds."""
    dice = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        feed, database = Path(folder, "all.zip"), Path(folder, "advisories.sqlite")
        with zipfile.ZipFile(feed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for number in range(records):
                archive.writestr(f"TEST-{number}.json", json.dumps(record(number, dice)))
        began = time.perf_counter()
        import_feeds(database, [Given(feed)], "2026-01-02T00:00:00Z")
        took = time.perf_counter() - began
        size = database.stat().st_size / 2**20
        print(f"import of {records:,} records: {took:.1f} s, {size:.0f} MiB")
        chosen = [
            SoftwareComponent(
                name=f"library-{number}",
                kind=SoftwareKind.LIBRARY,
                purl=f"pkg:maven/example.invented/library-{number}",
                version="1.20.0",
            )
            for number in dice.sample(range(PACKAGES), LOOK_UPS)
        ]
        began = time.perf_counter()
        with opened(database) as asked:
            found = sum(len(look_up(asked, component).matches) for component in chosen)
        took = time.perf_counter() - began
        print(f"{LOOK_UPS} look-ups: {took:.2f} s, {found:,} matches")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS)
