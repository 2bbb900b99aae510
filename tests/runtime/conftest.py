"""What is compiled once for all tests of a run."""

import subprocess
from pathlib import Path

import pytest

from tests.runtime.targets import HERE, Process, Watched, needs


@pytest.fixture(scope="session")
def java_classes(tmp_path_factory):
    needs("java", "javac")
    out = tmp_path_factory.mktemp("classes")
    sources = [str(path) for path in sorted((HERE / "java").rglob("*.java"))]
    subprocess.run(["javac", "-nowarn", "-d", str(out), *sources], check=True, timeout=60)
    return out


@pytest.fixture(scope="session")
def objc_program(tmp_path_factory):
    """A program of GNU's Objective-C with stand-ins for Apple's libraries in a folder of their own."""
    needs("gcc")
    compiler = subprocess.run(
        ["gcc", "-print-prog-name=cc1obj"], capture_output=True, text=True, check=True
    )
    if not Path(compiler.stdout.strip()).is_absolute():
        pytest.skip("gobjc is not installed")
    out, source = tmp_path_factory.mktemp("objc"), HERE / "objc"
    (out / "app").mkdir()
    stubs = [str(source / name) for name in ("apple.c", "runtime.c", "send.S")]
    common = ["gcc", "-O0", "-w", "-std=gnu11", "-fno-omit-frame-pointer"]
    library, program = out / "libapple.so", out / "app/program"
    subprocess.run(
        [*common, "-shared", "-fPIC", "-o", str(library), *stubs, "-lobjc", "-lpthread"], check=True
    )
    link = [f"-L{out}", f"-Wl,-rpath,{out}", "-Wl,--no-as-needed", "-lapple", "-lobjc", "-ldl"]
    subprocess.run([*common, "-o", str(program), str(source / "main.m"), *link], check=True)
    return program


@pytest.fixture
def objc(objc_program):
    """Starts the program, weak or fixed; none outlives its test."""
    started = []

    def start(twin="weak"):
        started.append(Process(str(objc_program), twin))
        return started[-1]

    yield start
    for each in started:
        each.kill()


@pytest.fixture
def java(java_classes):
    """Starts the app, weak or fixed; none outlives its test."""
    started = []

    def start(twin):
        started.append(
            Process("java", "-XX:+UseSerialGC", "-cp", str(java_classes), "app.Main", twin)
        )
        return started[-1]

    yield start
    for each in started:
        if each.popen.poll() is None:
            each.kill()


@pytest.fixture
def watched(tmp_path):
    """Watches a process; the trace lies in the test's own folder."""

    def watch(process, platform, **given):
        return Watched(tmp_path / f"run{process.popen.pid}", process, platform, **given)

    return watch
