"""Entries of child processes that misbehave in every way a parser can."""

import os
import signal
import socket
import sys
import time


def echo(request, stdin, emit):
    emit({"request": request, "payload": len(stdin.read())})
    print("noise on stdout")


def segfault(_, __, ___):
    os.kill(os.getpid(), signal.SIGSEGV)


def hang(_, __, ___):
    time.sleep(600)


def spin(_, __, ___):
    while True:
        pass


def swallow_memory(_, __, ___):
    kept = []
    while True:
        kept.append(bytearray(16 * 1024 * 1024))


def flood(_, __, emit):
    while True:
        emit("x" * 100_000)


def complain(_, __, ___):
    raise ValueError("what a parser says")


def die_quietly(_, __, ___):
    os._exit(9)


def connect(request, _, emit):
    try:
        socket.create_connection(("127.0.0.1", request["port"]), timeout=2).close()
        emit("connected")
    except OSError as error:
        emit(type(error).__name__)


def orphan(_, __, emit):
    """Leaves a grandchild behind that holds the pipe open."""
    if os.fork() == 0:
        time.sleep(600)
        sys.exit()
    emit(os.getpid())


def parent_of_hanging_child(_, __, emit):
    """Starts a child of its own that hangs, and tells its process id."""
    from appsec.engine.isolate import Limits, run_child

    run_child("tests.engine.children:tell_and_hang", {}, lambda line: emit(line.decode()), Limits())


def tell_and_hang(_, __, emit):
    emit(os.getpid())
    time.sleep(600)


def die_mid_line(_, __, emit):
    emit("whole")
    os.write(_stdout(), b'"half')
    os.kill(os.getpid(), signal.SIGKILL)


def stop_mid_line(_, __, ___):
    os.write(_stdout(), b'"half')
    os._exit(0)


def _stdout():
    """The descriptor that `emit` writes to: the only pipe open for writing besides stderr."""
    import fcntl

    for fd in range(3, 64):
        try:
            if fcntl.fcntl(fd, fcntl.F_GETFL) & os.O_ACCMODE == os.O_WRONLY:
                return fd
        except OSError:
            continue
    raise LookupError("no descriptor to write to")
