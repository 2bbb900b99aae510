"""`python -m bench.code [APK...]`: the code fact of an app beside androguard's AnalyzeAPK.

Ours is every call of an API that a loaded check watches, with all its arguments resolved. Both run
in processes of their own, in turn; imports, the manifest and the frameworks are not timed, and
garbage is collected as in the child of a scan. CPU seconds, medians.
"""

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.__main__ import npm_apps

RUNS = 5
OURS = """
import sys, time
from pathlib import Path
from appsec.engine.garbage import collect_rarely
from appsec.engine.content import load_checks
from appsec.readers.artefact import open_artefact
import appsec.readers.apk.bytecode
class Silent:
    def begin(self, fact): pass
    def end(self, fact): pass
checks = load_checks("android").values()
opened = open_artefact(Path(sys.argv[1]), Silent(), {})
app = opened.app
app.manifest, app.frameworks
collect_rarely()
start = time.process_time()
app.watched = frozenset(api for one in checks for api in one.about.watches)
app.watched_in_own = frozenset(api for one in checks for api in one.about.watches_own)
count = 0
for api in app.watched | app.watched_in_own:
    for site in app.code.calls(api):
        count += 1
        for value in site.arguments:
            site.resolve(value)
print(time.process_time() - start, count)
"""
PEER = """
import sys, time
from loguru import logger; logger.remove()
from androguard.misc import AnalyzeAPK
start = time.process_time()
AnalyzeAPK(sys.argv[1])
print(time.process_time() - start)
"""


def seconds(program: str, app: Path) -> list[float]:
    """What one run prints: CPU seconds, and for ours the number of calls."""
    ran = subprocess.run(
        [sys.executable, "-c", program, str(app)], capture_output=True, text=True, check=True
    )
    return [float(word) for word in ran.stdout.split()]


def main() -> None:
    """Prints one row for each app."""
    print(f"{'app':<44} {'MB':>6} {'calls':>6} {'ours s':>7} {'peer s':>7} {'ratio':>6}")
    with tempfile.TemporaryDirectory() as folder:
        for app in [Path(name) for name in sys.argv[1:]] or list(npm_apps(Path(folder))):
            ours, peers, calls = [], [], 0.0
            for _ in range(RUNS):
                cpu, calls = seconds(OURS, app)
                ours.append(cpu)
                peers += seconds(PEER, app)
            mine, peer = statistics.median(ours), statistics.median(peers)
            size = app.stat().st_size / 1e6
            row = f"{app.name:<44} {size:>6.2f} {calls:>6.0f} {mine:>7.2f} {peer:>7.2f}"
            print(f"{row} {peer / mine:>5.1f}x")


if __name__ == "__main__":
    main()
