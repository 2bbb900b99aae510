"""Declarations as spreadsheets: nothing is lost on the way, nothing is calculated, nothing is huge.

The files are made and read by the libraries, and read and written by LibreOffice where it is."""

import io
import shutil
import subprocess
import zipfile

import pytest

pytest.importorskip("odfdo")
pytest.importorskip("openpyxl")
pytest.importorskip("xlsxwriter")

from appsec.engine.declaration.file import load_declaration
from appsec.engine.declaration.form import form
from appsec.engine.files import FileProblem
from appsec.model.text import Lang
from appsec.readers import declaration_sheets as reader
from appsec.readers.declaration_sheets import read_sheets
from appsec.report.declaration_sheets import MARK, sheets_of, write_sheets
from tests.command import DECLARED

FORMS = (".ods", ".xlsx")
FILLED = load_declaration(DECLARED[0][1].with_name("declared.apk.declaration.yaml"))
HOSTILE = (
    "=1+1", '=HYPERLINK("http://evil.example","x")', "+cmd|' /C calc'!A0", "@SUM(1)", "-1", "04541302",
    "  two  spaces ", "two\nlines\n\nand more", "<b>&amp;</b>", "\u202eltr\u202c", "𠮷野家", "_x0041_",
    "http://evil.example", "TRUE", "1e3", "2026-12-31", "x" * 9000,
)  # fmt: skip


def saved(folder, suffix, declaration=FILLED, lang=Lang.ZH_TW):
    path = folder / f"d{suffix}"
    path.write_bytes(write_sheets(sheets_of(declaration, lang), suffix))
    return path


def with_texts(texts):
    """The declaration with these in cells of every kind of sheet."""
    from dataclasses import replace

    from appsec.model.declaration_rows import CryptoUse

    rows = tuple(CryptoUse(purpose=text, fips=text) for text in texts)
    applicant = replace(FILLED.applicant, company=texts[0], contact=texts[-1])
    return replace(FILLED, crypto=rows, applicant=applicant)


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("suffix", FORMS)
@pytest.mark.parametrize(
    "app", [app for pair in DECLARED for app in pair], ids=lambda app: app.name
)
def test_what_is_exported_is_imported_again(tmp_path, suffix, lang, app):
    declaration = load_declaration(app.with_name(f"{app.name}.declaration.yaml"))
    assert read_sheets(saved(tmp_path, suffix, declaration, lang)) == declaration


@pytest.mark.parametrize("suffix", FORMS)
def test_hostile_texts_come_back_as_they_were(tmp_path, suffix):
    declaration = with_texts(HOSTILE)
    assert read_sheets(saved(tmp_path, suffix, declaration)) == declaration


def test_no_cell_of_a_workbook_is_a_formula_a_number_or_a_link(tmp_path):
    import openpyxl

    book = openpyxl.load_workbook(saved(tmp_path, ".xlsx", with_texts(HOSTILE)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.coordinate for cell in cells if cell.hyperlink] == []


def test_no_cell_of_an_ods_file_is_a_formula_or_a_number(tmp_path):
    content = part(saved(tmp_path, ".ods", with_texts(HOSTILE)), "content.xml")
    assert "table:formula" not in content
    assert 'value-type="float"' not in content
    assert "xlink:href" not in content


@pytest.mark.parametrize("suffix", FORMS)
def test_a_sheet_for_each_section_with_labels_for_people(tmp_path, suffix):
    sheets = sheets_of(FILLED, Lang.ZH_TW)
    assert [sheet.rows[0][0] for sheet in sheets] == [f"{MARK}{s.key}" for s in form().sections]
    assert [sheet.name for sheet in sheets][:3] == ["01 申請單位", "02 計畫", "03 受評App"]
    assert sheets[0].rows[1] == ("company", "公司名稱", "範例物流股份有限公司", "[必填]")
    owners = next(sheet for sheet in sheets if sheet.rows[0][0] == f"{MARK}domains")
    assert owners.choices[2] == ("自有", "客戶", "第三方", "公共安全網域")
    assert {row[2] for row in owners.rows[2:]} == {"自有", "第三方"}
    assert saved(tmp_path, suffix).stat().st_size < 60_000


def part(path, name):
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode()


def changed(path, name, old, new):
    """The file with a text in one of its parts replaced."""
    with zipfile.ZipFile(path) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    assert old.encode() in parts[name], name
    parts[name] = parts[name].replace(old.encode(), new.encode(), 1)
    with zipfile.ZipFile(path, "w") as archive:
        for entry, content in parts.items():
            archive.writestr(entry, content)
    return path


class TestImport:
    def book(self, tmp_path, change):
        import openpyxl

        path = saved(tmp_path, ".xlsx")
        book = openpyxl.load_workbook(path)
        change(book)
        book.save(path)
        return path

    def test_what_people_type_besides_text(self, tmp_path):
        import datetime

        def typed(book):
            sheet = book["01 申請單位"]
            sheet["C3"] = 4541302
            sheet["C4"] = datetime.datetime(2026, 1, 2)
            sheet["C6"] = 1.5

        made = read_sheets(self.book(tmp_path, typed)).applicant
        assert (made.tax_id, made.developer, made.contact) == ("4541302", "2026-01-02", "1.5")

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            (lambda b: b["01 申請單位"].__setitem__("C2", "=1+1"), "sheet 01 申請單位, cell C2: holds a formula"),
            (lambda b: b["01 申請單位"].__setitem__("C2", True), "cell C2: holds a formula or no text"),
            (lambda b: b["01 申請單位"].__setitem__("A2", "strange"), "applicant.strange: Unexpected keyword"),
            (lambda b: b["01 申請單位"].__setitem__("A3", "company"), "applicant.company: is there twice"),
            (lambda b: b["01 申請單位"].__setitem__("C40", "lost"), "applicant: 'lost' stands beside no key"),
            (lambda b: b["11 資料分享點"].__setitem__("H9", "lost"), "row 9: 'lost' stands below no key"),
            (lambda b: b["10 連線網域"].__setitem__("C3", "我們"), "domains.0.owner: '我們' is none of own"),
            (lambda b: b.remove(b["05 測試所需"]), "no sheet for test_access"),
            (lambda b: b["05 測試所需"].__setitem__("A1", f"{MARK}other"), "no section is named 'other'"),
            (lambda b: b["05 測試所需"].__setitem__("A1", f"{MARK}applicant"), "applicant is there twice"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_taken_is_named(self, tmp_path, change, said):
        path = self.book(tmp_path, change)
        with pytest.raises(FileProblem) as refused:
            read_sheets(path)
        assert said in str(refused.value)

    def test_sheets_of_peoples_own_are_left_alone(self, tmp_path):
        assert read_sheets(self.book(tmp_path, lambda b: b.create_sheet("筆記"))) == FILLED

    def test_a_formula_in_an_ods_file_is_refused(self, tmp_path):
        old = 'office:value-type="string"'
        path = changed(saved(tmp_path, ".ods"), "content.xml", old, f'table:formula="of:=1" {old}')
        with pytest.raises(FileProblem, match="holds a formula"):
            read_sheets(path)

    @pytest.mark.parametrize("times", ["99999999999", "-1", "x"])
    def test_blank_rows_that_stand_for_many_cost_nothing(self, tmp_path, times):
        old, new = 'number-rows-repeated="30"', f'number-rows-repeated="{times}"'
        assert read_sheets(changed(saved(tmp_path, ".ods"), "content.xml", old, new)) == FILLED

    def test_rows_with_words_that_stand_for_too_many_are_refused(self, tmp_path):
        path = saved(tmp_path, ".ods")
        old = '<table:table-row><table:table-cell table:style-name="astext"/>'
        new = old.replace(
            "<table:table-row>", '<table:table-row table:number-rows-repeated="999999">'
        )
        with pytest.raises(FileProblem, match="more than 2000 rows"):
            read_sheets(changed(path, "content.xml", old, new))


class TestBounds:
    def test_a_file_too_large_to_be_one(self, tmp_path, monkeypatch):
        monkeypatch.setattr(reader, "MAX_FILE", 100)
        with pytest.raises(FileProblem, match="larger than 100 bytes"):
            read_sheets(saved(tmp_path, ".ods"))

    def test_one_that_unpacks_to_very_much(self, tmp_path):
        path = tmp_path / "bomb.xlsx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", b"\0" * (reader.MAX_UNPACKED + 1))
        with pytest.raises(FileProblem, match="unpacks to more"):
            read_sheets(path)

    def test_one_of_very_many_parts(self, tmp_path):
        path = tmp_path / "many.ods"
        with zipfile.ZipFile(path, "w") as archive:
            for number in range(reader.MAX_PARTS + 1):
                archive.writestr(str(number), b"")
        with pytest.raises(FileProblem, match="unpacks to more"):
            read_sheets(path)

    @pytest.mark.parametrize(
        "content", [b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "<x/>".encode("utf-16")]
    )
    @pytest.mark.parametrize("suffix", FORMS)
    def test_entities_are_never_parsed(self, tmp_path, suffix, content):
        path = saved(tmp_path, suffix)
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("more.xml", content)
        with pytest.raises(FileProblem, match="in a form that no spreadsheet has"):
            read_sheets(path)

    @pytest.mark.parametrize("suffix", FORMS)
    @pytest.mark.parametrize("content", [b"", b"PK", b"<html/>"])
    def test_what_is_no_spreadsheet(self, tmp_path, suffix, content):
        path = tmp_path / f"d{suffix}"
        path.write_bytes(content)
        with pytest.raises(FileProblem, match="is no spreadsheet"):
            read_sheets(path)

    @pytest.mark.parametrize("suffix", FORMS)
    def test_an_archive_of_something_else(self, tmp_path, suffix):
        path = tmp_path / f"d{suffix}"
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr("content.xml", b"<x/>")
        path.write_bytes(out.getvalue())
        with pytest.raises(FileProblem):
            read_sheets(path)


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
class TestLibreOffice:
    @pytest.mark.parametrize(
        ("suffix", "to"), [(".ods", ".ods"), (".ods", ".xlsx"), (".xlsx", ".ods")]
    )
    def test_what_it_saves_is_what_was_filled_in(self, tmp_path, suffix, to):
        # The longest text is cut short to keep the page small.
        declaration = with_texts([text[:200] for text in HOSTILE])
        path = saved(tmp_path, suffix, declaration)
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
             "--convert-to", to[1:], "--outdir", tmp_path / "out", path],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        assert read_sheets(tmp_path / "out" / f"d{to}") == declaration


class TestNothingIsDropped:
    book = TestImport.book

    @pytest.mark.parametrize(
        ("cell", "said"), [("B2500", "more than 2000 rows"), ("BH3", "more than 40 columns")]
    )
    def test_text_outside_of_the_bounds_is_refused(self, tmp_path, cell, said):
        path = self.book(tmp_path, lambda b: b["10 連線網域"].__setitem__(cell, "lost"))
        with pytest.raises(FileProblem, match=f"sheet 10 連線網域: {said}"):
            read_sheets(path)

    def test_a_time_of_day_stays(self, tmp_path):
        import datetime

        def typed(book):
            book["01 申請單位"]["C3"] = datetime.datetime(2026, 1, 2, 10, 30)

        assert read_sheets(self.book(tmp_path, typed)).applicant.tax_id == "2026-01-02 10:30"

    @pytest.mark.parametrize(
        ("moment", "told"),
        [("2026-01-02T10:30:00", "2026-01-02 10:30"), ("2026-01-02", "2026-01-02")],
    )
    def test_a_time_of_day_stays_in_an_ods_file(self, tmp_path, moment, told):
        old = ' office:value-type="string"><text:p>範例物流股份有限公司</text:p>'
        new = f' office:value-type="date" office:date-value="{moment}"><text:p>x</text:p>'
        path = changed(saved(tmp_path, ".ods"), "content.xml", old, new)
        assert read_sheets(path).applicant.company == told

    def test_a_count_of_very_many_digits_is_too_many(self, tmp_path):
        old = ' office:value-type="string"><text:p>範例物流股份有限公司</text:p>'
        path = changed(
            saved(tmp_path, ".ods"), "content.xml", old,
            f' table:number-columns-repeated="{"9" * 5000}"{old}',
        )  # fmt: skip
        with pytest.raises(FileProblem, match="more than 40 columns"):
            read_sheets(path)

    @pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-32-le"])
    def test_another_encoding_hides_no_entities(self, tmp_path, encoding):
        path = saved(tmp_path, ".ods")
        with zipfile.ZipFile(path) as archive:
            parts = {entry: archive.read(entry) for entry in archive.namelist()}
        parts["content.xml"] = parts["content.xml"].decode().encode(encoding)
        with zipfile.ZipFile(path, "w") as archive:
            for entry, content in parts.items():
                archive.writestr(entry, content)
        with pytest.raises(FileProblem, match=r"content\.xml: in a form that no spreadsheet has"):
            read_sheets(path)

    @pytest.mark.parametrize("suffix", FORMS)
    def test_damaged_parts_are_a_problem_of_the_file(self, tmp_path, suffix):
        path = tmp_path / f"d{suffix}"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("content.xml", b"0123456789" * 900)
        raw = bytearray(path.read_bytes())
        at = raw.index(b"content.xml") + len("content.xml")
        raw[at : at + 8] = b"\xff" * 8
        path.write_bytes(raw)
        with pytest.raises(FileProblem, match="is no spreadsheet"):
            read_sheets(path)

    def test_what_unpacks_to_very_much_more_is_refused(self, tmp_path):
        path = saved(tmp_path, ".ods")
        with zipfile.ZipFile(path) as archive:
            parts = {entry: archive.read(entry) for entry in archive.namelist()}
        parts["content.xml"] = parts["content.xml"].replace(
            b"<table:table ", b" " * 9_000_000 + b"<table:table ", 1
        )
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for entry, content in parts.items():
                archive.writestr(entry, content)
        with pytest.raises(FileProblem, match="is no spreadsheet"):
            read_sheets(path)
