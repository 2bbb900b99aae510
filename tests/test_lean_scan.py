"""What a scan does not import: each of these takes longer than the files that it would read."""

import subprocess
import sys

import pytest

from tests.command import FIXED_APK

PARENT = """
import sys
from appsec.cli import main
sys.argv = ["appsec", "scan", {app!r}, "--quiet", "--format=json={out}", "--format=html={out}"]
try:
    main()
except SystemExit:
    pass
"""
CHILD = """
import io, sys
from pathlib import Path
from appsec.worker import work
told = []
work({{"path": {app!r}, "checks": "", "lost": {{}}}}, io.BytesIO(), told.append)
Path({out!r}, "package").write_text(repr(told[-1]))
"""


@pytest.mark.parametrize(
    ("code", "left_out"),
    [
        (PARENT, ("pydantic", "numpy", "cryptography", "appsec.cli.attest", "appsec.facts.ios")),
        (
            CHILD,
            (
                "pydantic",
                "jinja2",
                "lief",
                "sqlite3",
                "appsec.facts.ios",
                "appsec.readers.trace",
                "appsec.model.declaration_form",
            ),
        ),
    ],
)
def test_a_scan_of_an_android_app_leaves_out(code, left_out, tmp_path):
    out = f"{tmp_path}/"
    tell = f"print([name for name in {left_out!r} if name in sys.modules])"
    ran = subprocess.run(
        [sys.executable, "-c", code.format(app=str(FIXED_APK), out=out) + tell],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == "[]\n"
    written = [path.stat().st_size for path in tmp_path.iterdir()]
    assert written and all(written)
