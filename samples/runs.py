"""Makes the sample runs: one session of the sample app as a recorder would have written it.

`python -m samples.runs` writes `samples/runs/<platform>/fixed`, in which everything was watched and
nothing turned up, and a `weak-<topic>` for each topic: the same session with the weaknesses of that
topic. Nothing of it was recorded from a device; the values are made up, and the same each time.
"""

import hashlib
import json
import shutil
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from appsec.engine.canaries.forms import What
from appsec.facts.traffic import BAD_CERTIFICATES, Presented
from appsec.model.noted import NOTED, USB_DEBUGGING, VERIFIED_BOOT, Tried
from appsec.model.run_files import Exchange, FileSeen, LogLine, Root, Snapshot
from appsec.model.trace import (
    CA_TRUSTED,
    TYPED,
    Attachment,
    Call,
    Canary,
    Device,
    DeviceKind,
    EndReason,
    Hit,
    Hook,
    HookState,
    Life,
    LifeEvent,
    Mark,
    Meta,
    Phase,
    State,
    Value,
)
from appsec.runtime.trace_file import TraceFile
from samples import run_told
from samples.run_told import HOST, PACKAGE

HERE = Path(__file__).parent
FOLDER = HERE / "runs"
BUILDS = {
    "android": HERE / "android/package/fixed.apk",
    "ios": HERE / "ios/package/fixed.ipa",
}
TRACKER = "t.tracker.example"
TOPICS = (
    "consent",
    "storage",
    "cache",
    "log",
    "network",
    "certificates",
    "session",
    "crash",
    "delete",
    "sharing",
    "screen",
    "page",
    "keys",
    "noted",
    "uses",
    "code",
    "purpose",
)
SECOND = 1_000_000
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c636000000002000148afa4710000000049454e44ae426082"
)
"""One black pixel."""

CANARIES = {
    "phone": (What.PHONE, "0912345678"),
    "email": (What.EMAIL, "canary+7f3a@parcel.example.tw"),
    "password": (What.PASSWORD, "Tr0ub4dor-7f3a"),
    "payload": (What.PAYLOAD, "x' OR 'a'='a' --<7f3a>"),
    "identifier": (What.IDENTIFIER, "9774d56d682e549c"),
}
TOKENS = tuple(
    hashlib.sha256(f"made-up token {number}".encode()).hexdigest()[:40] for number in range(5)
)
ME = json.dumps({"phone": CANARIES["phone"][1]})
"""What the server answers to who is logged in."""
PHASES = (
    *(
        Phase.FIRST_START,
        Phase.CONSENT_REFUSE,
        Phase.CONSENT_ACCEPT,
        Phase.LOGIN,
        Phase.USE,
        Phase.INPUT,
    ),
    *(Phase.SESSION, Phase.LOGOUT, Phase.CLOSE, Phase.TLS, Phase.DELETE),
)
CRYPTO: dict[str, tuple[str, tuple[Value, ...]]] = {
    "android": ("javax.crypto.Cipher.getInstance", ("AES/GCM/NoPadding",)),
    "ios": ("CCCrypt", (0, 0, 1)),
}
WEAK_CRYPTO: dict[str, tuple[Value, ...]] = {
    "android": ("AES/ECB/PKCS5Padding",),
    "ios": (0, 0, 2),
}
_CONTAINER = "/var/mobile/Containers/Data/Application/00000000-0000-0000-0000-000000000001"
ROOTS = {
    "android": (f"/data/user/0/{PACKAGE}", f"/data/user_de/0/{PACKAGE}", "/sdcard", "backup"),
    "ios": (_CONTAINER, "backup"),
}
PLACES = {
    "android": {
        Root.PREFERENCES: f"/data/user/0/{PACKAGE}/shared_prefs/session.xml",
        Root.CACHE: f"/data/user/0/{PACKAGE}/cache/http/1",
        Root.FILES: f"/data/user/0/{PACKAGE}/files/note",
        Root.SHARED: "/sdcard/Download/label.txt",
        Root.BACKUP: "backup/session.xml",
    },
    "ios": {
        Root.PREFERENCES: f"{_CONTAINER}/Library/Preferences/{PACKAGE}.plist",
        Root.CACHE: f"{_CONTAINER}/Library/Caches/{PACKAGE}/Cache.db",
        Root.FILES: f"{_CONTAINER}/Documents/label.txt",
        Root.BACKUP: "backup/AppDomain/session.plist",
    },
}


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class Session:
    """One run of one platform, `weak` in one topic or in none."""

    def __init__(self, folder: Path, platform: str, weak: str = "") -> None:
        self.folder = folder
        self.platform = platform
        self.weak = weak
        self.hook, self.arguments = CRYPTO[platform]

    def write(self) -> None:
        """Writes the run directory anew."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        kept = [{"id": i, "what": w, "value": v} for i, (w, v) in CANARIES.items()]
        (self.folder / "canaries.json").write_text(json.dumps(kept, indent=1) + "\n")
        with TraceFile(self.folder, self._meta()) as file:
            self._file = file
            every = (self.hook, *run_told.HOOKS[self.platform])
            file.write(Hook(one, "sample", HookState.INSTALLED, 1) for one in every)
            file.write([Life(LifeEvent.SPAWNED, 1, 100)])
            for number, phase in enumerate(PHASES, 1):
                self._phase(phase, number * 10 * SECOND)
            self._log()
            self._traffic()
            file.end(EndReason.FINISHED, (len(PHASES) + 1) * 10 * SECOND)

    def _meta(self) -> Meta:
        canaries = tuple(Canary(i, str(w), _digest(v.encode())) for i, (w, v) in CANARIES.items())
        device = Device(DeviceKind.USB, "0" * 16, "Sample device", "14", rooted=True)
        build = _digest(BUILDS[self.platform].read_bytes())
        return Meta(
            self.folder.name, "2026-11-21T08:00:00Z", self.platform, PACKAGE, build,
            agent="sample", tool="samples.runs", device=device, canaries=canaries,
            instrumented=self.weak != "crash",
        )  # fmt: skip

    def write_alone(self, name: str) -> None:
        """A run without an agent, in which nothing but what is tried was looked at."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        tried, kind, rooted, variant = run_told.ALONE[name]
        device = Device(kind, "0" * 16, "Sample device", "14", rooted=rooted)
        meta = replace(
            self._meta(), device=device, variant=variant, canaries=(), instrumented=False, agent=""
        )
        with TraceFile(self.folder, meta) as file:
            self._file = file
            file.write([Mark(str(Phase.ENVIRONMENT), SECOND)])
            if tried is Tried.USB_DEBUGGING:
                for each in (USB_DEBUGGING, VERIFIED_BOOT):
                    self._state(2 * SECOND, each, True, "")
            self._notes(2 * SECOND, [run_told.note(tried, good=self.weak == "")])
            file.end(EndReason.FINISHED, 9 * SECOND)

    def _phase(self, phase: Phase, at: int) -> None:
        write = self._file.write
        if phase is Phase.TLS:
            write([Life(LifeEvent.SPAWNED, at - SECOND, 101)])
            write([State(CA_TRUSTED, True, at - 1, "sample")])
        weak = self.weak == "storage" and phase is Phase.USE
        arguments = WEAK_CRYPTO[self.platform] if weak else self.arguments
        write([Mark(str(phase), at), Call(self.hook, at + 1, 100, 1, phase, arguments=arguments)])
        if phase is Phase.LOGIN:
            for one in (each for each in CANARIES if each != "identifier"):
                self._state(at + SECOND, *run_told.field(self.platform, self.weak, one))
                write([Mark(TYPED, at + SECOND, one)])
        if phase is Phase.USE:
            for told in run_told.screen(self.platform, self.weak):
                self._state(at + SECOND, *told)
            self._notes(at + SECOND, run_told.notes(self.weak))
        self._calls(phase, at + SECOND)
        if phase is Phase.USE and self.weak == "crash":
            write([Life(LifeEvent.CRASHED, at + SECOND, 100), Life(LifeEvent.SPAWNED, at + 2, 100)])
        if phase is Phase.INPUT and self.weak == "noted":
            write([Life(LifeEvent.CRASHED, at + SECOND, 100), Life(LifeEvent.SPAWNED, at + 2, 100)])
        if phase is Phase.CLOSE:
            write([Life(LifeEvent.EXITED, at + SECOND, 100)])
        if phase not in (Phase.CONSENT_ACCEPT, Phase.LOGIN, Phase.INPUT, Phase.SESSION, Phase.TLS):
            self._snapshot(phase, at + 5 * SECOND)

    def _state(self, at: int, name: str, value: Value, subject: str) -> None:
        self._file.write([State(name, value, at, subject)])

    def _notes(self, at: int, notes: Iterable[str]) -> None:
        for number, note in enumerate(notes, 1):
            self._file.write([Mark(NOTED, at, note)])
            self._keep(f"screenshots/{number:03d}.png", PICTURE, at)

    def _calls(self, phase: Phase, at: int) -> None:
        values = {one: value for one, (_, value) in CANARIES.items()}
        for one in run_told.calls(self.platform, self.weak, values):
            if one.phase is phase:
                made = Call(one.hook, at, 100, 1, phase, arguments=one.arguments, own=True)
                hit = Hit(one.canary, self._file.number, one.place, "utf-8", 0, at, phase)
                self._file.write([made, hit] if one.canary else [made])

    # What lies beside the trace.

    def _attach(self, path: str, values: Iterable[object], at: int) -> None:
        lines = (json.dumps(asdict(one), ensure_ascii=False) for one in values)  # type: ignore[call-overload]
        data = "".join(f"{line}\n" for line in lines).encode()
        self._keep(path, data, at)

    def _keep(self, path: str, data: bytes, at: int) -> None:
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        self._file.write([Attachment(path, _digest(data), len(data), at)])

    def _snapshot(self, phase: Phase, at: int) -> None:
        contents = self.folder / "snapshot/contents"
        contents.mkdir(parents=True, exist_ok=True)
        seen = []
        for root, text in self._files(phase).items():
            data = f"{text}\n".encode()
            (contents / _digest(data)).write_bytes(data)
            place = self._place(root)
            seen.append(FileSeen(place, root, size=len(data), mode=0o100600, sha256=_digest(data)))
        head = Snapshot(str(phase), phase, at, ROOTS[self.platform], complete=True)
        self._attach(f"snapshot/{phase}/manifest.jsonl", [head, *seen], at)

    def _place(self, root: Root) -> str:
        return PLACES[self.platform][root]

    def _files(self, phase: Phase) -> dict[Root, str]:
        """The app's files: ciphertext, and what the topic leaves in them."""
        files = dict.fromkeys(PLACES[self.platform], "ciphertext")
        phone, password = CANARIES["phone"][1], CANARIES["password"][1]
        match self.weak, phase:
            case "storage", Phase.USE:
                files[Root.PREFERENCES] = f'<string name="token">{TOKENS[0]}</string>'
                files[Root.BACKUP] = password
                files[Root.SHARED if self.platform == "android" else Root.FILES] = phone
            case "purpose", Phase.USE:
                files[Root.PREFERENCES] = f"<string>{phone}</string>"
            case "keys", Phase.USE:
                files[Root.PREFERENCES] = f'<string name="k">{run_told.KEY.hex()}</string>'
            case "cache", Phase.USE | Phase.LOGOUT | Phase.CLOSE:
                files[Root.CACHE] = json.dumps({"phone": phone})
            case "consent", Phase.FIRST_START | Phase.CONSENT_REFUSE:
                files[Root.PREFERENCES] = f"id={CANARIES['identifier'][1]}"
            case "delete", Phase.DELETE:
                files[Root.PREFERENCES] = f"mail={CANARIES['email'][1]}"
        return files

    def _log(self) -> None:
        lines = []
        for number, phase in enumerate(PHASES, 1):
            at = number * 10 * SECOND + 2
            lines.append(LogLine(at, phase, "battery ok", "system", "I", 1))
            text = "screen shown"
            if self.weak == "log" and phase in (Phase.LOGIN, Phase.CLOSE):
                text = f"login {CANARIES['phone'][1]}"
            lines.append(LogLine(at + 1, phase, text, "Parcel", "D", 100, own=True))
        self._attach("log.jsonl", lines, (len(PHASES) + 1) * 10 * SECOND - 2)

    def _traffic(self) -> None:
        self._attach("traffic.jsonl", self._exchanges(), (len(PHASES) + 1) * 10 * SECOND - 1)

    def _exchanges(self) -> Iterable[Exchange]:
        yield self._sent(Phase.FIRST_START, "/config")
        if self.weak == "consent":
            query = f"/i?id={CANARIES['identifier'][1]}"
            yield self._sent(Phase.FIRST_START, query, TRACKER)
            yield self._sent(Phase.CONSENT_REFUSE, query, TRACKER)
        entered = self._body(f"password={CANARIES['password'][1]}".encode())
        for number, token in enumerate((TOKENS[0], *TOKENS)):
            made = str(100_000_000_000 + number) if self.weak == "session" else token
            phase = Phase.SESSION if number else Phase.LOGIN
            yield self._sent(phase, "/login", token=made, method="POST", request_body=entered)
        # In the session with what was given first and last; after logout once more with the last.
        first = str(100_000_000_000) if self.weak == "session" else TOKENS[0]
        last = str(100_000_000_005) if self.weak == "session" else TOKENS[4]
        mine: dict[str, Any] = {"response_body": self._body(ME.encode())}
        yield self._sent(Phase.USE, "/me", request_headers=(("Cookie", f"sid={first}"),), **mine)
        cookie = (("Cookie", f"sid={last}"),)
        yield self._sent(Phase.SESSION, "/me", request_headers=cookie, **mine)
        after = mine if self.weak == "session" else {"status": 401}
        yield self._sent(Phase.CLOSE, "/me", request_headers=cookie, **after)
        if self.weak == "purpose":
            yield self._sent(Phase.USE, f"/i?phone={CANARIES['phone'][1]}", TRACKER)
        if self.weak == "network":
            query = f"/where?phone={CANARIES['phone'][1]}"
            yield self._sent(Phase.USE, query, scheme="http", port=80, tls="", cipher="")
            yield self._sent(Phase.USE, "/old", tls="TLSv1", cipher="ECDHE-RSA-AES128-SHA")
            yield self._sent(Phase.USE, "/sdk", TRACKER)
        if self.weak == "code":
            for name, data in {**run_told.CODE[self.platform], "b.hbc": run_told.BUNDLE}.items():
                yield self._sent(Phase.USE, f"/{name}", response_body=self._body(data))
        yield from self._probes()

    def _body(self, data: bytes) -> str:
        place = self.folder / "bodies" / _digest(data)
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(data)
        return place.name

    def _probes(self) -> Iterable[Exchange]:
        hosts = [HOST, TRACKER] if self.weak in ("consent", "network", "purpose") else [HOST]
        for host in hosts:
            for certificate in (*BAD_CERTIFICATES, Presented.VALID):
                refused = {"tls": "", "cipher": "", "method": "", "accepted": False, "status": 0}
                relied = (Presented.SELF_SIGNED, Presented.VALID)
                bad = self.weak == "certificates" and certificate in relied
                given = {"accepted": True} if bad else refused
                yield self._sent(Phase.TLS, "/ping", host, certificate=str(certificate), **given)
            yield self._sent(Phase.TLS, "/ping", host, accepted=True)

    @staticmethod
    def _sent(
        phase: Phase, path: str, host: str = HOST, token: str = "", **more: object
    ) -> Exchange:
        scheme = more.get("scheme", "https")
        headers = (("Set-Cookie", f"sid={token}; Secure; HttpOnly"),) if token else ()
        given: dict[str, object] = {
            "scheme": "https", "sni": host, "address": "192.0.2.1", "tls": "TLSv1.3",
            "cipher": "TLS_AES_128_GCM_SHA256", "method": "GET", "url": f"{scheme}://{host}{path}",
            "status": 200, "response_headers": headers, "own": True, "port": 443,
        }  # fmt: skip
        at = (PHASES.index(phase) + 1) * 10 * SECOND + 3
        return Exchange(at, phase, host, **(given | more))  # type: ignore[arg-type]


def main() -> None:
    """Writes all sample runs."""
    for platform in BUILDS:
        Session(FOLDER / platform / "fixed", platform).write()
        for topic in TOPICS:
            Session(FOLDER / platform / f"weak-{topic}", platform, topic).write()
        for name in run_told.alone_on(platform):
            for weak, before in (("", "fixed"), (name, "weak")):
                Session(FOLDER / platform / f"{before}-{name}", platform, weak).write_alone(name)


if __name__ == "__main__":
    main()
