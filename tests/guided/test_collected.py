"""What a step of a session collects from a phone behind the real adb: what it shows, and its files where only an agent can read them."""

import json
import os
import struct

import pytest

pytest.importorskip("frida", reason="the extra `dynamic` is not installed")

from appsec.engine.canaries.forms import What
from appsec.facts.leaks import Where
from appsec.model.run_files import Look, Root
from appsec.model.trace import NOT_KEPT, Mark, Phase
from appsec.readers.trace.index import index
from appsec.readers.trace.leaks import read_leaks
from appsec.readers.trace.runs import read_runs
from appsec.runtime.canaries import Kept
from appsec.runtime.guided.agent import FridaAgent
from appsec.runtime.guided.given import Means, Trouble
from appsec.runtime.guided.recording import Recording
from appsec.runtime.guided.state import Setup
from appsec.runtime.guided.steps import Which, guide
from appsec.runtime.phones import android
from appsec.runtime.phones.places import Place
from tests.runtime.adbd import PACKAGE, UID
from tests.runtime.conftest import java, java_classes  # noqa: F401
from tests.runtime.phone import BUILD, META, phone, reached, server  # noqa: F401

STEPS = {one.id: one for one in guide().steps}
PASSWORD = "Canary-Pw-7319"
TYPED = dict.fromkeys(Which, (Kept("password", What.PASSWORD, PASSWORD),))


def parcel(text):
    """What `service call` prints of a parcel with a text in it."""
    encoded = text.encode("utf-16-le")
    raw = bytes(4) + struct.pack("<I", len(text)) + encoded + b"\0\0"
    raw += bytes(-len(raw) % 4)
    words = [raw[at : at + 4][::-1].hex() for at in range(0, len(raw), 4)]
    rows = [
        f"  0x{at * 4:08x}: {' '.join(words[at : at + 4])} '................'\n"
        for at in range(0, len(words), 4)
    ]
    return "Result: Parcel(\n" + "".join(rows) + ")\n"


def marks(folder, name):
    return [mark.note for _, mark in index(folder / "trace.jsonl").of(Mark) if mark.name == name]


@pytest.fixture
def recording(tmp_path):
    """Makes recordings; none is left open."""
    made = []

    def make(means):
        made.append(Recording(tmp_path, META, TYPED, means))
        return made[-1]

    yield make
    for each in made:
        each.end()


def test_what_the_phone_shows_is_filed_and_searched(phone, recording, tmp_path):  # noqa: F811
    simulated = phone()
    (simulated.root / "sim/clipboard").write_text(parcel(PASSWORD))
    node = f'<node text="{PASSWORD}" resource-id="id/secret" package="{PACKAGE}"/>'
    (simulated.root / "sim/ui.xml").write_text(f"<hierarchy>{node}</hierarchy>")
    head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
    row = f"   0: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 {UID} 0 1\n"
    for name in ("tcp", "udp"):
        simulated.file(f"/proc/net/{name}", (head + row).encode())
    one = recording(Means(reached(simulated)))
    one.begin(STEPS["use"])
    assert [*one.look(STEPS["use"].looks, "use")] == [
        "looked/001-clipboard.txt", "looked/002-screen.xml", "looked/003-sockets.jsonl",
    ]  # fmt: skip
    one.end()
    folder = tmp_path / "runs/plain"
    kept = json.loads((folder / "looked/003-sockets.jsonl").read_text())
    assert (kept["port"], kept["reachable"]) == (0x1F90, True)
    assert {oct(one.stat().st_mode & 0o777) for one in (folder / "looked").iterdir()} == {"0o600"}
    assert marks(folder, "looked") == [
        "looked/001-clipboard.txt use", "looked/002-screen.xml use", "looked/003-sockets.jsonl use",
    ]  # fmt: skip
    leaks = read_leaks(read_runs([folder], BUILD).value)
    assert leaks.gaps == ()
    for where, path in ((Where.CLIPBOARD, "clipboard"), (Where.SCREEN, "id/secret")):
        (leak,) = leaks.value.looked_at(where)
        assert (leak.path, leak.phase) == (path, Phase.USE)


def test_what_the_phone_does_not_show_is_told_in_the_trace(phone, recording, tmp_path):  # noqa: F811
    simulated = phone()
    (simulated.root / "sim/clipboard").write_text("Result: Parcel(ffffffff '....')\n")
    one = recording(Means(reached(simulated)))
    one.begin(STEPS["use"])
    told = [*one.look([*Look], "use")]
    assert [each.what for each in told if isinstance(each, Trouble)] == [
        "screen",
        "clipboard",
        "sockets",
    ]
    one.end()
    lacking = marks(tmp_path / "runs/plain", NOT_KEPT)
    assert [note.partition(" ")[0] for note in lacking] == ["screen", "clipboard", "sockets"]
    assert not (tmp_path / "runs/plain/looked").exists()


def test_an_agent_reads_the_files(phone, recording, java, tmp_path, monkeypatch):  # noqa: F811
    """Where nothing else can. The app on HotSpot has its folder in the phone's storage; without an
    agent the step says what would be possible."""
    simulated = phone()
    home = simulated.root / f"data/user/0/{PACKAGE}"
    monkeypatch.setattr(android, "private", lambda package: (Place(str(home), only=Root.FILES),))
    wanted = {"files/two words\nand a line": os.urandom(400_000), "files/secret": PASSWORD.encode()}
    for name, data in wanted.items():
        simulated.file(f"/data/user/0/{PACKAGE}/{name}", data)
    (home / "out").symlink_to("/etc")
    app = java("fixed")
    setup = Setup(
        "a.apk", BUILD, PACKAGE, "android", "L2", simulated.serial, META.created, frida_device="local",
        how="attach", pid=app.popen.pid,
    )  # fmt: skip
    one = recording(Means(reached(simulated), None, lambda: FridaAgent(setup)))
    one.begin(STEPS["use"])
    (told,) = one.collected(STEPS["use"], 1)
    assert "no root" in told.why and "dynamic import" in told.why and "frida" in told.why
    one.begin(STEPS["instrumented-use"])
    assert [*one.collected(STEPS["instrumented-use"], 1)] == []
    one.end()
    folder = tmp_path / "runs/instrumented"
    lines = (folder / "snapshot/instrumented-use-1/manifest.jsonl").read_text().splitlines()
    head, *entries = map(json.loads, lines)
    assert head["complete"], head["why"]
    seen = {entry["path"].removeprefix(f"{home}/"): entry for entry in entries}
    assert {"out", *wanted} == {*seen}
    for name, data in wanted.items():
        assert (folder / "snapshot/contents" / seen[name]["sha256"]).read_bytes() == data
    assert (seen["out"]["kind"], seen["out"]["why"]) == ("link", "/etc")
    assert index(folder / "trace.jsonl").trouble is None
