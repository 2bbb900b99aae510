"""The inside of a child process: confine oneself, then do what the parent asks."""

import contextlib
import ctypes
import importlib
import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from appsec.engine.garbage import collect_rarely
from appsec.engine.isolate import OUT_OF_MEMORY, Limits

PR_SET_PDEATHSIG = 1
CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000
_NETWORK_EVENTS = ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto")

REPORT = "confinement"
"""The entry that only says how its process is held."""

Emit = Callable[[object], None]
"""Sends one JSON value to the parent, as a line."""


def confine(limits: Limits) -> dict[str, str]:
    """Applies the limits to this process for good; says how each is held, for `doctor`.

    The network is cut off by an empty namespace where the system allows one; everywhere an audit
    hook refuses what Python itself would send.
    """
    _die_with_parent()
    return {"memory": _limit_resources(limits), "network": _cut_network()}


def _limit_resources(limits: Limits) -> str:
    try:
        import resource
    except ImportError:
        return "watchdog"
    for which, most, hard in (
        ("RLIMIT_CORE", 0, 0),
        # The soft limit sends SIGXCPU, which tells a timeout from any other death.
        ("RLIMIT_CPU", limits.cpu, limits.cpu + 1),
        # Not the address space: a large artefact is mapped, which costs no memory.
        ("RLIMIT_DATA", limits.memory, limits.memory),
    ):
        # macOS refuses some of these; the watchdog in the parent then stands in.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(getattr(resource, which), (most, hard))
    held = resource.getrlimit(resource.RLIMIT_DATA)[0] == limits.memory
    return "rlimit" if held and sys.platform.startswith("linux") else "watchdog"


def _die_with_parent() -> None:
    """A child of a child would outlive a killed parent, each being in a session of its own."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _cut_network() -> str:
    def refuse(event: str, _: tuple[Any, ...]) -> None:
        if event in _NETWORK_EVENTS:
            raise PermissionError(f"{event}: this process has no network")

    sys.addaudithook(refuse)
    if not sys.platform.startswith("linux"):
        return "audit-hook"
    libc = ctypes.CDLL(None, use_errno=True)
    alone = libc.unshare(CLONE_NEWNET) == 0 or libc.unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0
    return "namespace" if alone else "audit-hook"


def main() -> int:
    """`python -m appsec.engine.child ENTRY LIMITS`: request and payload on stdin."""
    entry, limits = sys.argv[1], Limits(**json.loads(sys.argv[2]))
    out = os.fdopen(os.dup(1), "wb")
    # What a parser prints must not end up between our lines.
    os.dup2(2, 1)

    def emit(value: object) -> None:
        out.write(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")
        out.flush()

    try:
        held = confine(limits)
        collect_rarely()
        request = json.loads(sys.stdin.buffer.readline())
        if entry == REPORT:
            emit(held)
            return 0
        module, _, function = entry.partition(":")
        getattr(importlib.import_module(module), function)(request, sys.stdin.buffer, emit)
        out.close()
    except MemoryError:
        return OUT_OF_MEMORY
    return 0


if __name__ == "__main__":
    status = main()
    sys.stderr.flush()
    # All is told. To take a large parser's module apart in good order costs a fifth of a second.
    os._exit(status)
