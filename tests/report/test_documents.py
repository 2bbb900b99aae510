"""PDF, ODT, ODS and XLSX: what they hold, that real programs open them, and that nothing of an app
becomes more than words in them."""

import io
import re
import shutil
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from odfdo import Document as OdfDocument

from appsec.cli.output import DOCUMENTS
from appsec.engine.files import FileProblem
from appsec.model.text import Lang
from appsec.report.checklist import build
from appsec.report.cut import cut, in_xml
from appsec.report.document import (
    Code,
    Column,
    Document,
    Heading,
    KeyValues,
    Paragraph,
    Row,
    Table,
    Text,
    Width,
)
from appsec.report.fonts import printable
from appsec.report.formats import render
from appsec.report.odt import write_odt
from appsec.report.pdf import write_pdf
from appsec.report.sheets import sheets
from appsec.report.xlsx import write_xlsx
from tests.command import WEAK_APK, environment
from tests.report.hostile import ATTACKS, hostile
from tests.report.sample import SAMPLE

DAY = "2026-03-01"


def missing(program: str) -> bool:
    return shutil.which(program) is None


needs_office = pytest.mark.skipif(missing("soffice"), reason="LibreOffice is not installed")
needs_poppler = pytest.mark.skipif(missing("pdftotext"), reason="poppler-utils is not installed")


def paper(*blocks, lang=Lang.ZH_TW, title="標題"):
    return Document(lang, title, "", "", "", blocks)


BODY = ("-x", "0", "-y", "55", "-W", "595", "-H", "735")
"""The part of an A4 page, in points, that is neither head nor foot."""


def text_of_pdf(content: bytes, folder: Path, *part: str) -> str:
    path = folder / "report.pdf"
    path.write_bytes(content)
    done = subprocess.run(
        ["pdftotext", *part, path, "-"], capture_output=True, check=True, timeout=60
    )
    return done.stdout.decode()


def words_of(content: bytes) -> str:
    """Everything that an office file says."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [
            name for name in archive.namelist() if name.endswith(".xml") and archive.read(name)
        ]
        trees = [ElementTree.fromstring(archive.read(name)) for name in names]
    return "\n".join("".join(tree.itertext()) for tree in trees)


@needs_poppler
@pytest.mark.parametrize("lang", Lang)
def test_the_words_of_the_pdf_can_be_taken_out(lang, tmp_path):
    raw = render(SAMPLE, "pdf", lang)
    whole = re.sub(r"\s", "", text_of_pdf(raw, tmp_path, *BODY))
    for requirement in SAMPLE.requirements:
        assert re.sub(r"\s", "", printable(requirement.text[lang])) in whole
    assert SAMPLE.artefact.sha256 in whole
    pages = text_of_pdf(raw, tmp_path).split("\f")[:-1]
    running = re.sub(r"\s", "", build(SAMPLE, lang).running)
    assert len(pages) > 5
    assert [n for n, page in enumerate(pages) if running not in re.sub(r"\s", "", page)] == []


@pytest.mark.parametrize("lang", Lang)
def test_the_pdf_says_that_it_is_pdf_a_and_accessible(lang):
    raw = render(SAMPLE, "pdf", lang)
    assert raw.startswith(b"%PDF-1.7")
    packet = raw[raw.index(b"<x:xmpmeta") : raw.index(b"</x:xmpmeta>")].decode()
    assert re.search(r"pdfaid:part>2<", packet) and re.search(r"pdfaid:conformance>A<", packet)
    assert re.search(r"pdfuaid:part>1<", packet)
    assert f"/Lang({'zh-TW' if lang is Lang.ZH_TW else 'en-GB'})".encode() in raw.replace(b" ", b"")
    for forbidden in (b"/JavaScript", b"/JS", b"/Launch", b"/URI", b"/EmbeddedFile"):
        assert forbidden not in raw


@pytest.mark.parametrize("form", DOCUMENTS)
@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_a_string_of_an_app_is_words_and_no_more(form, attack):
    started = time.process_time()
    raw = render(hostile(attack), form, Lang.EN)
    assert time.process_time() - started < 30
    assert len(raw) < 3_000_000
    if form == "pdf":
        assert raw.startswith(b"%PDF-")
        assert not any(mark in raw for mark in (b"/JavaScript", b"/Launch", b"/URI"))
        return
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        for name in archive.namelist():
            if not name.endswith((".xml", ".rels")) or not archive.read(name):
                continue
            for element in ElementTree.fromstring(archive.read(name)).iter():
                tag = element.tag.rpartition("}")[2]
                assert tag not in ("f", "script", "event-listener", "hyperlink"), (name, tag)
                for key, value in element.attrib.items():
                    short = key.rpartition("}")[2]
                    assert short != "formula"
                    if short == "href" and tag == "a":
                        assert re.fullmatch(r"#[\w-]+", value), value


@pytest.mark.parametrize(
    "words", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|'/c calc'!A1", "1E5", "007"]
)
@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_a_cell_is_the_text_that_it_shows(form, words):
    from appsec.report.ods import write_ods

    write = {"xlsx": write_xlsx, "ods": write_ods}[form]
    raw = write(paper(Heading(2, "a", "a"), KeyValues(((words, (Text(words),)),))), DAY)
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        name = "content.xml" if form == "ods" else "xl/worksheets/sheet2.xml"
        tree = ElementTree.fromstring(archive.read(name))
    assert words in words_of(raw)
    if form == "xlsx":
        kinds = {cell.get("t") for cell in tree.iter() if cell.tag.endswith("}c") and len(cell)}
        assert kinds == {"s"}
    else:
        cells = [cell for cell in tree.iter() if cell.tag.endswith("}table-cell") and len(cell)]
        assert {tuple(k.rpartition("}")[2] for k in c.attrib if "value" in k) for c in cells} == {
            ("value-type",)
        }


@needs_office
@pytest.mark.parametrize("form", ["odt", "ods", "xlsx"])
@pytest.mark.parametrize("lang, attacked", [(Lang.ZH_TW, False), (Lang.EN, True)])
def test_libreoffice_opens_what_is_written(form, lang, attacked, tmp_path):
    assessment = hostile("=1+1 <b>粗</b> \U0001f4a9") if attacked else SAMPLE
    path = tmp_path / f"report.{form}"
    path.write_bytes(render(assessment, form, lang))
    target = (
        "txt:Text (encoded):UTF8"
        if form == "odt"
        else "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    )
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", target, "--outdir", tmp_path / "out", path],
        capture_output=True, check=True, timeout=110,
    )  # fmt: skip
    told = "".join(one.read_text(encoding="utf-8-sig") for one in (tmp_path / "out").iterdir())
    whole = re.sub(r'[\s"]', "", told)
    for requirement in assessment.requirements:
        assert re.sub(r'[\s"]', "", requirement.text[lang]) in whole
    assert ("=1+1" in told) is attacked


@needs_poppler
def test_what_the_font_lacks_is_a_box_and_never_an_error(tmp_path):
    words = "𠮷 㐀 \U0001f4a9 ☑ \u0e01 \u05d0 \ue000 堃喆"
    told = text_of_pdf(write_pdf(paper(Paragraph((Text(words),))), DAY), tmp_path)
    shown = next(line for line in told.splitlines() if "堃喆" in line).split()
    assert shown == printable(words).split()
    assert "□" in shown and "\U0001f4a9" not in told


@pytest.mark.parametrize(
    "words, shown",
    [
        ("a\u202eb", "ab"),
        ("a\x00b", "ab"),
        ("a\tb\u3000c", "a b\u3000c"),
        ("e\u0301", "e\u0301"),
        ("臺灣", "臺灣"),
        ("\ufa01", "\u5ea6"),
        ("\U0001f4a9", "□"),
    ],
)
def test_printable(words, shown):
    assert printable(words).replace("\u0301", "") == shown.replace("\u0301", "")


def test_long_words_are_cut_with_their_length():
    assert cut("a" * 4000) == "a" * 4000
    assert cut("a" * 1_000_000) == "a" * 4000 + "… (1000000)"
    assert in_xml("a\x00\x1b\ud800\uffffb\n") == "a□□□□b\n"


@pytest.mark.parametrize("form", DOCUMENTS)
def test_a_name_of_a_million_characters_stays_a_name(form):
    from appsec.report.ods import write_ods

    write = {"pdf": write_pdf, "odt": write_odt, "ods": write_ods, "xlsx": write_xlsx}[form]
    name = "名" * 1_000_000
    long = paper(
        Heading(2, name, "a"),
        KeyValues(((name, (Text(name),)),)),
        Paragraph((Text(name),)),
        title=name,
    )
    assert len(write(long, DAY)) < 200_000


def test_sheets_are_chapters_with_names_of_their_own():
    book = sheets(
        paper(
            Heading(2, "A/B:[1]*?'", "a"),
            Heading(2, "a b  1", "b"),
            Heading(2, "長" * 40, "c"),
            Heading(2, "長" * 40, "d"),
            Paragraph((Text("x"),)),
        )
    )
    assert [sheet.name for sheet in book] == [
        "標題", "A B  1", "a b  1 2", "長" * 31, "長" * 29 + " 2",
    ]  # fmt: skip
    assert [line.cells for line in book[-1].lines] == [("長" * 40,), ("x",)]


def test_the_template_of_a_company_gives_page_and_styles(tmp_path):
    template = tmp_path / "template.odt"
    odf = OdfDocument("text")
    odf.body.clear()
    from odfdo import Paragraph as OdfParagraph
    from odfdo import Style

    odf.body.append(OdfParagraph("範本內文"))
    odf.get_style("master-page", "Standard").set_page_header(OdfParagraph("某某股份有限公司"))
    odf.insert_style(Style("paragraph", name="appsec-body", area="text", color="#123456"))
    odf.save(template)
    raw = write_odt(paper(Paragraph((Text("內容"),))), DAY, template)
    told = words_of(raw)
    assert "某某股份有限公司" in told and "內容" in told and "範本內文" not in told
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert archive.namelist()[0] == "mimetype"
        assert b"#123456" in archive.read("styles.xml")


@pytest.mark.parametrize("content", [b"", b"no file of any kind", None, "ods"])
def test_what_is_no_template_is_refused_by_name(tmp_path, content):
    path = tmp_path / "template.odt"
    if content == "ods":
        OdfDocument("spreadsheet").save(path)
    elif content is not None:
        path.write_bytes(content)
    with pytest.raises(FileProblem, match=r"template\.odt"):
        write_odt(paper(), DAY, path)


@pytest.mark.parametrize(
    "form, module", [("pdf", "typst"), ("odt", "odfdo"), ("ods", "odfdo"), ("xlsx", "xlsxwriter")]
)
def test_without_the_extra_the_command_names_what_to_install(form, module, tmp_path):
    program = f"import sys; sys.modules[{module!r}] = None; sys.argv[0] = 'appsec'; from appsec.cli import main; main()"
    args = ["scan", str(WEAK_APK), "--format", f"{form}={tmp_path}/x"]
    done = subprocess.run(
        [sys.executable, "-c", program, *args],
        capture_output=True,
        text=True,
        check=False,
        env=environment(),
    )
    assert done.returncode == 2
    assert module in done.stderr and "pip install 'appsec[docs]'" in done.stderr
    assert not (tmp_path / "x").exists()


def test_the_date_is_that_of_the_assessment():
    later = replace(SAMPLE, as_of="2027-05-06")
    for form in DOCUMENTS:
        assert render(later, form, Lang.EN) != render(SAMPLE, form, Lang.EN)


@needs_poppler
def test_a_chapter_may_begin_a_page_and_a_hash_stays_within_its_cell(tmp_path):
    digest = "0123456789abcdef" * 4
    name = "tw.example." + "Long" * 20
    cells = ((Code(digest),), (Text(name),), (Text("z"),))
    columns = (Column("a"), Column("b"), Column("c", Width.WIDE))
    raw = write_pdf(
        paper(
            Heading(2, "甲", "a"),
            Table("表", columns, (Row(cells),)),
            Heading(2, "乙", "b", new_page=True),
        ),
        DAY,
    )
    pages = text_of_pdf(raw, tmp_path).split("\f")[:-1]
    assert [("甲" in page, "乙" in page) for page in pages[1:]] == [(True, False), (False, True)]
    # What a cell holds is told as one run of lines, none of it over the next cell's words.
    for words in (digest, name):
        lines = [line for line in pages[1].splitlines() if len(line) > 1 and line in words]
        assert len(lines) > 1 and "".join(lines) == words
