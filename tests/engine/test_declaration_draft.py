"""A declaration that the build fills in, carried over to the next build, and written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appsec.engine.declaration.file import declaration_of, load_declaration
from appsec.engine.declaration.form import form
from appsec.engine.declaration.prefill import carried_over, draft_of, prefilled
from appsec.engine.declaration.writer import quoted, written
from appsec.model.assessment import Artefact
from appsec.model.observed import Observation, Observed, Trait
from appsec.model.outcome import Origin
from tests.command import DECLARED

CAMERA = Observation(Trait.PERMISSION, "android.permission.CAMERA", {"level": "sensitive"})
SEEN = (
    CAMERA,
    Observation(Trait.PERMISSION, "android.permission.INTERNET", {"level": "normal"}),
    Observation(Trait.IDENTIFIER, "Android ID", {"field": "android_id"}),
    Observation(Trait.DOMAIN, "api.example.tw", {"pinned": "yes"}),
    Observation(Trait.SHARING_POINT, "intent a.B", {"kind": "intent", "target": "a.B"}),
    Observation(
        Trait.SHARING_POINT, "intent lib.C", {"kind": "intent", "target": "lib.C"}, (), Origin.LIBRARY
    ),
    Observation(Trait.INPUT_FIELD, "login: note", {"screen": "login", "field": "note"}),
    Observation(Trait.LOGIN, "LINE Login"),
)  # fmt: skip


def artefact(sha256="a" * 64, version="1.0", platform="android"):
    return Artefact(sha256, (), platform, "apk", "tw.example.app", "範例", version, "7")


def draft(*things, unread=(), **changes):
    return prefilled(artefact(**changes), Observed(things, unread, {"app.min_os": "API 24"}))


def loaded(made, tmp_path):
    path = tmp_path / "d.yaml"
    path.write_text(written(made), encoding="utf-8")
    return load_declaration(path)


def test_the_build_fills_in_what_it_shows(tmp_path):
    made = loaded(draft(*SEEN), tmp_path)
    assert (made.app.version, made.app.min_os, made.app.name) == ("1.0 (7)", "API 24", "範例")
    assert [one.permission for one in made.device_resources] == ["android.permission.CAMERA"]
    assert [(one.host, one.pinned) for one in made.domains] == [("api.example.tw", "yes")]
    assert [one.target for one in made.sharing_points] == ["a.B"]
    assert [one.field for one in made.input_fields] == ["note"]
    assert made.identifiers.android_id == ""


def test_what_only_a_person_can_say_is_remarked_beside_the_cell():
    text = written(draft(*SEEN))
    assert "# >>> 建置檔所見：Android ID；" in text
    assert "# >>> 建置檔之跡象：LINE Login / the build points to: LINE Login" in text


@pytest.mark.parametrize("app", [declared for _, declared in DECLARED], ids=lambda app: app.name)
def test_what_is_written_is_read_and_written_again(app):
    path = filled(app)
    assert written(draft_of(load_declaration(path))) == path.read_text(encoding="utf-8")


def filled(app):
    return app.with_name(f"{app.name}.declaration.yaml")


class TestCarriedOver:
    OLD = declaration_of(
        "old",
        {
            "app": {"package_id": "tw.example.app", "platform": "android", "version": "0.9 (6)", "sha256": "b" * 64},
            "applicant": {"company": "範例公司"},
            "device_resources": [
                {"permission": "CAMERA", "purpose": "掃描條碼"},
                {"permission": "READ_SMS", "purpose": "讀取驗證碼"},
            ],
            "domains": [{"host": "*.example.tw", "owner": "自有"}],
            "crypto": [{"purpose": "資料庫", "algorithm": "AES"}, {}],
            "not_applicable": [{"item": "34", "reason": "無交易"}],
            "sign_off": {"prepared_by": "陳", "reviewed_by": "林", "approved_by": "王", "date": "2025-01-01", "statement": "屬實"},
        },
    )  # fmt: skip

    def made(self, *things, unread=(), **changes):
        observed = Observed(things, unread)
        return carried_over(self.OLD, prefilled(artefact(**changes), observed), observed)

    def test_what_was_filled_in_stays(self):
        made = self.made(CAMERA, SEEN[3])
        assert made.row("applicant")["company"] == "範例公司"
        assert made.rows("crypto") == [
            {"purpose": "資料庫", "algorithm": "AES", "key_bits": "", "key_origin": "", "library": "", "fips": ""}
        ]  # fmt: skip
        assert made.rows("not_applicable")[0]["item"] == "34"
        assert made.rows("device_resources")[0] == {
            "permission": "android.permission.CAMERA", "level": "sensitive", "purpose": "掃描條碼",
            "feature": "", "when": "", "by": "",
        }  # fmt: skip
        assert made.rows("domains")[0]["owner"] == "own"

    def test_what_is_new_gone_and_changed_is_remarked(self):
        new = Observation(
            Trait.PERMISSION, "android.permission.RECORD_AUDIO", {"level": "sensitive"}
        )
        made = self.made(CAMERA, new)
        told = {place: key for place, (key, _) in made.remarks.items()}
        assert told == {
            "app.version": "changed", "app.sha256": "changed", "device_resources.0": "changed",
            "device_resources.1": "new", "device_resources.2": "gone", "domains.0": "gone",
            "not_applicable.0": "absence", "sign_off": "signed",
        }  # fmt: skip
        assert made.rows("device_resources")[2]["purpose"] == "讀取驗證碼"

    def test_what_was_not_read_is_not_said_to_be_gone(self):
        made = self.made(CAMERA, unread=(Trait.DOMAIN,))
        assert made.remarks["domains.0"] == ("unread", {})

    def test_another_build_is_signed_anew(self):
        signed = self.made(CAMERA).row("sign_off")
        assert (signed["prepared_by"], signed["approved_by"], signed["date"]) == ("陳", "", "")
        assert (signed["reviewed_by"], signed["statement"]) == ("", "")
        same = self.made(CAMERA, sha256="b" * 64)
        assert same.row("sign_off")["approved_by"] == "王"
        assert {"sign_off", "not_applicable.0"} & same.remarks.keys() == set()


HOSTILE = [
    "=1+1", "# no comment", "a: b", "- x", "{", '"', "\\", "'", "%", "@", "|", "  spaces  ", "\u202eltr",
    "two\nlines", "\u2028", "\u00a0", "\ufeff", "&a *a", "𠮷", "~", "yes", "04541302",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_is_written_so_that_it_is_read_again(tmp_path, text):
    made = draft()
    made.row("applicant")["company"] = text
    made.sections["crypto"] = [{f.key: text for f in form().section("crypto").fields}]
    again = loaded(made, tmp_path)
    assert again.applicant.company == text
    assert again.crypto[0].fips == text


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"))))
def test_a_quoted_text_is_one_scalar_on_one_line(text):
    import yaml

    scalar = quoted(text)
    assert "\n" not in scalar
    assert yaml.load(scalar, yaml.CBaseLoader) == text


def test_a_hostile_name_from_the_app_stays_in_its_cell(tmp_path):
    name = 'x"\n- permission: \u202eevil\x00'
    made = loaded(draft(Observation(Trait.PERMISSION, name, {"level": "sensitive"})), tmp_path)
    (row,) = made.device_resources
    assert row.permission == 'x"\\u000a- permission: \\u202eevil\\u0000'
