"""A phone for the real adb program: its daemon over TCP, with a folder of this machine as its storage.

Commands run in this machine's shell, with paths of the phone put below that folder and a few programs
of Android in front of the others. What is root's is refused to who is not root.
"""

import contextlib
import re
import shlex
import shutil
import socket
import struct
import subprocess
import threading
import time
from pathlib import Path
from queue import Queue

SYNC, CNXN, OPEN, OKAY, CLSE, WRTE = (
    int.from_bytes(word, "little")
    for word in (b"SYNC", b"CNXN", b"OPEN", b"OKAY", b"CLSE", b"WRTE")
)
MAX_DATA = 256 * 1024
PACKAGE = "tw.example.app"
UID = 10123
PATHS = re.compile(r"(?<![\w./\\-])/(data|storage|proc|cache)(?=[/'\"\s;)]|$)")
GUARDED = ("find", "cat", "stat", "base64", "readlink", "ls", "rm", "sha256sum")

GUARD = """
for a; do case $a in
"$SIM_ROOT"/data/user*/0/"$SIM_AS"|"$SIM_ROOT"/data/user*/0/"$SIM_AS"/*|"$SIM_ROOT"/data/local/*) ;;
"$SIM_ROOT"/data/app/*) ;;
"$SIM_ROOT"/data/*) [ "$SIM_UID" = 0 ] || { echo "NAME: $a: Permission denied" >&2; exit 1; } ;;
esac; done
exec REAL "$@"
"""
PROGRAMS = {
    "id": 'echo "$SIM_UID"',
    "sync": "exit 0",
    "date": 'case $1 in -d) exec REAL "$@";; esac; exec REAL -d "now + $SIM_AHEAD seconds" "$@"',
    "run-as": """
p=$1; shift
case " $SIM_DEBUGGABLE " in
*" $p "*) SIM_UID=10123 SIM_AS=$p exec "$@" ;;
*) echo "run-as: package not debuggable: $p" >&2; exit 1 ;;
esac""",
    "getprop": 'exec /bin/cat "$SIM_ROOT/sim/props/$1" 2>/dev/null',
    "pm": """
case "$1 $2" in
"list packages") while read n u; do case $3 in
    -U) echo "package:$n uid:$u" ;; *) echo "package:$n" ;; esac; done < "$SIM_ROOT/sim/packages" ;;
"path "*) echo "package:$SIM_ROOT/data/app/$2/base.apk" ;;
esac""",
    "dumpsys": """
if [ -e "$SIM_ROOT/sim/dumpsys/$2" ]; then exec /bin/cat "$SIM_ROOT/sim/dumpsys/$2"
else echo "Unable to find package: $2"; fi""",
    "cmd": """
for last; do :; done
echo "priority=0 preferredOrder=0"
if [ -e "$SIM_ROOT/sim/dumpsys/$last" ]; then echo "$last/.Main"; else echo "No activity found"; fi""",
    "am": '[ "$1" != get-current-user ] || exec /bin/cat "$SIM_ROOT/sim/user"; echo "$@" >> "$SIM_ROOT/sim/am"; case $1 in start) echo "Status: ok";; esac',
    "settings": """
case "$*" in "get secure android_id") exec /bin/cat "$SIM_ROOT/sim/android_id" ;; esac
exec /bin/cat "$SIM_ROOT/sim/settings/$3" 2>/dev/null""",
    "screencap": 'exec /bin/cat "$SIM_ROOT/sim/screen.png"',
    "uiautomator": 'cp "$SIM_ROOT/sim/ui.xml" "$2" && echo "UI hierchary dumped to: $2"',
    "bu": 'exec /bin/cat "$SIM_ROOT/sim/backup.ab"',
    "service": 'exec /bin/cat "$SIM_ROOT/sim/clipboard"',
    "ps": 'exec /bin/cat "$SIM_ROOT/sim/ps" 2>/dev/null',
    "bmgr": """
s=$SIM_ROOT/sim/bmgr
case "$1 $2" in
"enabled ") echo "Backup Manager currently enabled" ;;
"list transports") for t in com.google.gms/.Transport com.android.localtransport/.LocalTransport; do
    if [ "$t" = "$(/bin/cat "$s")" ]; then echo "  * $t"; else echo "    $t"; fi; done ;;
"transport "*) echo "$2" > "$s" ;;
"backupnow "*) case $(/bin/cat "$s") in *LocalTransport) ;; *) echo "wrong transport"; exit 0 ;; esac
    f=$SIM_ROOT/data/user_de/0/com.android.localtransport/files/1/_full
    if [ -e "$SIM_ROOT/sim/backup.tar" ]; then mkdir -p "$f"; cp "$SIM_ROOT/sim/backup.tar" "$f/$2"
        echo "Package $2 with result: Success"
    else echo "Package $2 with result: Backup is not allowed"; fi ;;
esac""",
}
SU = {
    "magisk": '[ "$1" = -c ] || exit 1; shift; SIM_UID=0 exec sh -c "$*"',
    "aosp": """
[ "$1" = 0 ] || { echo "su: invalid uid/gid '$1'" >&2; exit 1; }
shift; SIM_UID=0 exec "$@" """,
}
DUMPSYS = """Packages:
  Package [{package}] (1a2b3c):
    userId={uid}
    pkg=Package{{4d5e6f {package}}}
    codePath=/data/app/{package}
    versionCode=7 minSdk=23 targetSdk={target}
    versionName={version}
    flags=[ {flags}HAS_CODE ALLOW_CLEAR_USER_DATA ]
    installerPackageName={installer}
    User 0: ceDataInode=1 installed=true
      firstInstallTime={first}
"""


class Phone:
    """A phone: what is on it, and its cable."""

    def __init__(self, folder: Path, *, su: str = "", root: bool = False, debuggable: bool = False,
                 target: int = 34, ahead: int = 0, ports=None):  # fmt: skip
        self.root = folder / "phone"
        self.ports = ports or {}
        self.asked = []
        self.log = []
        self._news = threading.Condition()
        self._left = None
        self._sockets = []
        self._listener = None
        self._address = ("127.0.0.1", 0)
        self.env = {
            "SIM_ROOT": str(self.root), "SIM_UID": "0" if root else "2000", "SIM_AS": "",
            "SIM_DEBUGGABLE": PACKAGE if debuggable else "", "SIM_AHEAD": str(ahead),
            "PATH": f"{self.root}/sim/bin", "LC_ALL": "C",
        }  # fmt: skip
        self._furnish(su)
        self.install(target=target, flags="DEBUGGABLE " if debuggable else "")
        self.plug()

    @property
    def serial(self):
        return f"{self._address[0]}:{self._address[1]}"

    def _furnish(self, su):
        bin_ = self.root / "sim/bin"
        bin_.mkdir(parents=True)
        programs = dict(PROGRAMS) | {name: GUARD for name in GUARDED}
        if su:
            programs["su"] = SU[su]
        for name, script in programs.items():
            real = shutil.which(name, path="/usr/bin:/bin") or "false"
            text = "#!/bin/sh\n" + script.replace("NAME", name).replace("REAL", real)
            (bin_ / name).write_text(text)
            (bin_ / name).chmod(0o755)
        for name in ("sh", "cp", "mkdir"):
            # Nothing else of this machine's: it may have a `su` of its own.
            (bin_ / name).symlink_to(shutil.which(name))
        for place in ("props", "dumpsys"):
            (self.root / "sim" / place).mkdir()
        self.props({"ro.product.model": "Fake 9", "ro.build.version.release": "14",
                    "ro.build.version.sdk": "34", "ro.product.cpu.abi": "arm64-v8a"})  # fmt: skip
        for place in ("data/local/tmp", "storage/emulated/0/Download", "proc/net"):
            (self.root / place).mkdir(parents=True)
        (self.root / "sim/bmgr").write_text("com.google.gms/.Transport\n")
        (self.root / "sim/packages").write_text("")
        (self.root / "sim/user").write_text("0\n")
        (self.root / "sim/android_id").write_text("9774d56d682e549c\n")

    def props(self, values):
        for name, value in values.items():
            (self.root / "sim/props" / name).write_text(value + "\n")

    def install(self, *, package=PACKAGE, uid=UID, target=34, flags="", version="1.0",
                first="2026-01-01 00:00:00", installer="com.android.vending"):  # fmt: skip
        told = DUMPSYS.format(package=package, uid=uid, target=target, flags=flags, version=version,
                              first=first, installer=installer)  # fmt: skip
        (self.root / "sim/dumpsys" / package).write_text(told)
        listed = self.root / "sim/packages"
        others = [
            line for line in listed.read_text().splitlines() if not line.startswith(f"{package} ")
        ]
        listed.write_text("\n".join([*others, f"{package} {uid}"]) + "\n")
        for place in (f"data/app/{package}", f"data/user/0/{package}"):
            (self.root / place).mkdir(parents=True, exist_ok=True)
        (self.root / f"data/app/{package}/base.apk").write_bytes(b"apk of " + package.encode())

    def file(self, path, data):
        """Puts a file on the phone."""
        place = self.root / path.lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        return place

    # The log.

    def says(self, text, *, uid=UID, tag="App", buffer=0, pid=4711, priority=4):
        payload = (
            text if isinstance(text, bytes) else bytes([priority]) + f"{tag}\0{text}\0".encode()
        )
        nanos = time.time_ns() + int(self.env["SIM_AHEAD"]) * 10**9
        head = struct.pack(
            "<HHiIIIII", len(payload), 28, pid, pid, nanos // 10**9, nanos % 10**9, buffer, uid
        )
        with self._news:
            self.log.append((nanos, head + payload))
            self._news.notify_all()

    def forget(self):
        """Throws the log away, as a phone does whose buffers are full."""
        with self._news:
            self.log.clear()

    # The cable.

    def plug(self):
        self._left = None
        self._listener = socket.create_server(self._address)
        self._address = self._listener.getsockname()
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def unplug(self):
        for one in [self._listener, *self._sockets]:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._sockets.clear()
        with self._news:
            self._news.notify_all()

    def unplug_after(self, size):
        """Pulls the cable when the phone has sent so many bytes more."""
        self._left = size

    def sent(self, size):
        if self._left is not None:
            self._left -= size
            if self._left < 0:
                self._left = None
                self.unplug()

    def _accept(self, listener):
        with contextlib.suppress(OSError):
            while True:
                near, _ = listener.accept()
                near.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._sockets.append(near)
                threading.Thread(target=Link(self, near).serve, daemon=True).start()

    def follow(self, since):
        """Records from a time on, and all that come after; None now and then."""
        at, there = 0, len(self.log)
        while True:
            with self._news:
                if at > len(self.log):
                    at = there = 0
                if at == len(self.log):
                    self._news.wait(0.2)
                fresh = list(enumerate(self.log[at:], at))
                at = len(self.log)
            yield from (raw for place, (nanos, raw) in fresh if place >= there or nanos >= since)
            yield None


class Link:
    """One connection of an adb server."""

    def __init__(self, phone, near):
        self._phone, self._near = phone, near
        self._lock = threading.Lock()
        self._streams = {}

    def packet(self, command, first, second, data=b""):
        head = struct.pack("<6I", command, first, second, len(data), 0, command ^ 0xFFFFFFFF)
        with self._lock:
            self._near.sendall(head + data)

    def serve(self):
        try:
            while True:
                command, first, second, size, _, _ = struct.unpack("<6I", self._take(24))
                data = self._take(size)
                if command == CNXN:
                    banner = b"device::ro.product.name=fake;ro.product.model=Fake_9;features=shell_v2,cmd,stat_v2"
                    self.packet(CNXN, 0x01000001, MAX_DATA, banner)
                elif command == OPEN:
                    self._open(first, data.rstrip(b"\0"))
                elif second in self._streams:
                    self._passed(command, first, second, data)
        except (EOFError, OSError):
            pass
        finally:
            for one in list(self._streams.values()):
                one.ended()

    def _open(self, remote, service):
        local = len(self._phone.asked) + 1
        self._phone.asked.append(service.decode("utf-8", "surrogateescape"))
        stream = self._streams[local] = Stream(self, self._phone, local, remote)
        if service.startswith((b"tcp:", b"jdwp", b"local")) and not stream.connected(service):
            self.packet(CLSE, 0, remote)
            return
        self.packet(OKAY, local, remote)
        threading.Thread(target=stream.serve, args=(service,), daemon=True).start()

    def _passed(self, command, first, second, data):
        if command == WRTE:
            self._streams[second].came.put(data)
            self.packet(OKAY, second, first)
        elif command == OKAY:
            self._streams[second].room.put(True)
        elif command == CLSE:
            self._streams.pop(second).ended()

    def _take(self, size):
        parts = bytearray()
        while len(parts) < size:
            piece = self._near.recv(size - len(parts))
            if not piece:
                raise EOFError
            parts += piece
        return bytes(parts)


class Stream:
    """One service of the daemon."""

    def __init__(self, link, phone, local, remote):
        self._link, self._phone, self._local, self._remote = link, phone, local, remote
        self.came, self.room = Queue(), Queue()
        self._over = threading.Event()
        self._popen = None
        self._rest = b""

    def ended(self):
        self._over.set()
        self.came.put(None)
        self.room.put(None)
        if self._popen is not None:
            self._popen.kill()

    def write(self, data):
        for at in range(0, len(data), MAX_DATA):
            piece = data[at : at + MAX_DATA]
            self._link.packet(WRTE, self._local, self._remote, piece)
            self._phone.sent(len(piece))
            if self.room.get(timeout=60) is None:
                raise EOFError

    def serve(self, service):
        name, _, argument = service.partition(b":")
        kinds = name.decode().split(",")
        try:
            if kinds[0] in ("shell", "exec"):
                self._shell(argument.decode("utf-8", "surrogateescape"), framed="v2" in kinds)
            elif kinds[0] == "tcp":
                self._forward()
            elif kinds[0] == "sync":
                self._sync()
        except (EOFError, OSError):
            pass
        with contextlib.suppress(OSError):
            self._link.packet(CLSE, self._local, self._remote)

    def _shell(self, command, framed):
        def say(channel, data):
            for at in range(0, len(data), 65536):
                piece = data[at : at + 65536]
                self.write(struct.pack("<BI", channel, len(piece)) + piece if framed else piece)

        first, _, rest = command.partition("; printf")
        words = shlex.split(first) if command.startswith("log") else [""]
        if words[0] == "logcat":
            code = self._logcat(words, say)
        elif words[0] == "log":
            self._phone.says(words[3], uid=2000, tag=words[2])
            code = self._run(f"true; printf{rest}", say)
        else:
            code = self._run(command, say)
        if framed:
            self.write(struct.pack("<BIB", 3, 1, code & 255))

    def _logcat(self, words, say):
        seconds, _, nanos = words[words.index("-T") + 1].partition(".")
        for raw in self._phone.follow(int(seconds) * 10**9 + int(nanos)):
            if self._over.is_set():
                raise EOFError
            if raw is not None:
                say(1, raw)

    def _run(self, command, say):
        root = str(self._phone.root)
        mapped = PATHS.sub(lambda found: root + found.group(), command)
        self._popen = subprocess.Popen(
            ["/bin/sh", "-c", mapped.encode("utf-8", "surrogateescape")], stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=root, env=self._phone.env,
        )  # fmt: skip
        errors = []
        reader = threading.Thread(
            target=lambda: errors.append(self._popen.stderr.read()), daemon=True
        )
        reader.start()
        try:
            if "-print0" in command or "sha256sum" in command or "pm path" in command:
                say(1, self._popen.stdout.read().replace(root.encode(), b""))
            else:
                while piece := self._popen.stdout.read1(65536):
                    say(1, piece)
            reader.join(60)
            say(2, b"".join(errors).replace(root.encode(), b""))
            return self._popen.wait(60)
        finally:
            self._popen.kill()
            self._popen.wait(60)
            reader.join(60)
            self._popen.stdout.close()
            self._popen.stderr.close()

    def connected(self, service):
        """Whether somebody waits behind a port; only those that a test names are there."""
        port = self._phone.ports.get(int(service[4:])) if service.startswith(b"tcp:") else None
        with contextlib.suppress(OSError):
            if port is not None:
                self._far = socket.create_connection(("127.0.0.1", port), 10)
                self._far.settimeout(None)
                return True
        return False

    def _forward(self):
        far = self._far

        def up():
            with contextlib.suppress(OSError):
                while (data := self.came.get()) is not None:
                    far.sendall(data)
                far.shutdown(socket.SHUT_RDWR)

        threading.Thread(target=up, daemon=True).start()
        with far:
            while data := far.recv(1 << 16):
                self.write(data)

    def _sync(self):
        """Files as `adb push` and `adb pull` have them."""
        while True:
            word, size = struct.unpack("<4sI", self._take(8))
            name = self._take(size).decode() if word != b"QUIT" else ""
            if word == b"QUIT":
                return
            if word == b"SEND":
                self._phone.file(name.rpartition(",")[0], b"".join(self._pushed()))
                self.write(b"OKAY" + bytes(4))
            elif word == b"RECV":
                self._pull((self._phone.root / name.lstrip("/")).read_bytes())
            else:
                self.write(word + bytes(12 if word == b"STAT" else 68))

    def _take(self, size):
        while len(self._rest) < size:
            data = self.came.get(timeout=60)
            if data is None:
                raise EOFError
            self._rest += data
        piece, self._rest = self._rest[:size], self._rest[size:]
        return piece

    def _pushed(self):
        while (head := struct.unpack("<4sI", self._take(8)))[0] != b"DONE":
            yield self._take(head[1])

    def _pull(self, data):
        for at in range(0, len(data), 65536):
            piece = data[at : at + 65536]
            self.write(b"DATA" + struct.pack("<I", len(piece)) + piece)
        self.write(b"DONE" + bytes(4))
