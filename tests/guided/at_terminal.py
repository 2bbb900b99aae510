"""`appsec` with a folder for a phone: `python -m tests.guided.at_terminal FOLDER ARGS`."""

import sys
from pathlib import Path

from appsec.runtime.guided import means
from tests.guided.phone import FolderPhone

if __name__ == "__main__":
    device = Path(sys.argv.pop(1))
    means.phone_of = lambda setup: FolderPhone(device)
    from appsec.cli.main import main

    main()
