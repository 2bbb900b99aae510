"""What is compiled once for all tests of a run."""

import subprocess

import pytest

from tests.runtime.targets import HERE, Process, Watched, needs


@pytest.fixture(scope="session")
def java_classes(tmp_path_factory):
    needs("java", "javac")
    out = tmp_path_factory.mktemp("classes")
    sources = [str(path) for path in sorted((HERE / "java").rglob("*.java"))]
    subprocess.run(["javac", "-nowarn", "-d", str(out), *sources], check=True, timeout=60)
    return out


@pytest.fixture
def java(java_classes):
    """Starts the app, weak or fixed; none outlives its test."""
    started = []

    def start(twin):
        started.append(Process("java", "-XX:+UseSerialGC", "-cp", str(java_classes), "app.Main", twin))
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
