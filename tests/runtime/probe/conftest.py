"""The environment of mitmproxy, a genuine server, Java clients, and probes that outlive no test."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from appsec.model.trace import Meta
from appsec.runtime.probe.home import VARIABLE, Home
from appsec.runtime.probe.plan import Plan
from appsec.runtime.probe.probe import Probe
from appsec.runtime.run_folder import RunFolder
from tests.readers.trace.runs import BUILD
from tests.runtime.probe.network import App, Server

HERE = Path(__file__).parent
PACKAGE = "tw.example.sample.parcel"
"""As the build of the samples whose hash some of the runs state."""


@pytest.fixture(scope="session")
def installed():
    """Where mitmproxy is: beside the environment of the tests, as `make test` lays it."""
    python = Path(os.environ.get(VARIABLE) or Path(sys.prefix) / "probe/bin/python")
    if not python.is_file():
        pytest.skip(f"the environment of mitmproxy is not installed: {python}")
    return python


@pytest.fixture
def home(installed, homes, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(installed))
    return homes


@pytest.fixture(scope="session")
def homes(tmp_path_factory):
    """One probe's folder for all tests: making its CA takes a while."""
    return Home(tmp_path_factory.mktemp("probe") / "home")


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The genuine server of every host, under a CA of its own."""
    with Server(tmp_path_factory.mktemp("server")) as made:
        yield made


@pytest.fixture
def begin(home, server, tmp_path):
    """Starts a probe for hosts that are all the genuine server; answers it and its run."""
    begun = []

    def start(*hosts, other=(), build=BUILD, **plan):
        folder = tmp_path / f"run{len(begun)}"
        meta = Meta(folder.name, "2026-11-21T08:00:00Z", "android", PACKAGE, build, instrumented=False)  # fmt: skip
        run = RunFolder.create(folder, meta)
        where = tuple((host, "127.0.0.1", server.port) for host in (*hosts, *other))
        made = Plan(hosts=hosts, resolved=where, upstream_ca=server.ca, **plan)
        probe = Probe(made, home)
        begun.append((probe, run))
        probe.start(run)
        return probe, run

    yield start
    for probe, run in begun:
        probe.stop()
        run.close()


@pytest.fixture(scope="session")
def client_class(tmp_path_factory):
    for program in ("java", "javac"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    out = tmp_path_factory.mktemp("client")
    subprocess.run(["javac", "-nowarn", "-d", str(out), str(HERE / "Client.java")], check=True, timeout=120)  # fmt: skip
    return out


@pytest.fixture
def app(client_class, server, home, tmp_path):
    """Starts a client of a kind. It trusts the genuine CA and the probe's, as a device would."""
    started = []
    ours = tmp_path / "probe.pem"

    def start(mode, host, port):
        ours.write_bytes(home.authority().pem)
        one = App(client_class, mode, host, port, server.ca, ours)
        started.append(one)
        return one

    yield start
    for one in started:
        one.kill()
