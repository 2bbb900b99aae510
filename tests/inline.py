"""A scan without the outer child process: the same work, some ten times faster in tests."""

import atexit
import shutil
import tempfile
from collections import deque
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

import appsec.pipeline as parent
from appsec.model.assessment import Assessment
from appsec.pipeline import ArtefactError, Options
from appsec.vulndb.importing import Given, import_feeds
from appsec.worker import work


@dataclass(frozen=True)
class Inline:
    """Stands in for `run_child`: same entry, same lines."""

    def __call__(self, entry, request, on_line, limits=None, payload=b""):
        import json

        assert entry == "appsec.worker:work"
        lines = deque()
        work(request, BytesIO(payload if isinstance(payload, bytes) else payload()), lines.append)
        for line in lines:
            on_line(json.dumps(line, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def scan_inline(path: Path, monkeypatch, **options: object) -> Assessment | None:
    """The assessment, or None if the artefact cannot be assessed at all (exit code 4). A
    declaration, an SBOM and advisories that lie beside the artefact are taken."""
    beside = path.with_name(f"{path.name}.declaration.yaml")
    if beside.exists():
        options = {"declaration": beside} | options
    listed = path.with_name(f"{path.name}.sbom.json")
    if listed.exists():
        options = {"sbom": (listed,)} | options
    advisories = path.with_name(f"{path.name}.advisories.json")
    if advisories.exists():
        options = {"vulndb": _database(advisories)} | options
    monkeypatch.setattr(parent, "run_child", Inline())
    try:
        return parent.scan(path, Options(as_of="2026-01-01", **options))
    except ArtefactError:
        return None


@cache
def _database(feed: Path) -> Path:
    """The feed, as of the day of every inline scan."""
    place = Path(tempfile.mkdtemp(), "advisories.sqlite")
    atexit.register(shutil.rmtree, place.parent)
    import_feeds(place, [Given(feed, dated="2026-01-01")], "2026-01-01T00:00:00Z")
    return place
