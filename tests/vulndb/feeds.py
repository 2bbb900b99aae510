"""Records written for tests: ids `TEST-...`, on packages that do not exist."""

import json
import zipfile
from pathlib import Path
from typing import Any

from appsec.model.software import SoftwareComponent, SoftwareKind
from appsec.vulndb.importing import Given, import_feeds

NOW = "2026-11-20T08:00:00Z"
VECTOR = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"


def affected(name="example.invented:library", ecosystem="Maven", kind="ECOSYSTEM", **more: Any):
    """What a record says of one package; by default all before 1.5."""
    events = more.pop("events", [{"introduced": "0"}, {"fixed": "1.5"}])
    given = {"package": {"ecosystem": ecosystem, "name": name}}
    return given | {"ranges": [{"type": kind, "events": events}]} | more


def record(number: int = 1, *entries: Any, **more: Any) -> dict[str, Any]:
    """A record in the form of OSV."""
    return {
        "id": f"TEST-2026-{number:04}",
        "summary": "Written for a test",
        "modified": "2026-11-19T00:00:00Z",
        "published": "2026-11-01T00:00:00Z",
        "affected": list(entries) or [affected()],
    } | more


def zipped(path: Path, *records: Any) -> Path:
    """A zip as OSV publishes it: one file for each record."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, each in enumerate(records):
            content = each if isinstance(each, (bytes, str)) else json.dumps(each)
            entry = zipfile.ZipInfo(f"{number}.json", (2026, 11, 18, 0, 0, 0))
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return path


def database(folder: Path, *records: Any, fillers: int = 0, ecosystem: str = "Maven") -> Path:
    """A database of these records, and of so many others on one more package: a whole feed."""
    more = [
        record(100_000 + n, affected("example.invented:filler", ecosystem)) for n in range(fillers)
    ]
    feed = zipped(folder / "feed.zip", *records, *more)
    place = folder / "advisories.sqlite"
    import_feeds(place, [Given(feed)], NOW)
    return place


def component(version: str = "1.4", name: str = "library", **more: Any) -> SoftwareComponent:
    """A library of Maven that does not exist."""
    given: dict[str, Any] = {
        "name": f"example.invented:{name}",
        "kind": SoftwareKind.LIBRARY,
        "purl": f"pkg:maven/example.invented/{name}",
        "version": version,
    }
    return SoftwareComponent(**(given | more))
