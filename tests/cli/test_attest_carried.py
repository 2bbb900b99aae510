"""Statements that carry over to the next build: until something they rest on changes."""

import json

import pytest
import yaml

from tests.command import FIXED_APK, OFFLINE_APK, SAMPLES, WEAK_APK, appsec

FILE, DAY = "appsec-confirmations.yaml", "2026-01-03"
MAIL = b"Subject: test of the channel, answered"
FIRST, SECOND = (SAMPLES / f"android/rebuilt/{name}.apk" for name in ("first", "second"))


def assessed(app, cwd, *more):
    ran = appsec("scan", app, "--class", "L2", "--quiet", "--as-of", DAY,
                 "--format", "json=r.json", *more, cwd=cwd)  # fmt: skip
    assert ran.code in (0, 1, 3), ran.err
    return json.loads((cwd / "r.json").read_text(encoding="utf-8"))


def standing(app, cwd):
    """The standing of the only confirmation, and the verdict on item 7."""
    read = assessed(app, cwd, "--confirmations", FILE)
    (kept,) = read["confirmations"]
    (verdict,) = [v["result"] for v in read["verdicts"] if v["requirement"] == "7"]
    return kept["standing"], verdict


@pytest.mark.parametrize("scope", ["app", "organisation"])
def test_another_build_of_the_same_app(tmp_path, scope):
    assert appsec("attest", "init", "--organisation", "範例公司", cwd=tmp_path).code == 0
    (tmp_path / "mail.eml").write_bytes(MAIL)
    assessed(FIRST, tmp_path)
    ran = appsec(
        "attest", "add", "--assessment", "r.json", "--requirement", "7", "--person", "王小明",
        "--role", "資安聯絡窗口", "--contact", "a@example.tw", "--statement", "管道有效。",
        "--evidence", "mail.eml@2026-01-02", "--date", DAY, "--scope", scope, cwd=tmp_path,
    )  # fmt: skip
    assert ran.code == 0, ran.err
    # It carries over, and not to what makes the next build another than the release.
    assert "variant:" in ran.err
    assert standing(FIRST, tmp_path) == ("in_force", "needs_review")
    assert standing(SECOND, tmp_path) == ("in_force", "needs_review")
    assert standing(OFFLINE_APK, tmp_path) == ("reconfirm", "needs_evidence")
    written = yaml.safe_load((tmp_path / FILE).read_text(encoding="utf-8"))
    written["confirmations"][0]["rests_on"][0]["sdk"] = ["Adjust"]
    (tmp_path / FILE).write_text(yaml.safe_dump(written, allow_unicode=True), encoding="utf-8")
    assert standing(SECOND, tmp_path) == ("reconfirm", "needs_evidence")


def test_permissions_that_are_added_ask_for_it_again(tmp_path):
    assert appsec("attest", "init", cwd=tmp_path).code == 0
    (tmp_path / "mail.eml").write_bytes(MAIL)
    assessed(FIXED_APK, tmp_path)
    ran = appsec(
        "attest", "add", "--assessment", "r.json", "--requirement", "7", "--person", "王小明",
        "--role", "資安聯絡窗口", "--contact", "a@example.tw", "--statement", "管道有效。",
        "--evidence", "mail.eml@2026-01-02", "--date", DAY, "--scope", "app", cwd=tmp_path,
    )  # fmt: skip
    assert ran.code == 0, ran.err
    read = assessed(WEAK_APK, tmp_path, "--confirmations", FILE)
    (kept,) = read["confirmations"]
    assert kept["standing"] == "reconfirm"
    assert "android.permission.READ_SMS" in kept["message"]["zh-TW"]


def test_an_assessment_of_a_day_to_come_says_so(tmp_path):
    ran = appsec("scan", OFFLINE_APK, "--quiet", "--as-of", "2999-01-01", cwd=tmp_path)
    assert "2999-01-01 lies in the future" in ran.err
    assert "future" not in appsec("scan", OFFLINE_APK, "--quiet", "--as-of", DAY, cwd=tmp_path).err
