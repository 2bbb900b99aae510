"""Answers that are code are known by how they begin, or by their name where nobody kept them."""

import bz2
import gzip
import io
import lzma
import os
import tarfile
import zipfile
import zlib
from dataclasses import replace

import pytest

from appsec.facts.traffic import CodeKind
from appsec.model.outcome import Cause, Gap
from appsec.model.run_files import Exchange
from appsec.model.trace import Mark, Phase
from appsec.readers.trace.bodies import MAX_KEPT, Bodies
from appsec.readers.trace.code_sent import Answers
from appsec.readers.trace.leaks import read_leaks
from appsec.readers.trace.runs import read_runs
from appsec.readers.trace.traffic import read_traffic
from tests.readers.trace.runs import BUILD, Run, digest

METRO = b"var __BUNDLE_START_TIME__=1;__d(function(g,r){},0,[]);"


def answer(url="https://a.example/x", status=200, body="", method="GET", **headers):
    pairs = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Exchange(3, Phase.USE, "a.example", 443, method=method, url=url, status=status,
                    tls="TLSv1.3", response_headers=pairs, response_body=body)  # fmt: skip


def code_kind(one, body):
    """What kind of code one answer with this body is, and whether all of it was looked at."""
    came = Answers(lambda _: (body, True)).code(one)
    return came.kind, came.looked


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
    assert code_kind(answer(url="https://a.example/app.apk"), body)[0] == kind


DEX = b"dex\n035\0" + bytes(100)
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(100)


def zipped(*entries, method=zipfile.ZIP_STORED):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as file:
        for name, data in entries:
            file.writestr(name, data)
    return made.getvalue()


def tarred(name, data):
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as file:
        one = tarfile.TarInfo(name)
        one.size = len(data)
        file.addfile(one, io.BytesIO(data))
    return made.getvalue()


def locked(name, data):
    """As an encrypted member says of itself, in both of its headers."""
    made = bytearray(zipped((name, data)))
    for magic, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        made[made.index(magic) + at] |= 1
    return bytes(made)


SCRIPT = b"/* app */" + b" " * 2_000 + METRO
MANY = [(f"assets/{n}.bin", b"PK\3\4") for n in range(3_000)]
NESTED = zipped(("base.zip", zipped(("a.bin", DEX), method=zipfile.ZIP_DEFLATED)),
                method=zipfile.ZIP_DEFLATED)  # fmt: skip


@pytest.mark.parametrize(
    ("body", "kind", "whole"),
    [
        (zipped(*MANY, ("classes.dex", DEX)), CodeKind.DEX, True),
        (zipped(("assets/app.js", SCRIPT)), CodeKind.BUNDLE, True),
        (zipped(("assets/app.js", SCRIPT), method=zipfile.ZIP_DEFLATED), CodeKind.BUNDLE, True),
        (gzip.compress(zipped(("a.zip", zipped(("a", SCRIPT), method=zipfile.ZIP_DEFLATED)))),
         CodeKind.BUNDLE, True),
        (tarred("app.js", SCRIPT), CodeKind.BUNDLE, True),
        (zipped(("page.js", b"function page(){}" * 500), method=zipfile.ZIP_DEFLATED), None, True),
        (zipped(("patch.bin", DEX)), CodeKind.DEX, True),
        (zipped(("patch.bin", DEX), method=zipfile.ZIP_DEFLATED), CodeKind.DEX, True),
        (zipped(("base.apk", b"x"), method=zipfile.ZIP_DEFLATED), CodeKind.APK, True),
        (NESTED, CodeKind.DEX, True),
        (zipped(("a.png", PICTURE), ("a.zip", zipped(("b.png", PICTURE)))), None, True),
        (zipped(), None, True),
        (zipped(("a.png", PICTURE))[:-30], None, False),
        (zipped(("a.png", PICTURE)) + b"more", None, False),
        (zipped(("a.7z", b"7z\xbc\xaf\x27\x1c" + PICTURE)), None, False),
        (locked("a.bin", DEX), None, False),
        (locked("classes.dex", DEX), CodeKind.DEX, True),
        (gzip.compress(DEX), CodeKind.DEX, True),
        (gzip.compress(zipped(("classes.dex", DEX))), CodeKind.DEX, True),
        (gzip.compress(tarred("lib/a.so", b"x")), CodeKind.ELF, True),
        (tarred("a.bin", DEX), CodeKind.DEX, True),
        (tarred("a.png", PICTURE), None, True),
        (zlib.compress(DEX), CodeKind.DEX, True),
        (gzip.compress(b"{}"), None, True),
        (gzip.compress(os.urandom(5_000))[:4_000], None, False),
        (gzip.compress(b"{}") + gzip.compress(DEX), None, False),
        (gzip.compress(gzip.compress(gzip.compress(gzip.compress(gzip.compress(DEX))))), None,
         False),
        (bz2.compress(DEX), None, False),
        (lzma.compress(DEX), None, False),
        (b"x^2 + y^2", None, True),
        (b"%PDF-1.7", None, True),
        (PICTURE, None, True),
    ],
)  # fmt: skip
def test_an_archive_is_looked_into_or_told(body, kind, whole):
    assert code_kind(answer(), body) == (kind, whole)


def test_an_archive_that_comes_to_more_than_may_is_told(monkeypatch):
    monkeypatch.setattr("appsec.readers.trace.code_sent._MOST_UNPACKED", 1 << 14)
    many = bytes(1 << 20)
    assert code_kind(answer(), gzip.compress(many)) == (None, False)
    inner = zipped(("a.bin", many), method=zipfile.ZIP_DEFLATED)
    assert code_kind(answer(), zipped(("a.zip", inner))) == (None, True)
    inner = zipped(("a.bin", many), ("b", b""))
    assert code_kind(answer(), zipped(("a.zip", inner))) == (None, False)
    many = b"var a = 1;" * 10_000
    texts = zipped(("a.js", many), ("b.json", b'{"a": "%s"}' % many), method=zipfile.ZIP_DEFLATED)
    assert code_kind(answer(), texts) == (None, False)
    only = zipped(("b.json", b'{"a": "%s"}' % many), ("b.xml", b"<a>" + many),
                  method=zipfile.ZIP_DEFLATED)  # fmt: skip
    assert code_kind(answer(), only) == (None, True)


def test_the_body_of_many_answers_is_looked_at_once():
    bodies = []
    answers = Answers(lambda one: (bodies.append(one.url), (gzip.compress(DEX), True))[1])
    many = [answers.code(answer(url=f"https://a.example/{n}", body="same")) for n in range(3)]
    assert [one.kind for one in many] == [CodeKind.DEX] * 3
    assert bodies == ["https://a.example/0"]
    answers.code(answer(body="same", content_encoding="br"))
    assert len(bodies) == 2


def test_the_archives_of_one_run_come_to_so_much_together(monkeypatch):
    monkeypatch.setattr("appsec.readers.trace.code_sent._MOST_OF_RUN", 5 << 20)
    packed = gzip.compress(bytes(2 << 20))
    held = {"dex": DEX, "names": zipped(("classes.dex", DEX)), "text": b"{}"}
    answers = Answers(lambda one: (held.get(one.response_body, packed), True))
    assert [answers.code(answer(body=str(n))).looked for n in range(4)] == [
        True,
        True,
        False,
        False,
    ]
    # What needs no unpacking is looked at all the same.
    assert answers.code(answer(body="dex")).kind == CodeKind.DEX
    assert answers.code(answer(body="names")).kind == CodeKind.DEX
    assert answers.code(answer(body="text")).looked


def test_an_archive_of_many_members_costs_as_much_as_their_beginnings(monkeypatch):
    monkeypatch.setattr("appsec.readers.trace.code_sent._MOST_OF_RUN", 1 << 20)
    answers = Answers(lambda one: (zipped(*MANY), True))
    assert not answers.code(answer()).looked


def test_packed_bodies_of_one_run_come_to_so_much_together(tmp_path, monkeypatch):
    """What text packs to is never too much; zeros are, and each time that they come."""
    monkeypatch.setattr("appsec.readers.trace.bodies.MAX_BLOWN", 3 << 20)
    zeros, text = gzip.compress(bytes(2 << 20)), gzip.compress(b'{"token": "x"}')
    run = Run(tmp_path / "r").write(Mark("use", 2)).went(Phase.USE, Phase.CLOSE)
    (run.folder / "bodies").mkdir()
    for one in (zeros, text):
        (run.folder / "bodies" / digest(one)).write_bytes(one)
    sent = [answer(body=digest(one), content_encoding="gzip") for one in (zeros, zeros, text)]
    bodies = Bodies(run.lines("traffic.jsonl", *sent).done()[1])
    assert [bodies.opened(one) for one in sent] == [
        (bytes(2 << 20), ""), (zeros, "gzip"), (b'{"token": "x"}', "")
    ]  # fmt: skip
    leaks = read_leaks(read_runs([tmp_path / "r"], BUILD).value).value
    list(leaks.in_traffic())
    told = [dict(gap.values) for gap in leaks.taken() if gap.key == "tokens-not-all-known"]
    assert told == [{"why": "a.example: gzip"}]


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
    assert code_kind(answer(**given), b"") == (kind, True)


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


def kept(folder, body, **headers):
    """What a run that kept this answer says of code, and what it lacks of that."""
    run = Run(folder).write(Mark("use", 2)).went(Phase.USE, Phase.CLOSE)
    (run.folder / "bodies").mkdir()
    (run.folder / "bodies" / digest(body)).write_bytes(body)
    run.lines("traffic.jsonl", answer(body=digest(body), **headers)).done()
    traffic = read_traffic(read_runs([folder], BUILD).value).value
    found = [(one.kind, one.sent.run) for one in traffic.code()]
    lacks = [(g.key, dict(g.values)) for g in traffic.taken() if g.key.startswith("answers-not")]
    return found, lacks


def test_a_packed_answer_is_opened(tmp_path):
    body = gzip.compress(DEX)
    assert kept(tmp_path / "r", body, content_encoding="gzip") == ([(CodeKind.DEX, "r")], [])


def test_an_archive_is_read_to_its_directory(tmp_path):
    body = zipped(("assets/a.bin", os.urandom(MAX_KEPT + 10)), ("classes.dex", b"x"))
    assert kept(tmp_path / "r", body) == ([(CodeKind.DEX, "r")], [])


def test_an_archive_that_was_cut_is_a_gap(tmp_path):
    lacks = [("answers-not-opened", {"host": "a.example", "count": "1"})]
    body = zipped(("assets/a.bin", os.urandom(5_000)), ("classes.dex", b"x"))
    assert kept(tmp_path / "r", body[:4_000]) == ([], lacks)


@pytest.mark.parametrize("which", ["request_body", "response_body"])
@pytest.mark.parametrize("how", ["missing", "changed"])
def test_a_body_that_is_not_there_is_lost_to_all_who_ask_of_traffic(tmp_path, which, how):
    """Its answer passed for one without code, and without a token."""
    run = Run(tmp_path / "r").write(Mark("use", 2)).went(Phase.USE, Phase.CLOSE)
    (run.folder / "bodies").mkdir()
    if how == "changed":
        (run.folder / "bodies" / digest(DEX)).write_bytes(b"{}")
    sent = replace(answer(), **{which: digest(DEX)})
    run.lines("traffic.jsonl", sent, sent).done()
    gap = Gap(
        "traffic", Cause.LOST, f"run-file-{how}",
        {"run": "r", "file": f"bodies/{digest(DEX)}", "why": ""},
    )  # fmt: skip
    assert read_traffic(read_runs([tmp_path / "r"], BUILD).value).gaps == (gap,)
