"""`appsec declare`, and `appsec scan --declaration`, as a user runs them."""

import json
import sys

import pytest
import yaml

from appsec.engine.declaration.file import NAME, load_declaration
from appsec.engine.files import FileProblem
from appsec.model.text import Lang
from appsec.readers.declaration_sheets import read_sheets
from appsec.report.declaration_sheets import sheets_of, write_sheets
from tests.command import DAY, DECLARED, FIXED_APK, ROOT, WEAK_APK, WEAK_IPA, appsec

(UNDECLARED_APK, DECLARED_APK), (UNDECLARED_IPA, DECLARED_IPA) = DECLARED


def beside(app):
    return app.with_name(f"{app.name}.declaration.yaml")


class TestInit:
    @pytest.mark.parametrize("app", [WEAK_APK, WEAK_IPA])
    def test_a_new_declaration_names_all_that_the_build_shows(self, tmp_path, app):
        ran = appsec("declare", "init", app, cwd=tmp_path)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith(f"{NAME}: ")
        made = load_declaration(tmp_path / NAME)
        assert made.app.package_id == "tw.example.sample.parcel"
        assert (made.app.name, made.app.sha256[:4]) != ("", "")
        scanned = appsec("scan", app, "--as-of", DAY, "--format", "json", "--declaration", tmp_path / NAME, "--quiet")  # fmt: skip
        compared = json.loads(scanned.out)["declaration"]["comparisons"]
        alone = {c["trait"] for c in compared if c["agreement"] != "both"}
        # Only a person can say what an identifier is for, and how one logs in.
        assert compared
        assert alone <= {"identifier", "login", "payment"}

    def test_nothing_is_overwritten(self, tmp_path):
        (tmp_path / NAME).write_text("mine")
        ran = appsec("declare", "init", FIXED_APK, cwd=tmp_path)
        assert (ran.code, "exists already" in ran.err) == (2, True)
        assert (tmp_path / NAME).read_text() == "mine"

    def test_an_earlier_one_is_carried_over(self, tmp_path):
        new = tmp_path / "new.yaml"
        old = beside(DECLARED_APK)
        ran = appsec("declare", "init", WEAK_APK, "--from", old, "-o", new)
        assert ran.code == 0
        made, text = load_declaration(new), new.read_text(encoding="utf-8")
        assert made.applicant.company == "範例物流股份有限公司"
        assert made.app.sha256 != load_declaration(old).app.sha256
        assert text.count("# >>> 新增：") > 3
        assert "# >>> 本次建置檔未見：" in text
        assert "# >>> 已變更，原為：afded785" in text
        assert made.sign_off.approved_by == ""

    def test_an_absence_carried_over_does_not_count_before_it_is_signed_again(self, tmp_path):
        new = tmp_path / "new.yaml"
        assert (
            appsec("declare", "init", WEAK_APK, "--from", beside(DECLARED_APK), "-o", new).code == 0
        )
        text = new.read_text(encoding="utf-8")
        assert "not_applicable:\n  # >>> 延用自另一建置檔" in text
        checked = appsec("declare", "check", new, WEAK_APK, "--as-of", DAY)
        assert (
            "contradicts 4.1.3.1.3\t調查表列為不適用（本App不為使用者收取款項 產品規格），惟簽署欄"
            in checked.out
        )
        signed = yaml.safe_load(text)
        signed["sign_off"] |= {"reviewed_by": "林覆核", "date": DAY, "statement": "屬實"}
        signed["class"] |= {"receives_money": "有，代收貨款"}
        new.write_text(yaml.safe_dump(signed, allow_unicode=True), encoding="utf-8")
        checked = appsec("declare", "check", new, WEAK_APK, "--as-of", DAY)
        assert "與同一調查表所填不符（有無收款「有，代收貨款」）" in checked.out

    def test_one_of_another_app_is_refused(self, tmp_path):
        old = beside(DECLARED_IPA)
        ran = appsec("declare", "init", WEAK_APK, "--from", old, "-o", tmp_path / "n.yaml")
        assert (ran.code, "is not of tw.example.sample.parcel (android)" in ran.err) == (2, True)

    def test_what_is_no_app(self, tmp_path):
        path = tmp_path / "x.apk"
        path.write_text("no")
        ran = appsec("declare", "init", path, cwd=tmp_path)
        assert (ran.code, (tmp_path / NAME).exists()) == (4, False)


class TestCheck:
    @pytest.mark.parametrize("app", [DECLARED_APK, DECLARED_IPA])
    def test_a_whole_one_is_in_order(self, app):
        alone = appsec("declare", "check", beside(app))
        held = appsec("declare", "check", beside(app), app, "--as-of", DAY)
        assert [ran.code for ran in (alone, held)] == [0, 0]
        assert held.out == f"ok         {beside(app)}\n"

    def test_empty_cells_leave_it_open(self):
        ran = appsec("declare", "check", beside(UNDECLARED_APK))
        assert ran.code == 3
        assert "empty      applicant.company\t申請單位：公司名稱\n" in ran.out

    @pytest.mark.parametrize("app", [UNDECLARED_APK, UNDECLARED_IPA])
    def test_what_the_build_contradicts_fails(self, app):
        ran = appsec("declare", "check", beside(app), app, "--as-of", DAY, "--lang", "en")
        assert ran.code == 1
        for said in ("Device identifier\tpush token\tonly observed", "points to", "Host\t"):  # fmt: skip
            assert said in ran.out

    def test_an_item_that_is_none(self, tmp_path):
        path = tmp_path / "d.yaml"
        values = yaml.safe_load(beside(DECLARED_APK).read_text(encoding="utf-8"))
        values["not_applicable"] = [{"item": "99", "reason": "x"}]
        path.write_text(yaml.safe_dump(values, allow_unicode=True), encoding="utf-8")
        ran = appsec("declare", "check", path)
        assert (ran.code, ran.out) == (1, "unknown    not_applicable.0.item\t'99'\n")

    @pytest.mark.parametrize(("other", "code"), [(DECLARED_IPA, 2), (ROOT / "README.md", 4)])
    def test_another_app_and_none(self, other, code):
        assert appsec("declare", "check", beside(DECLARED_APK), other, "--as-of", DAY).code == code

    def test_an_unfit_file(self, tmp_path):
        path = tmp_path / "d.yaml"
        path.write_text("app: {package_id: a, platform: android, nam: b}\n")
        ran = appsec("declare", "check", path)
        assert (ran.code, f"{path}: app.nam: Unexpected keyword argument" in ran.err) == (2, True)


class TestScan:
    def test_the_one_beside_the_settings_is_found(self, tmp_path):
        (tmp_path / "appsec.toml").write_text("")
        (tmp_path / NAME).write_text(beside(DECLARED_APK).read_text(encoding="utf-8"))
        shown = appsec("config", "show", "--origin", cwd=tmp_path)
        assert f'declaration = "{NAME}"\t# found beside' in shown.out
        ran = appsec("scan", DECLARED_APK, "--format", "json", "--quiet", cwd=tmp_path)
        saved = json.loads(ran.out)
        assert saved["declaration"]["file"] == NAME
        assert saved["chosen_class"]["app_class"] == "L3"
        assert appsec("config", "check", cwd=tmp_path).out.splitlines()[1].endswith(NAME)

    def test_one_of_another_app_stops_the_scan(self):
        ran = appsec("scan", DECLARED_APK, "--declaration", beside(DECLARED_IPA))
        assert (ran.code, "is of tw.example.sample.parcel (ios), not of" in ran.err) == (2, True)

    def test_a_report_never_replaces_it(self, tmp_path):
        path = tmp_path / "d.yaml"
        path.write_text(beside(DECLARED_APK).read_text(encoding="utf-8"))
        ran = appsec("scan", DECLARED_APK, "--declaration", path, "--format", f"json={path}")
        assert (ran.code, "must not be overwritten" in ran.err) == (2, True)


def test_the_schema_is_told():
    ran = appsec("schema", "declaration")
    assert ran.code == 0
    assert json.loads(ran.out)["required"] == ["app"]


class TestSheets:
    @pytest.mark.parametrize("suffix", [".ods", ".xlsx"])
    def test_there_and_back(self, tmp_path, suffix):
        pytest.importorskip("odfdo")
        pytest.importorskip("xlsxwriter")
        out, back = tmp_path / f"d{suffix}", tmp_path / "back.yaml"
        assert appsec("declare", "export", beside(DECLARED_APK), "-o", out).code == 0
        again = appsec("declare", "export", beside(DECLARED_APK), "-o", out)
        assert (again.code, "exists already" in again.err) == (2, True)
        assert appsec("declare", "import", out, "-o", back).code == 0
        assert back.read_bytes() == beside(DECLARED_APK).read_bytes()

    def test_another_kind_of_file(self, tmp_path):
        ran = appsec("declare", "export", beside(DECLARED_APK), "-o", tmp_path / "d.csv")
        assert (ran.code, "give an .ods or .xlsx file" in ran.err) == (2, True)

    @pytest.mark.parametrize("suffix", [".ods", ".xlsx"])
    def test_without_the_libraries_the_command_that_brings_them_is_named(
        self, tmp_path, monkeypatch, suffix
    ):
        import zipfile

        for name in ("odfdo", "openpyxl", "xlsxwriter"):
            monkeypatch.setitem(sys.modules, name, None)
        declaration = load_declaration(beside(DECLARED_APK))
        with pytest.raises(FileProblem, match=r"pip install 'appsec\[docs\]'"):
            write_sheets(sheets_of(declaration, Lang.EN), suffix)
        path = tmp_path / f"d{suffix}"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("x", b"")
        with pytest.raises(FileProblem, match=r"pip install 'appsec\[docs\]'"):
            read_sheets(path)
