"""`python -m bench.code [APK...]`: the code fact of an app beside androguard's AnalyzeAPK.

Ours is every call of an API that a loaded check watches, with its arguments resolved: once those
that a check asks for, and once all there are. What is asked for is written down by a scan before
that one. All run in processes of their own, in turn; imports, the manifest and the frameworks are
not timed. Environment and collecting of garbage are those of a scan's child. CPU seconds, medians.
"""

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from appsec.engine.isolate import child_environment
from bench.__main__ import npm_apps

RUNS = 5
OPEN = """
import json, sys, time
from dataclasses import replace
from functools import partial
from pathlib import Path
from appsec.engine.garbage import collect_rarely
from appsec.engine.content import load_checks
from appsec.engine.run import run
from appsec.facts.app import Known
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
app.watched = frozenset(api for one in checks for api in one.about.watches)
app.watched_in_own = frozenset(api for one in checks for api in one.about.watches_own)
"""
ASKED = (
    OPEN
    + """
class Asked:
    def __init__(self, code):
        self.code, self.asked = code, set()
    def __getattr__(self, name):
        return getattr(self.code, name)
    def calls(self, *apis):
        for api in apis:
            for n, site in enumerate(self.code.calls(api)):
                yield replace(site, resolve=partial(self.resolve, api, n, site))
    def resolve(self, api, n, site, value):
        self.asked |= {(api, n, at) for at, one in enumerate(site.arguments) if one is value}
        return site.resolve(value)
code = Asked(app.code)
facts = {name: lambda _, name=name: Known(app.read(name)) for name in app.facts()}
watching = type(app)({**facts, "code": lambda _: Known(code)})
for check in checks:
    run(check, watching)
print(json.dumps(sorted(code.asked)))
"""
)
OURS = (
    OPEN
    + """
asked = json.loads(sys.argv[2])
start = time.process_time()
every = {api: list(app.code.calls(api)) for api in app.watched | app.watched_in_own}
if asked:
    for api, n, at in asked:
        site = every[api][n]
        site.resolve(site.arguments[at])
else:
    for sites in every.values():
        for site in sites:
            for value in site.arguments:
                site.resolve(value)
print(time.process_time() - start, sum(map(len, every.values())))
"""
)
PEER = """
import sys, time
from loguru import logger; logger.remove()
from androguard.misc import AnalyzeAPK
start = time.process_time()
AnalyzeAPK(sys.argv[1])
print(time.process_time() - start)
"""


def said(program: str, *arguments: str) -> str:
    """What one run prints; ours has the environment that it has in a scan."""
    command = [sys.executable, "-c", program, *arguments]
    env = None if program is PEER else child_environment()
    return subprocess.run(command, capture_output=True, text=True, check=True, env=env).stdout


def row(app: Path) -> str:
    """One app: its calls, what is asked of them, and the seconds of the three."""
    asked = said(ASKED, str(app))
    seconds: dict[str, list[float]] = {"asked": [], "all": [], "peer": []}
    calls = 0
    for _ in range(RUNS):
        for what, wanted in (("asked", asked), ("all", "[]")):
            cpu, count = said(OURS, str(app), wanted).split()
            seconds[what].append(float(cpu))
            calls = int(count)
        seconds["peer"].append(float(said(PEER, str(app))))
    some, every, peer = (statistics.median(one) for one in seconds.values())
    size = app.stat().st_size / 1e6
    told = f"{app.name:<44} {size:>6.2f} {calls:>6} {len(json.loads(asked)):>6}"
    return (
        f"{told} {some:>7.2f} {every:>7.2f} {peer:>7.2f} {peer / some:>6.1f}x {peer / every:>5.1f}x"
    )


def main() -> None:
    """Prints one row for each app."""
    print(f"{'app':<44} {'MB':>6} {'calls':>6} {'asked':>6}", end=" ")
    print(f"{'ours s':>7} {'all s':>7} {'peer s':>7} {'ratio':>7} {'all':>6}")
    with tempfile.TemporaryDirectory() as folder:
        for app in [Path(name) for name in sys.argv[1:]] or list(npm_apps(Path(folder))):
            print(row(app), flush=True)


if __name__ == "__main__":
    main()
