"""A device's files as a process of the app itself sees them, through frida: without root, and on an
iPhone, where there is no shell."""

import os
from collections.abc import Callable, Iterator, Sequence
from importlib.resources import files
from typing import IO, Any, cast

from appsec.runtime.devices import DeviceError, bounded, open_device
from appsec.runtime.phones.adb import Cut
from appsec.runtime.phones.device_files import Content, Fact, Listing, text
from appsec.runtime.phones.frida_help import plain
from appsec.runtime.phones.places import Place
from appsec.runtime.phones.words import told, trouble
from appsec.runtime.session import GADGET

SECONDS = 30.0
MAX_FILES = 100_000
_KIND, _FOLDER, _LINK, _FILE = 0xF000, 0x4000, 0xA000, 0x8000


class AgentFiles:
    """Reads files from within a process. It sees what the app sees, and no more."""

    def __init__(self, device: Any, pid: int) -> None:
        """Raises CollectError if the process cannot be entered."""
        source = files("appsec.runtime.phones").joinpath("files.js").read_text(encoding="utf-8")
        try:
            self._session: Any = bounded("attach", SECONDS, lambda: device.attach(pid))
            create = self._session.create_script
            self._script: Any = bounded(
                "create script", SECONDS, lambda: create(source, name="appsec-files")
            )
            bounded("load script", SECONDS, self._script.load)
            known = self._ask("known")
        except (DeviceError, Cut) as error:
            raise trouble("no-agent", why=str(error)) from error
        if not known:
            raise trouble("no-agent", why="architecture")

    @classmethod
    def of(cls, spec: str, token: str = "") -> Callable[[str], "AgentFiles"]:
        """Opens the files of an app that runs on the device of this name, or brings the gadget
        along: what `AndroidPhone` and `IPhone` take as `within`. It instruments the app: never for
        a run without frida."""

        def within(package: str) -> AgentFiles:
            try:
                device = open_device(spec, token).handle
                found = bounded("applications", SECONDS, device.enumerate_applications)
            except DeviceError as error:
                raise trouble("no-agent", why=plain(error, package, spec)) from error
            for one in found:
                if one.pid and (one.identifier == package or one.name == GADGET):
                    return cls(device, one.pid)
            raise trouble("no-agent", why=package)

        return within

    def close(self) -> None:
        """Leaves the process. Never raises."""
        try:
            bounded("detach", SECONDS / 3, self._session.detach)
        except DeviceError:
            return

    def settled(self) -> int:
        # An app may not be allowed to write all that waits to the disk; some systems end it then.
        return 0

    def home(self) -> str:
        """The folder that the system gave the process for its own; empty if it does not tell."""
        return text(bytes.fromhex(str(self._ask("home"))))

    def exists(self, folder: str) -> bool:
        return bool(self._ask("exists", _hex(folder)))

    def listing(self, place: Place, *, links: bool) -> Listing:
        found: list[Fact] = []
        targets: list[tuple[bytes, bytes]] = []
        others: list[bytes] = []
        why = ""
        folders = [os.fsencode(place.path)]
        skipped = {os.fsencode(one) for one in place.but}
        while folders:
            folder = folders.pop()
            entries = self._ask("entries", folder.hex())
            if not isinstance(entries, list):
                why = why or told("not-listed", folder=text(folder))
                continue
            for path, kind, fact, target in _entries(folder, entries):
                if kind == _FOLDER and path not in skipped:
                    folders.append(path)
                elif kind == _LINK:
                    targets.append((path, target))
                elif fact is not None:
                    found.append(fact)
                elif kind is None:
                    why = why or told("not-listed", folder=text(path))
                elif kind != _FOLDER:
                    others.append(path)
            if len(found) > MAX_FILES:
                why = told("too-many-files", count=str(MAX_FILES))
                break
        return Listing(tuple(found), tuple(targets), tuple(others), why)

    def contents(self, facts: Sequence[Fact]) -> Iterator[Content]:
        for fact in facts:
            fd = self._ask("open", fact.path.hex())
            if not isinstance(fd, int):
                yield Content(fact, why=told("not-read"))
                continue
            try:
                yield Content(fact, cast("IO[bytes]", _Reader(self, fd)))
            finally:
                self._ask("close", fd)

    def _ask(self, name: str, *given: object) -> Any:
        export = getattr(self._script.exports_sync, name)
        try:
            return bounded(name, SECONDS, lambda: export(*given))
        except DeviceError as error:
            raise Cut(str(error)) from error

    def piece(self, fd: int) -> bytes:
        """The next bytes of an open file. Raises Cut."""
        read = self._ask("read", fd)
        if not isinstance(read, bytes):
            raise Cut(told("not-read"))
        return read


class _Reader:
    def __init__(self, agent: AgentFiles, fd: int) -> None:
        self._agent = agent
        self._fd = fd

    def read(self, size: int = -1) -> bytes:
        return self._agent.piece(self._fd)


_Entry = tuple[bytes, int | None, Fact | None, bytes]


def _entries(folder: bytes, told_: list[Any]) -> list[_Entry]:
    """Raises Cut for what makes no sense: an app may change whatever is in its process."""
    try:
        return [_entry(folder, one) for one in told_]
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise Cut(told("no-answer", what=text(folder))) from error


def _entry(folder: bytes, one: dict[str, Any]) -> _Entry:
    """What a process tells of one entry: its path, its kind if it could be asked, what it is if it
    is a file, and where it leads if it is a link."""
    path = folder + b"/" + bytes.fromhex(one["name"])
    if "mode" not in one:
        return path, None, None, b""
    kind = int(one["mode"]) & _KIND
    if kind != _FILE:
        return path, kind, None, bytes.fromhex(one.get("target", ""))
    size, mode, modified, changed = (
        int(one[name]) for name in ("size", "mode", "modified", "changed")
    )
    return path, kind, Fact(path, size, mode, modified, changed, str(one["mark"])[:200]), b""


def _hex(path: str) -> str:
    return os.fsencode(path).hex()
