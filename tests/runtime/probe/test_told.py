"""What is told of hosts that never came by."""

import json

import pytest

from appsec.model.trace import Meta, Phase
from appsec.runtime.probe.told import Told
from appsec.runtime.run_folder import RunFolder
from tests.readers.trace.runs import BUILD


@pytest.mark.parametrize("came", [True, False])
def test_a_pattern_of_which_no_host_came_by_is_a_gap(tmp_path, came):
    meta = Meta("r", "2026-11-21T08:00:00Z", "android", "tw.example", BUILD, instrumented=False)
    with RunFolder.create(tmp_path / "r", meta) as run:
        told = Told(run, ("*.example.test",))
        run.mark(Phase.TLS)
        if came:
            told.take({"t": "exchange", "id": "1", "host": "a.example.test", "scheme": "https"})
        told.not_seen(("*.example.test",))
        run.end()
    lines = (tmp_path / "r/traffic.jsonl").read_text().splitlines()
    assert [json.loads(one)["host"] for one in lines] == [
        "a.example.test" if came else "*.example.test"
    ]
