"""Makes run directories for tests, as a recorder does."""

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

from appsec.engine.canaries.forms import What
from appsec.model.run_files import FileSeen, LogLine, Root, Snapshot
from appsec.model.trace import (
    TYPED,
    Attachment,
    Call,
    Canary,
    EndReason,
    Hook,
    HookState,
    Mark,
    Meta,
    Phase,
)
from appsec.readers.trace.index import index
from appsec.runtime.trace_file import TraceFile

BUILD = "ab" * 32
PHONE = "0912345678"
ROOTS = ("/data/user/0/tw.example", "/data/user_de/0/tw.example")
HOOK = "app.used"
"""What a test's app calls in each phase."""


def digest(data):
    return hashlib.sha256(data).hexdigest()


class Run:
    """A run directory with canaries that were typed; `write` adds lines, `done` ends it."""

    def __init__(self, folder: Path, canaries=None, typed=True, labels=None, **meta):
        folder.mkdir(parents=True)
        self.folder = folder
        self.hooks = set()
        given = {"phone": (What.PHONE, PHONE)} if canaries is None else canaries
        kept = [{"id": i, "what": w, "value": v} for i, (w, v) in given.items()]
        (folder / "canaries.json").write_text(json.dumps(kept))
        announced = tuple(
            Canary(i, str(w), digest(v.encode()), label=(labels or {}).get(i, ""))
            for i, (w, v) in given.items()
        )
        values = {"app_sha256": BUILD, "platform": "android"} | meta
        made = Meta(
            folder.name,
            "2026-11-21T08:00:00Z",
            package="tw.example",
            canaries=announced,
            **values,
        )
        self.file = TraceFile(folder, made)
        if typed:
            self.write(*(Mark(TYPED, 1, one.id) for one in announced))

    def write(self, *lines):
        self.file.write(lines)
        return self

    def went(self, *phases, at=2):
        """Goes through phases, in each of which the app does something."""
        if HOOK not in self.hooks:
            self.hooks.add(HOOK)
            self.write(Hook(HOOK, "app", HookState.INSTALLED, 1))
        for phase in phases:
            self.write(Mark(str(phase), at), Call(HOOK, at, 1, 2, Phase(phase)))
        return self

    def attach(self, path, data):
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        return self.write(Attachment(path, digest(data), len(data), 5))

    def lines(self, path, *values):
        text = "".join(json.dumps(asdict(value)) + "\n" for value in values)
        return self.attach(path, text.encode())

    def log(self, *texts, own=True, phase=Phase.LOGIN):
        return self.lines("log.jsonl", *(LogLine(2, phase, text, "App", own=own) for text in texts))

    def snapshot(self, name, phase, files, *, complete=True, extra=(), at=4, roots=()):
        contents = self.folder / "snapshot/contents"
        contents.mkdir(parents=True, exist_ok=True)
        seen = []
        for (path, root), data in files.items():
            (contents / digest(data)).write_bytes(data)
            seen.append(FileSeen(path, root, size=len(data), mode=0o100600, sha256=digest(data)))
        head = Snapshot(name, phase, at, roots or ROOTS, complete)
        return self.lines(f"snapshot/{name}/manifest.jsonl", head, *seen, *extra)

    def done(self, reason=EndReason.FINISHED):
        self.file.end(reason, 99)
        self.file.close()
        return self.folder.name, index(self.folder / "trace.jsonl")


PREFS = ("/data/user/0/tw.example/shared_prefs/a.xml", Root.PREFERENCES)
"""Where most leaks are."""
