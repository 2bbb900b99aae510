"""The declaration file: what it may hold, and how it is refused."""

import re

import jsonschema
import pytest

from appsec.engine.declaration.file import MAX_CELL, MAX_ROWS, declaration_of, load_declaration
from appsec.engine.declaration.form import form, plain, rows
from appsec.engine.files import FileProblem, schema_of
from appsec.model.declaration_form import Declaration
from tests.command import DECLARED

APP = "app: {package_id: tw.example.app, platform: android}\n"

KEYS = {
    "applicant": "company tax_id developer security_owner contact",
    "project": "programme project_no milestone_no stage retention_until",
    "app": "name platform package_id version sha256 signer variants audience publish_state store_urls distribution_other update_mechanism min_os",
    "class": "name with_f rationale login accounts_roles transactions preauth receives_money payment_providers",
    "test_access": "accounts sandbox otp_bypass unencrypted_ipa devices",
    "sensitive_data": "name category source purpose consent_where refuse_how stored_local stored_how retention sent_to shared_with screens log_or_cache",
    "identifiers": "aaid_idfa android_id idfv imei_mac push_token other",
    "device_resources": "permission level purpose feature when by",
    "sdks": "name version vendor country licence purpose data domains is_security_software update_plan",
    "domains": "host owner purpose sensitive pinned ca hosting webview scan_report",
    "sharing_points": "kind target data protection",
    "input_fields": "screen field sensitive type max_length validation",
    "crypto": "purpose algorithm key_bits key_origin library fips",
    "session": "id_kind bits generator expiry logout_invalidate",
    "server_values": "name host purpose",
    "reporting": "channel in_app_path contact_test sla last_security_notice",
    "public_keys": "location kind why_public restriction",
    "protection": "root_detect emulator usb_debug obfuscation packer anti_tamper",
    "backup": "android ios",
    "server": "declaration test_certificate pentest web_scan host_scan",
    "third_party_test": "lab taf_no baseline class report_no report_date tested_sha256 certificate_no valid_until",
    "not_applicable": "item reason basis",
    "sign_off": "prepared_by reviewed_by approved_by date statement",
}


def written(folder, text):
    path = folder / "appsec-declaration.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_form_has_every_field_in_order():
    assert {s.key: " ".join(f.key for f in s.fields) for s in form().sections} == KEYS


def test_form_and_file_agree():
    declaration = declaration_of("f", {"app": {"package_id": "a", "platform": "ios"}})
    assert {key: isinstance(value, list) for key, value in plain(declaration).items()} == {
        section.key: section.many for section in form().sections
    }
    for section in form().sections:
        for row in rows(declaration, section):
            assert list(row) and set(row) == {field.key for field in section.fields}


def test_every_choice_of_a_field_is_known():
    named = {field.choices for section in form().sections for field in section.fields}
    assert named - {""} == form().choices.keys()


def test_fields_of_one_platform_are_left_out_of_the_other():
    keys = {
        platform: {field.key for field in form().section("test_access").on(platform)}
        for platform in ("android", "ios", "")
    }
    assert keys["ios"] - keys["android"] == {"unencrypted_ipa"}
    assert keys[""] == keys["ios"]


def test_values_are_taken_as_they_are_written(tmp_path):
    text = APP + (
        "applicant: {tax_id: 04541302}\nclass: {name: L2, login: no}\n"
        "sign_off: {date: 2026-01-02}\nsdks:\n"
    )
    declaration = load_declaration(written(tmp_path, text))
    assert declaration.applicant.tax_id == "04541302"
    assert (declaration.app_class.login, declaration.sign_off.date) == ("no", "2026-01-02")
    assert declaration.sdks == ()


def test_line_ends_are_one_kind_and_tabs_are_spaces(tmp_path):
    text = APP + 'applicant: {company: "a\\tb\\r\\nc\\rd"}\n'
    assert load_declaration(written(tmp_path, text)).applicant.company == "a b\nc\nd"


@pytest.mark.parametrize("owner", ["own", "自有", " OWN ", "Own"])
def test_a_choice_goes_by_key_or_label(tmp_path, owner):
    text = f'{APP}domains: [{{host: a.example.tw, owner: "{owner}"}}]\n'
    assert load_declaration(written(tmp_path, text)).domains[0].owner == "own"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "holds no declaration"),
        ("- a\n", "holds no declaration"),
        ("applicant: {company: a}\n", "app: Field required"),
        ("app: {package_id: '', platform: ios}\n", "app.package_id: name the app's id"),
        ("app: {package_id: a}\n", "app.platform: android or ios"),
        ("app: {package_id: a, platform: windows}\n", "app.platform: 'windows' is none of android, ios"),
        (APP + "domains: [{hosts: a}]\n", "domains.0.hosts: Unexpected keyword argument"),
        (APP + "domains: [{host: [a, b]}]\n", "domains.0.host: Input should be a valid string"),
        (APP + "domains: {host: a}\n", "domains: Input should be a valid array"),
        (APP + "extra: {}\n", "extra: Unexpected keyword argument"),
        (APP + APP, "key given twice: app"),
        (APP + 'applicant: {company: "a\\x01b"}\n', "applicant.company: holds the character U+0001"),
        (APP + 'sdks: [{name: "\\x9b"}]\n', "sdks.0.name: holds the character U+009B"),
        (APP + f"applicant: {{company: {'x' * (MAX_CELL + 1)}}}\n", "applicant.company: longer than"),
        (APP + "crypto:\n" + "- {}\n" * (MAX_ROWS + 1), f"crypto: more than {MAX_ROWS} rows"),
        (APP + "a: &a {}\nb: *a\n", "aliases are not allowed"),
    ],
)  # fmt: skip
def test_what_does_not_belong_there_is_named(tmp_path, text, said):
    path = written(tmp_path, text)
    with pytest.raises(FileProblem, match=re.escape(said)) as refused:
        load_declaration(path)
    assert str(refused.value).startswith(str(path))


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(FileProblem, match="No such file"):
        load_declaration(tmp_path / "none.yaml")


@pytest.mark.parametrize("pair", DECLARED)
def test_samples_are_what_the_schema_says(pair):
    schema = schema_of(Declaration)
    for app in pair:
        loaded = load_declaration(app.with_name(f"{app.name}.declaration.yaml"))
        jsonschema.validate(plain(loaded), schema)
