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
