"""The folder of the network probe: its CA, and the environment that mitmproxy is installed in."""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import Self

from appsec.engine.data_folder import data_folder
from appsec.runtime.collect import CollectError
from appsec.runtime.probe.authority import Authority, authority

VARIABLE = "APPSEC_PROBE_PYTHON"
REQUIREMENTS = Path(__file__).parent / "requirements.txt"
SETUP = "appsec dynamic probe --setup"
_INSTALL_SECONDS = 900


class Home:
    """A probe's own folder, of mode 0700. mitmproxy wants other versions of packages than we do, so
    it has an environment of its own here, or where the variable says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def default(cls) -> Self:
        """The folder of this user."""
        return cls(data_folder() / "probe")

    @property
    def python(self) -> Path:
        """The Python that has mitmproxy. Raises CollectError, with the command that installs it."""
        stated = os.environ.get(VARIABLE, "")
        place = Path(stated) if stated else self._env / "bin" / "python"
        if not place.is_file():
            raise CollectError(
                f"The network probe is not installed ({place}); run: {SETUP}\n"
                f"尚未安裝網路擷取元件（mitmproxy），請執行 {SETUP}"
            )
        return place

    def authority(self) -> Authority:
        """The CA, made when it is first needed. Raises CollectError."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return authority(self.folder)
        except (OSError, ValueError) as error:
            raise CollectError(
                f"The CA of the network probe cannot be used: {self.folder}: {error}\n"
                f"無法使用測試CA，請確認該資料夾之權限，或刪除該檔案後重試。"
            ) from error

    def setup(self) -> Path:
        """Installs mitmproxy: exactly the pinned packages, by their hashes. Raises CollectError."""
        done = False
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            venv.EnvBuilder(with_pip=True, clear=True).create(self._env)
            python = self._env / "bin" / "python"
            command = [
                str(python), "-I", "-m", "pip", "install", "--quiet", "--require-hashes",
                "--disable-pip-version-check", "--requirement", str(REQUIREMENTS),
            ]  # fmt: skip
            subprocess.run(command, check=True, timeout=_INSTALL_SECONDS, stdout=sys.stderr)
            done = True
        except (OSError, subprocess.SubprocessError) as error:
            raise CollectError(
                f"mitmproxy could not be installed in {self._env}: {error}\n"
                f"無法安裝網路擷取元件，請確認網路連線與磁碟空間後重試。"
            ) from error
        finally:
            if not done:
                # What is half installed looks like what can be used.
                shutil.rmtree(self._env, ignore_errors=True)
        return python

    @property
    def _env(self) -> Path:
        return self.folder / "env"
