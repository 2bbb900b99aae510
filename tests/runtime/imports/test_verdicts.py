"""A scan says the same of a run that was imported as of the one that was recorded."""

import json
import tarfile
from pathlib import Path

import pytest

from appsec.model.run_files import Exchange
from appsec.model.trace import Meta, Phase
from appsec.model.verdict import Result
from appsec.pipeline import Options, scan
from appsec.runtime.canaries import read_canaries
from appsec.runtime.run_folder import RunFolder
from samples.runs import BUILDS, PACKAGE
from tests.runtime.imports import packets as made
from tests.runtime.imports.evidence import evidence, har
from tests.runtime.imports.test_import import BEGAN, CANARIES, marked, run
from tests.runtime.imports.test_same_verdicts import build, imported

PHONE = CANARIES[0]["value"].encode()
HOST, SERVER = "clear.example.tw", ("192.0.2.1", 80)
URL = f"http://{HOST}/a"
AT = BEGAN + 3


def verdicts(platform, folder):
    found = scan(BUILDS[platform], Options(as_of="2026-11-22", traces=(folder,))).verdicts
    return {one.requirement: one.result for one in found}


@pytest.mark.parametrize("platform", ["android", "ios"])
@pytest.mark.parametrize(
    ("name", "failed"),
    [
        ("fixed", ()),
        ("weak-network", ("29",)),
        ("weak-log", ("18",)),
        ("weak-storage", ("20", "21")),
    ],
)
def test_har_log_copies_and_backups(platform, name, failed, tmp_path):
    """HAR, logcat or syslog, tars of folders, and what `bmgr` or `idevicebackup2` left."""
    evidence(platform, name).record(tmp_path / "recorded" / name, build(platform))
    out, result = imported(platform, name, tmp_path)
    assert result.return_value == 0, result.output
    found = verdicts(platform, out)
    assert found == verdicts(platform, tmp_path / "recorded" / name)
    assert not failed or any(found[one] is Result.FAIL for one in failed)


def test_a_folder_is_the_same_as_its_tar(tmp_path):
    given = evidence("android", "weak-storage").files(tmp_path / "files")
    opened = list(given)
    for number, one in enumerate(given):
        if one.endswith(".tar") and given[number - 3] == "--folder":
            folder = Path(one).with_suffix("")
            with tarfile.open(one) as archive:
                archive.extractall(folder, filter="data")
            opened[number] = str(folder)
    assert opened != given
    found = []
    for name, each in (("tar", given), ("folder", opened)):
        code, said = run(tmp_path / name, *each)
        assert code == 0, said
        found.append(verdicts("android", tmp_path / name))
    assert found[0] == found[1]


def as_har(sent):
    one = Exchange(0, Phase.BEFORE, HOST, 80, "http", method="POST", url=URL, status=200)
    told = har([one])
    (entry,) = told["log"]["entries"]
    entry["startedDateTime"] = made.iso(AT)
    entry["request"]["postData"] = {"mimeType": "text/plain", "text": sent.decode()}
    entry["request"]["bodySize"] = len(sent)
    return told


def as_packets(sent):
    head = f"POST /a HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: {len(sent)}\r\n\r\n"
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
    phone = ("10.0.0.2", 40000)
    return [
        *made.connection(phone, SERVER, [head.encode() + sent]),
        made.tcp(SERVER, phone, 5001, answer),
    ]


def as_flow(sent):
    request = {
        "method": "POST", "scheme": "http", "host": HOST, "port": 80, "path": "/a",
        "headers": [], "content": sent, "timestamp_start": float(AT),
    }  # fmt: skip
    response = {"status_code": 200, "headers": [], "content": b"", "timestamp_start": AT + 0.1}
    return made.tnetstring({"type": "http", "request": request, "response": response})


def files(kind, folder, sent):
    """A file of this kind in which this was sent in clear at `AT`."""
    place = folder / f"one.{kind}"
    if kind == "har":
        place.write_text(json.dumps(as_har(sent)))
    elif kind == "flows":
        place.write_bytes(as_flow(sent))
    else:
        form = made.pcap if kind == "pcap" else made.pcapng
        place.write_bytes(form(as_packets(sent), begin=AT))
    return f"--{'pcap' if kind == 'pcapng' else kind}={place}"


def record(folder, sent):
    (folder.parent / "canaries.json").write_text(json.dumps(CANARIES))
    typed = read_canaries(folder.parent / "canaries.json")
    meta = Meta(folder.name, "2026-11-22T00:00:00Z", "android", PACKAGE, build("android"), instrumented=False)  # fmt: skip
    with RunFolder.create(folder, meta, typed) as one:
        for number, phase in enumerate((Phase.FIRST_START, Phase.LOGIN, Phase.USE)):
            one.recorder.stand_at(number * 8_000_000)
            one.mark(str(phase))
            if phase is Phase.LOGIN:
                one.typed("phone")
        shown = Exchange(
            18_000_000, Phase.USE, HOST, 80, "http", method="POST", url=URL, status=200
        )
        one.exchange(shown, sent)
        one.recorder.stand_at(60_000_000)
        one.end()
    return folder


@pytest.mark.parametrize("kind", ["har", "pcap", "pcapng", "flows"])
@pytest.mark.parametrize(
    ("sent", "result"), [(PHONE, Result.FAIL), (b"nothing", Result.NEEDS_REVIEW)]
)
def test_traffic_of_each_kind_of_file(kind, sent, result, tmp_path):
    recorded = record(tmp_path / "recorded", sent)
    out = tmp_path / "run"
    code, said = run(
        out, f"--canaries={tmp_path / 'canaries.json'}", files(kind, tmp_path, sent),
        "--captured=traffic", *marked("first-start", "login", "use", begin=AT - 18, step=8),
        f"--typed=phone@{AT - 9}", f"--until={AT + 42}",
    )  # fmt: skip
    assert code == 0, said
    found = verdicts("android", out)
    assert found["29"] is result
    assert found == verdicts("android", recorded)
