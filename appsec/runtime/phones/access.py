"""The ways to an app's own files on Android: the root of adb, `su`, or `run-as` of an app
that is debuggable."""

from enum import StrEnum
from shlex import quote

from appsec.model.frozen import frozen
from appsec.runtime.collect import CollectError
from appsec.runtime.phones.adb import Adb

ASK_SECONDS = 60.0
"""How long a tester may take to grant `su` on the screen."""


class Means(StrEnum):
    """How a command comes by its rights."""

    SHELL = "shell"
    ADBD = "adb root"
    SU = "su -c"
    SU_0 = "su 0"
    RUN_AS = "run-as"


@frozen
class Way:
    """A way to run commands of a device."""

    means: Means
    package: str = ""

    @property
    def is_root(self) -> bool:
        return self.means in (Means.ADBD, Means.SU, Means.SU_0)

    def of(self, script: str) -> str:
        """The command that runs a script this way."""
        match self.means:
            case Means.SHELL | Means.ADBD:
                return script
            case Means.SU:
                return f"su -c {quote(script)}"
            case Means.SU_0:
                return f"su 0 sh -c {quote(script)}"
            case Means.RUN_AS:
                return f"run-as {self.package} sh -c {quote(script)}"


PLAIN = Way(Means.SHELL)


def root_way(adb: Adb) -> Way | None:
    """How commands become root, if they can. Raises CollectError if the device is gone."""
    for means in (Means.ADBD, Means.SU, Means.SU_0):
        if _answers(adb, Way(means), "id -u", b"0"):
            return Way(means)
    return None


def run_as_way(adb: Adb, package: str) -> Way | None:
    """Commands as the app itself, which only a debuggable one allows."""
    way = Way(Means.RUN_AS, package)
    # `run-as` writes its refusal where one reads its answer on some versions.
    return way if _answers(adb, way, "echo in; id -u", b"in", first=True) else None


def _answers(adb: Adb, way: Way, script: str, wanted: bytes, *, first: bool = False) -> bool:
    try:
        said = adb.shell(way.of(script), seconds=ASK_SECONDS)
    except CollectError:
        if adb.state() != "device":
            raise adb.lost() from None
        return False
    lines = said.out.split()
    return said.code == 0 and bool(lines) and (lines[0] if first else lines[-1]) == wanted
