"""Answers that are code are known by how they begin, or by their name where nobody kept them."""

import io
import zipfile

import pytest

from appsec.facts.traffic import CodeKind
from appsec.model.run_files import Exchange
from appsec.model.trace import Mark, Phase
from appsec.readers.trace.code_sent import code_kind
from appsec.readers.trace.runs import read_runs
from appsec.readers.trace.traffic import read_traffic
from tests.readers.trace.runs import BUILD, Run, digest

METRO = b"var __BUNDLE_START_TIME__=1;__d(function(g,r){},0,[]);"


def answer(url="https://a.example/x", status=200, body="", method="GET", **headers):
    pairs = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Exchange(3, Phase.USE, "a.example", 443, method=method, url=url, status=status,
                    tls="TLSv1.3", response_headers=pairs, response_body=body)  # fmt: skip


def packed(*names):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name in names:
            file.writestr(name, b"x" * 50)
    return made.getvalue()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"dex\n039\0", CodeKind.DEX),
        (b"\x7fELF\2", CodeKind.ELF),
        (b"\xcf\xfa\xed\xfe", CodeKind.MACH_O),
        (b"\xca\xfe\xba\xbe\0\0\0\2", CodeKind.MACH_O),
        (b"\xca\xfe\xba\xbe\0\0\0\x34", None),  # a class of Java's
        (b"\xc6\x1f\xbc\x03\xc1\x03\x19\x1f", CodeKind.BUNDLE),
        (METRO, CodeKind.BUNDLE),
        (b"function page(){}", None),
        (packed("META-INF/MANIFEST.MF", "AndroidManifest.xml", "classes.dex"), CodeKind.APK),
        (packed("AndroidManifest.xml", "classes.jar"), None),
        (packed("Payload/A.app/Info.plist"), CodeKind.IPA),
        (packed("a/classes.dex"), CodeKind.DEX),
        (packed("CodePush/main.jsbundle"), CodeKind.BUNDLE),
        (packed("lib/arm64/liba.so"), CodeKind.ELF),
        (packed("pictures/a.png"), None),
        (packed("AndroidManifest.xml", "classes.dex")[:200], CodeKind.APK),  # cut
        (b"PK\3\4", None),
        (b"{}", None),
    ],
)
def test_code_is_known_by_how_it_begins(body, kind):
    assert code_kind(answer(url="https://a.example/app.apk"), body) == kind


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"url": "https://a.example/new.APK?v=2"}, CodeKind.APK),
        ({"url": "https://a.example/d", "content_type": "application/vnd.android.package-archive"},
         CodeKind.APK),
        ({"url": "https://a.example/new.dex"}, CodeKind.DEX),
        ({"url": "https://a.example/new.apk", "status": 404}, None),
        ({"url": "https://a.example/new.apk.json"}, None),
        ({"url": "https://[a/new.apk"}, None),
    ],
)  # fmt: skip
def test_what_nobody_kept_is_known_by_its_name(given, kind):
    assert code_kind(answer(**given), b"") == kind


@pytest.mark.parametrize(
    ("given", "lacks"),
    [
        ({"content_length": "500"}, ["answers-not-kept"]),
        ({"transfer_encoding": "chunked"}, ["answers-not-kept"]),
        ({"content_length": "0"}, []),
        ({"content_length": "500", "method": "HEAD"}, []),
        ({"content_length": "500", "status": 304}, []),
        ({}, []),
    ],
)
def test_an_answer_that_nobody_kept_is_a_gap(tmp_path, given, lacks):
    run = Run(tmp_path / "r").write(Mark("use", 2)).went(Phase.USE, Phase.CLOSE)
    run.lines("traffic.jsonl", answer(**given)).done()
    traffic = read_traffic(read_runs([tmp_path / "r"], BUILD).value).value
    assert list(traffic.code()) == []
    assert [gap.key for gap in traffic.taken() if gap.key == "answers-not-kept"] == lacks


def test_a_packed_answer_is_opened(tmp_path):
    import gzip

    body = gzip.compress(b"dex\n035\0" + bytes(100))
    run = Run(tmp_path / "r").went(Phase.USE, Phase.CLOSE)
    (run.folder / "bodies").mkdir()
    (run.folder / "bodies" / digest(body)).write_bytes(body)
    run.lines("traffic.jsonl", answer(body=digest(body), content_encoding="gzip")).done()
    traffic = read_traffic(read_runs([tmp_path / "r"], BUILD).value).value
    assert [(one.kind, one.sent.run) for one in traffic.code()] == [(CodeKind.DEX, "r")]
