"""Damaged code is told as a gap and never a crash, a hang, growing memory or a pass.

A part of the inputs is run each time. All of them take some five minutes:
`APPSEC_MALFORMED=10000 APPSEC_MALFORMED_SCANS=200 pytest tests/test_malformed_code.py`.
"""

import gc
import json
import os
import resource
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from appsec.model.exit import Exit
from tests.command import DAY, appsec
from tests.malformed import APPS, CODE, apk_of, crashes, malformed, parts

IN_PROCESS = int(os.environ.get("APPSEC_MALFORMED", "1000"))
SCANS = int(os.environ.get("APPSEC_MALFORMED_SCANS", "8"))
LOTS = 4
MAX_SECONDS = 5
"""Of processor time for one input; the slowest that we saw took a fifth of one."""
MAX_GROWTH = 16 << 20
MAX_SCAN_SECONDS, MAX_SCAN_MIB = 20, 512
BROKEN = {"check-crashed", "reader-crashed", "child-crashed", "child-timeout", "out-of-memory"}


def resident() -> int:
    """Bytes of memory that this process holds."""
    gc.collect()
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * resource.getpagesize()


def test_the_undamaged_apps_are_read_whole() -> None:
    assert [crashes(app, parts(app)[CODE]) for app in APPS] == [[]] * len(APPS)


@pytest.mark.parametrize("lot", range(LOTS))
def test_in_this_process(lot: int) -> None:
    seeds = range(lot, IN_PROCESS, LOTS)
    warm = 0
    for number, seed in enumerate(seeds):
        if number == len(seeds) // LOTS:
            warm = resident()
        begin = time.process_time()
        assert (seed, crashes(*malformed(seed))) == (seed, [])
        assert time.process_time() - begin < MAX_SECONDS, seed
    assert resident() - warm < MAX_GROWTH


@pytest.mark.parametrize("seed", range(SCANS))
def test_in_a_scan(seed: int, tmp_path: Path) -> None:
    app, code = malformed(seed)
    damaged, report = tmp_path / "damaged.apk", tmp_path / "report.json"
    damaged.write_bytes(apk_of(app, code))
    ran = scanned(damaged, report)
    assert ran["seconds"] < MAX_SCAN_SECONDS
    assert ran["peak"] < MAX_SCAN_MIB
    assert not BROKEN & {gap["key"] for gap in ran["coverage"]["gaps"]}
    assert passes(ran) <= passed_undamaged(app)


def scanned(app: Path, report: Path) -> Mapping[str, Any]:
    """The saved assessment, and what the scan cost. Exit codes tell of findings and gaps."""
    ran = appsec("scan", app, "--class=L3", "--with-f", "--as-of", DAY, f"--format=json={report}")
    assert ran.code in (Exit.OK, Exit.FAILED, Exit.OPEN), ran.err
    told = json.loads(report.read_text(encoding="utf-8"))
    return {**told, "seconds": ran.seconds, "peak": ran.peak}


def passes(assessment: Mapping[str, Any]) -> set[str]:
    return {one["requirement"] for one in assessment["verdicts"] if one["result"] == "pass"}


@cache
def passed_undamaged(app: Path) -> frozenset[str]:
    """What the sample itself passes."""
    with TemporaryDirectory() as folder:
        return frozenset(passes(scanned(app, Path(folder, "report.json"))))
