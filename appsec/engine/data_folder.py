"""Where programs of a user keep their data, by the rule of each system."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path


def data_folder(environment: Mapping[str, str] | None = None, system: str = "") -> Path:
    """The folder for data of this program; it need not be there."""
    given = os.environ if environment is None else environment
    home = Path(given.get("HOME") or given.get("USERPROFILE") or "~").expanduser()
    system = system or sys.platform
    if system == "win32":
        folder = Path(given.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif system == "darwin":
        folder = home / "Library" / "Application Support"
    else:
        stated = given.get("XDG_DATA_HOME", "")
        # The rule of freedesktop.org: one that is not absolute does not count.
        folder = Path(stated) if os.path.isabs(stated) else home / ".local" / "share"
    return folder / "appsec"
