"""The value of a secret leaves its reader nowhere: not in a report, not in what the child tells."""

import base64
import json
import zipfile
from io import BytesIO
from urllib.parse import quote

import pytest

import appsec.pipeline as parent
from appsec.model.text import Lang
from appsec.pipeline import Options, scan
from appsec.report.formats import FORMATS, NEEDS
from samples.planted import AWS, CHANNEL_SECRET, CLIENT_SECRET, HASH_IV, HASH_KEY, PASSWORD, PERSON
from tests.command import DAY, SAMPLES, appsec
from tests.inline import Inline

VALUES = (AWS, CHANNEL_SECRET, CLIENT_SECRET, HASH_IV, HASH_KEY, PASSWORD, PERSON)
PLANTED = (SAMPLES / "android/secrets/weak.apk", SAMPLES / "ios/secrets/weak.ipa")


def forms(value):
    """A value as it stands, as JSON and HTML and URLs write it, and in base64 and hex."""
    raw = value.encode()
    yield from (raw, json.dumps(value).strip('"').encode(), quote(value).encode())
    yield value.replace("!", "&#33;").encode()
    yield base64.b64encode(raw).rstrip(b"=")[:-1]
    yield raw.hex().encode()


def leaks(data):
    """The planted values that some bytes hold, in an archive's files as well."""
    datas = [data]
    if data.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            datas += [archive.read(name) for name in archive.namelist()]
    return [v for v in VALUES if any(form in one for form in forms(v) for one in datas)]


@pytest.fixture(params=PLANTED, ids=lambda path: path.suffix)
def told(request, monkeypatch):
    """The assessment of a sample with planted values, and every line of the child."""
    lines = []

    class Listening(Inline):
        def __call__(self, entry, ask, on_line, limits=None, payload=b""):
            def hear(line):
                lines.append(line)
                on_line(line)

            super().__call__(entry, ask, hear, limits, payload)

    monkeypatch.setattr(parent, "run_child", Listening())
    return scan(request.param, Options(as_of=DAY)), lines


def test_nothing_in_what_the_child_tells(told):
    outcomes = [one for line in told[1] if (one := json.loads(line).get("outcome"))]
    (own,) = [one for one in outcomes if one["check"].endswith("secret-in-package")]
    assert {seen["key"] for seen in own["seen"]} >= {"secret", "possible", "roc-id", "test"}
    assert leaks(b"\n".join(told[1])) == []


@pytest.mark.parametrize("lang", list(Lang))
def test_nothing_in_any_report(told, lang):
    assessment, _ = told
    tried = 0
    for name, writer in FORMATS.items():
        try:
            data = writer(assessment, lang)
        except ImportError:
            assert name in NEEDS  # an extra that is not installed here
            continue
        tried += 1
        assert leaks(data) == [], name
    assert tried > 5


@pytest.mark.parametrize("path", PLANTED, ids=lambda path: path.suffix)
def test_nothing_on_the_terminal(path):
    done = appsec("scan", path, "--class", "L3", "--lang", "en")
    assert "secret" in done.out
    assert leaks((done.out + done.err).encode()) == []


def test_the_search_finds_what_it_looks_for():
    for path in PLANTED:
        assert set(leaks(path.read_bytes())) == set(VALUES)


def test_nothing_in_the_text_of_a_fact():
    from appsec.facts.secret import Secret
    from appsec.readers.secrets.read import redacted
    from appsec.readers.secrets.rules import rules
    from appsec.readers.secrets.search import Hit

    assert PASSWORD not in repr(Hit(rules()[0], PASSWORD))
    assert "value" not in Secret.__slots__
    for value in VALUES:
        shown = redacted(value).partition("…")[0]
        assert len(shown) <= min(4, len(value) // 6)
