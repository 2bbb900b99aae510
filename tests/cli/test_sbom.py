"""`appsec sbom`, `--sbom` and `[licences]`, as people use them."""

import json

from tests.command import DAY, WEAK_APK, appsec
from tests.readers.sbom import forms


def written(folder, name, content):
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def named(bom):
    return {one["name"]: one.get("version") for one in bom["components"]}


def test_an_sbom_of_the_build_and_of_what_was_given(tmp_path):
    lock = written(tmp_path, "gradle.lockfile", forms.GRADLE_LOCK)
    out = tmp_path / "out.cdx.json"
    ran = appsec("sbom", WEAK_APK, "--sbom", lock, "-o", out, "--as-of", DAY)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    bom = json.loads(out.read_text(encoding="utf-8"))
    found = named(bom)
    assert "androidx.profileinstaller:profileinstaller" in found
    assert found["com.squareup.okhttp3:okhttp"] == "4.12.0"
    licences = {one["name"]: one.get("licenses") for one in bom["components"]}
    apache = [{"license": {"id": "Apache-2.0"}}]
    # A lock file tells no licence, but a table of known components does.
    assert licences["com.squareup.okhttp3:okhttp"] == apache
    assert licences["androidx.profileinstaller:profileinstaller"] == apache


def test_scan_writes_the_same_file(tmp_path):
    plain = appsec("sbom", WEAK_APK, "--as-of", DAY)
    out = tmp_path / "out.cdx.json"
    appsec(
        "scan", WEAK_APK, "--as-of", DAY, "--quiet", "--format", f"cyclonedx={out}", "--no-config"
    )
    assert json.loads(plain.out) == json.loads(out.read_text(encoding="utf-8"))


def test_a_file_that_is_no_sbom_stops_the_scan(tmp_path):
    given = written(tmp_path, "libs.versions.toml", "[versions]\ncore = '1'\n")
    ran = appsec("scan", WEAK_APK, "--sbom", given)
    assert (ran.code, ran.out) == (2, "")
    assert f"{given}: is a version catalog" in ran.err


def test_an_app_that_cannot_be_read(tmp_path):
    ran = appsec("sbom", written(tmp_path, "app.apk", "nonsense"))
    assert (ran.code, ran.out) == (4, "")


def test_the_sbom_that_is_read_is_not_overwritten(tmp_path):
    lock = written(tmp_path, "gradle.lockfile", forms.GRADLE_LOCK)
    ran = appsec("sbom", WEAK_APK, "--sbom", lock, "-o", lock)
    assert (ran.code, lock.read_text(encoding="utf-8")) == (2, forms.GRADLE_LOCK)


DENY = '[licences]\ndeny = ["Apache-2.0"]\n'
EXCEPT = (
    '[[licences.exceptions]]\ncomponent = "androidx.core:core"\nlicence = "Apache-2.0"\n'
    'reason = "agreed"\n'
)


def reasons(folder, settings):
    config = written(folder, "appsec.toml", settings)
    bom = written(folder, "bom.json", forms.CYCLONEDX_JSON)
    out = folder / "out.json"
    ran = appsec("scan", WEAK_APK, "--config", config, "--sbom", bom, "--format", f"json={out}")
    saved = json.loads(out.read_text(encoding="utf-8"))
    keys = {why["key"] for why in saved["gate"]["reasons"]}
    return ran.code, {key for key in keys if "licence" in key}, saved["licences"]


def test_a_denied_licence_fails_the_gate(tmp_path):
    code, keys, told = reasons(tmp_path, DENY)
    assert (code, keys) == (1, {"gate-licence-denied", "gate-licence-unknown"})
    # The second is in the build alone; a table of known components tells its licence.
    assert [(one["component"], one["licence"]) for one in told["denied"]] == [
        ("androidx.core:core", "Apache-2.0"),
        ("androidx.profileinstaller:profileinstaller", "Apache-2.0"),
    ]
    # Of two licences one may be chosen.
    assert "com.squareup.okhttp3:okhttp" not in told["unknown"]


def test_an_exception_is_said(tmp_path):
    of_other = EXCEPT.replace("core:core", "profileinstaller:profileinstaller")
    _, keys, told = reasons(tmp_path, DENY + EXCEPT + of_other)
    assert keys == {"gate-licence-excepted", "gate-licence-unknown"}
    assert [one["excepted"] for one in told["denied"]] == ["agreed", "agreed"]


def test_a_licence_that_the_build_tells_is_denied_without_an_sbom(tmp_path):
    config = written(tmp_path, "appsec.toml", DENY)
    out = tmp_path / "out.json"
    ran = appsec("scan", WEAK_APK, "--config", config, "--format", f"json={out}")
    told = json.loads(out.read_text(encoding="utf-8"))["licences"]
    assert ran.code == 1
    assert [one["component"] for one in told["denied"]] == [
        "androidx.core:core",
        "androidx.profileinstaller:profileinstaller",
    ]
    config.write_text(DENY.replace("Apache-2.0", "GPL-*"), encoding="utf-8")
    appsec("scan", WEAK_APK, "--config", config, "--format", f"json={out}")
    assert json.loads(out.read_text(encoding="utf-8"))["licences"]["denied"] == []


def test_a_policy_is_checked_before_anything_is_read(tmp_path):
    config = written(tmp_path, "appsec.toml", '[licences]\ndeny = ["Apache2"]\n')
    ran = appsec("scan", WEAK_APK, "--config", config)
    assert (ran.code, "'Apache2' is no SPDX identifier" in ran.err) == (2, True)
