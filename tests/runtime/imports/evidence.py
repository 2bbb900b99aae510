"""What a sample run shows, once recorded as a session does and once as files of other tools."""

import io
import json
import plistlib
import sqlite3
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha1
from pathlib import Path

from appsec.engine.canaries.forms import What
from appsec.facts.traffic import BAD_CERTIFICATES, Presented
from appsec.model.noted import NOTED
from appsec.model.run_files import Exchange, FileSeen, LogLine, Snapshot
from appsec.model.trace import TYPED, Attachment, Life, LifeEvent, Mark, Meta
from appsec.readers.trace.index import index
from appsec.readers.trace.run_file import lines_of
from appsec.runtime.canaries import Kept
from appsec.runtime.imports.timeline import moment
from appsec.runtime.run_folder import RunFolder
from samples.runs import BUILDS, CANARIES, FOLDER, PACKAGE

CREATED = "2026-11-21T08:00:00Z"
ZERO = moment(CREATED)
UID = 10123
VERSIONS = {"TLSv1.3": "TLS 1.3", "TLSv1.2": "TLS 1.2", "TLSv1.1": "TLS 1.1", "TLSv1": "TLS 1.0"}
TYPED_KINDS = [Kept(i, What(w), v) for i, (w, v) in CANARIES.items()]


def clock(at: int) -> str:
    """A time of a run as ISO 8601."""
    told = datetime.fromtimestamp((ZERO + at) / 1e6, UTC)
    return told.isoformat(timespec="microseconds").replace("+00:00", "Z")


@dataclass
class Evidence:
    """What of a sample run other tools could have recorded too."""

    platform: str
    name: str
    marks: list[Mark] = field(default_factory=list)
    lives: list[Life] = field(default_factory=list)
    traffic: list[Exchange] = field(default_factory=list)
    log: list[LogLine] = field(default_factory=list)
    snapshots: list[tuple[Snapshot, list[FileSeen]]] = field(default_factory=list)
    pictures: list[Attachment] = field(default_factory=list)
    end: int = 0

    @property
    def folder(self) -> Path:
        return FOLDER / self.platform / self.name

    def content(self, seen: FileSeen) -> bytes:
        return (self.folder / "snapshot/contents" / seen.sha256).read_bytes()

    # As a session records it.

    def record(self, folder: Path, build: str) -> None:
        meta = Meta(folder.name, CREATED, self.platform, PACKAGE, build, instrumented=False)
        steps = [(one.at, 0, one) for one in self.marks]
        steps += [(one.at, 1, one) for one in self.lives]
        steps += [(head.at, 2, (head, seen)) for head, seen in self.snapshots]
        steps += [(one.at, 3, one) for one in self.pictures]
        with RunFolder.create(folder, meta, TYPED_KINDS) as run:
            for at, _, step in sorted(steps, key=lambda one: one[:2]):
                run.recorder.stand_at(at)
                if isinstance(step, Mark):
                    run.mark(step.name, step.note)
                elif isinstance(step, Life):
                    run.recorder.write([step])
                elif isinstance(step, Attachment):
                    run.screenshot((self.folder / step.path).read_bytes(), "")
                else:
                    self._take(run, *step)
            for one in self.traffic:
                run.exchange(one)
            run.log(self.log)
            run.recorder.stand_at(self.end)
            run.end()

    def _take(self, run: RunFolder, head: Snapshot, seen: list[FileSeen]) -> None:
        taking = run.snapshot(head.name, head.roots, head.phase)
        for one in seen:
            taking.add(one.path, one.root, io.BytesIO(self.content(one)), one.mode)
        taking.done()

    # As other tools do.

    def files(self, folder: Path) -> list[str]:
        """Writes the files, and answers the options that import them."""
        folder.mkdir()
        canaries = [{"id": i, "what": w, "value": v} for i, (w, v) in CANARIES.items()]
        (folder / "canaries.json").write_text(json.dumps(canaries))
        (folder / "app.har").write_text(json.dumps(har(self.traffic)))
        lines = self._logcat() if self.platform == "android" else self._syslog()
        (folder / "log.txt").write_text("".join(f"{line}\n" for line in lines))
        (folder / "marks.txt").write_text("".join(f"{line}\n" for line in self._marks()))
        given = [
            f"--canaries={folder / 'canaries.json'}", f"--har={folder / 'app.har'}",
            f"--logcat={folder / 'log.txt'}", f"--marks={folder / 'marks.txt'}",
            "--captured=traffic", "--captured=log", "--complete", "--zone=+08:00",
        ]  # fmt: skip
        given += [] if self.platform == "android" else ["--process=Parcel"]
        for one in self.pictures:
            given += ["--screenshot", clock(one.at), str(self.folder / one.path)]
        for head, seen in self.snapshots:
            when = f"{head.phase}@{clock(head.at)}"
            for root in head.roots:
                those = [one for one in seen if one.path.startswith(f"{root}/")]
                path = folder / f"{head.name}-{root.strip('/').replace('/', '-')}"
                if root == "backup":
                    given += ["--backup", when, str(self._backup(path, those))]
                else:
                    given += ["--folder", when, root, str(self._tar(path, root, those))]
        return given

    def _marks(self) -> Iterator[str]:
        yield "# TIME m PHASE | t CANARY | q"
        for one in self.marks:
            word = {TYPED: "t", NOTED: "o"}.get(one.name)
            yield f"{clock(one.at)} {f'{word} {one.note}' if word else f'm {one.name}'}"
        yield f"{clock(self.end)} q"

    def _logcat(self) -> Iterator[str]:
        """threadtime, in the zone of Taipei, with what Android says of processes."""
        said = {
            LifeEvent.SPAWNED: "I ActivityManager: Start proc {pid}:{app}/u0a123 for next-top-activity {{x}}",
            LifeEvent.EXITED: "I ActivityManager: Process {app} (pid {pid}) has died: fg TOP",
            LifeEvent.CRASHED: "E AndroidRuntime: Process: {app}, PID: {pid}",
        }
        lines = [(one.at, f"{one.priority} {one.tag}: {one.text}", one.pid) for one in self.log]
        lines += [
            (one.at, said[one.event].format(pid=one.pid, app=PACKAGE), 1000) for one in self.lives
        ]
        yield "--------- beginning of main"
        for at, text, pid in sorted(lines):
            local = datetime.fromtimestamp((ZERO + at) / 1e6 + 8 * 3600, UTC)
            yield f"{local:%m-%d %H:%M:%S}.{at // 1000 % 1000:03} {pid:5} {pid:5} {text}"

    def _syslog(self) -> Iterator[str]:
        yield "[connected]"
        for one in self.log:
            local = datetime.fromtimestamp((ZERO + one.at) / 1e6 + 8 * 3600, UTC)
            yield (
                f"{local:%b %d %H:%M:%S} iPhone {one.tag}(Foundation)[{one.pid}] "
                f"<Notice>: {one.text}"
            )

    def _tar(self, path: Path, root: str, seen: list[FileSeen]) -> Path:
        path = path.with_name(f"{path.name}.tar")
        with tarfile.open(path, "w") as archive:
            folders = ["cache", "Library"] if self._private(root) else []
            for name in folders:
                info = tarfile.TarInfo(f"./{name}")
                info.type = tarfile.DIRTYPE
                archive.addfile(info)
            for one in seen:
                info = tarfile.TarInfo(f".{one.path.removeprefix(root)}")
                info.size, info.mode = one.size, one.mode & 0o7777
                archive.addfile(info, io.BytesIO(self.content(one)))
        return path

    def _backup(self, path: Path, seen: list[FileSeen]) -> Path:
        given = {one.path.removeprefix("backup/"): self.content(one) for one in seen}
        if self.platform == "android":
            return transport_backup(path.with_suffix(".tar"), PACKAGE, given)
        plain = {name.partition("/")[2]: data for name, data in given.items()}
        return ios_backup(path, PACKAGE, plain)

    @staticmethod
    def _private(root: str) -> bool:
        return root != "/sdcard"


def har(traffic: list[Exchange], creator: str = "Proxy") -> dict[str, object]:
    """A HAR of these requests."""
    entries = [
        {
            "startedDateTime": clock(one.at),
            "time": 0,
            "request": {
                "method": one.method, "url": one.url, "bodySize": 0,
                "headers": [{"name": k, "value": v} for k, v in one.request_headers],
            },
            "response": {
                "status": one.status, "content": {"size": 0, "mimeType": "text/plain"},
                "headers": [{"name": k, "value": v} for k, v in one.response_headers],
            },
            "serverIPAddress": one.address,
            **(
                {"_securityDetails": {"protocol": VERSIONS[one.tls], "cipher": one.cipher}}
                if one.tls else {}
            ),
        }
        for one in traffic
    ]  # fmt: skip
    return {"log": {"version": "1.2", "creator": {"name": creator, "version": "1"},
                    "entries": entries}}  # fmt: skip


def android_backup(path: Path, package: str, files: dict[str, bytes], packed: bool = True) -> Path:
    """An .ab as `adb backup` writes it."""
    data = transport_backup(path, package, files).read_bytes()
    head = b"ANDROID BACKUP\n5\n%d\nnone\n" % packed
    path.write_bytes(head + (zlib.compress(data) if packed else data))
    return path


def transport_backup(path: Path, package: str, files: dict[str, bytes]) -> Path:
    """What `bmgr` leaves with Android's local transport."""
    with tarfile.open(path, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, data in {"_manifest": b"1\n", **files}.items():
            info = tarfile.TarInfo(f"apps/{package}/{name}")
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def ios_backup(
    path: Path, package: str, files: dict[str, bytes], encrypted: bool = False, domain: str = ""
) -> Path:
    """A backup folder as `idevicebackup2` writes it."""
    path.mkdir()
    about = {"IsEncrypted": encrypted, "Version": "10.0"}
    (path / "Manifest.plist").write_bytes(plistlib.dumps(about, fmt=plistlib.FMT_BINARY))
    domain = domain or f"AppDomain-{package}"
    index_db = sqlite3.connect(path / "Manifest.db")
    index_db.execute(
        "create table Files (fileID text primary key, domain text, relativePath text, "
        "flags integer, file blob)"
    )
    index_db.execute("insert into Files values (?, ?, '', 2, null)", ("0" * 40, domain))
    index_db.execute(
        "insert into Files values (?, 'HomeDomain', 'Library/a', 1, null)", ("f" * 40,)
    )
    for name, data in files.items():
        file_id = sha1(f"{domain}-{name}".encode()).hexdigest()
        told = plistlib.dumps(
            {"$objects": ["$null", {"Mode": 0o100644, "LastModified": 5, "Size": len(data)}]},
            fmt=plistlib.FMT_BINARY,
        )
        index_db.execute("insert into Files values (?, ?, ?, 1, ?)", (file_id, domain, name, told))
        (path / file_id[:2]).mkdir(exist_ok=True)
        (path / file_id[:2] / file_id).write_bytes(data)
    index_db.commit()
    index_db.close()
    return path


def evidence(platform: str, name: str) -> Evidence:
    """Of a sample run; what only an agent or a probe between can show is left out."""
    folder = FOLDER / platform / name
    told = index(folder / "trace.jsonl")
    made = Evidence(platform, name, end=told.end.at)
    made.marks = [one for _, one in told.of(Mark)]
    every = [one for _, one in told.of(Attachment)]
    made.pictures = [one for one in every if one.path.startswith("screenshots/")]
    _spread(made)
    lives = [one for _, one in told.of(Life)]
    made.lives = [replace(one, why="") for one in lives] if platform == "android" else []
    for one in lines_of(folder / "traffic.jsonl", (Exchange,)):
        if one.certificate not in BAD_CERTIFICATES and one.method:
            between = {"certificate": str(Presented.VALID), "accepted": True}
            kept = {"certificate": "", "accepted": None}
            made.traffic.append(
                replace(one, own=None, **(between if one.scheme == "https" else kept))
            )
    made.log = list(lines_of(folder / "log.jsonl", (LogLine,)))
    if platform == "ios":
        # A log of iOS has whole seconds, and the process where Android's has a tag.
        made.log = [replace(one, tag="Parcel" if one.own else "SpringBoard") for one in made.log]
    for each in sorted(folder.glob("snapshot/*/manifest.jsonl")):
        head, *seen = lines_of(each, (Snapshot, FileSeen))
        # A real backup names the app's domain in full.
        domain = f"AppDomain-{PACKAGE}/"
        seen = [replace(one, path=one.path.replace("AppDomain/", domain)) for one in seen]
        made.snapshots.append((head, seen))
    return made


def _spread(made: Evidence) -> None:
    """The sample notes all at one time; a tester takes a picture after each."""
    noted = [one for one in made.marks if one.name == NOTED]
    for number, one in enumerate(noted):
        made.marks[made.marks.index(one)] = replace(one, at=one.at + number * 2000)
    made.pictures = [
        replace(one, at=one.at + number * 2000 + 1000) for number, one in enumerate(made.pictures)
    ]


APPS = BUILDS
