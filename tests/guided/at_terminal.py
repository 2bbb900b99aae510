"""`appsec` with a folder for a phone: `python -m tests.guided.at_terminal FOLDER ARGS` (and an agent,
if it has a folder `agent`); or, with `adb:SERIAL`, with one behind adb whose cable it does not wait
for long to be plugged in again."""

import sys
from pathlib import Path

from appsec.runtime.guided import means
from appsec.runtime.phones.android import AndroidPhone
from tests.guided.phone import FolderAgent, FolderPhone

if __name__ == "__main__":
    device = sys.argv.pop(1)
    if device.startswith("adb:"):
        means.phone_of = lambda setup: AndroidPhone.open(device[4:], patience=1.0)
    else:
        means.phone_of = lambda setup: FolderPhone(Path(device))
        if (Path(device) / "agent").exists():
            means.FridaAgent = lambda *given: FolderAgent(Path(device) / "agent")
    from appsec.cli.main import main

    main()
