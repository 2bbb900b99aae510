"""`appsec attest` as people use it: files, prompts, what is written, and what a scan makes of it."""

import hashlib
import json
import os
import pty
import subprocess

import jsonschema
import pytest
import yaml

from tests.command import COMMAND, ENCRYPTED_IPA, OFFLINE_APK, WEAK_APK, appsec, environment

FILE = "appsec-confirmations.yaml"
STATEMENT = "於2026-01-02寄出測試訊息並獲回覆，管道有效。"
DAY = "2026-01-03"
MAIL = b"Subject: test of the channel, answered"


@pytest.fixture(scope="session")
def saved(tmp_path_factory):
    """The assessment of an app with hardly anything in it, as L2."""
    place = tmp_path_factory.mktemp("saved") / "r.json"
    ran = appsec("scan", OFFLINE_APK, "--class", "L2", "--quiet", "--as-of", DAY,
                 "--format", f"json={place}")  # fmt: skip
    assert ran.code == 0, ran.err
    return place


@pytest.fixture(scope="session")
def empty(tmp_path_factory):
    """The file that `attest init` makes."""
    place = tmp_path_factory.mktemp("empty")
    assert appsec("attest", "init", "--organisation", "範例公司", cwd=place).code == 0
    return (place / FILE).read_bytes()


@pytest.fixture
def folder(tmp_path, empty):
    """A folder with an empty file of confirmations and some evidence."""
    (tmp_path / FILE).write_bytes(empty)
    for name, content in (("mail.eml", MAIL), ("empty.eml", b""), ("a\\b.eml", MAIL)):
        (tmp_path / name).write_bytes(content)
    return tmp_path


def add(folder, saved, *more, item="7", **changes):
    options = {
        "requirement": item, "person": "王小明", "role": "資安聯絡窗口", "contact": "a@example.tw",
        "statement": STATEMENT, "evidence": "mail.eml@2026-01-02", "scope": "build", "date": DAY,
    }  # fmt: skip
    given = [
        part
        for name, value in (options | changes).items()
        if value is not None
        for part in (f"--{name}", value)
    ]
    return appsec("attest", "add", "--assessment", saved, *given, *more, cwd=folder)


def entries(folder):
    return yaml.safe_load((folder / FILE).read_text(encoding="utf-8"))


def scanned(folder, *more, app=OFFLINE_APK, as_of=DAY):
    """The exit code, and each item's result and reasons, of a scan with the file in force."""
    place = folder / "out.json"
    ran = appsec("scan", app, "--class", "L2", "--quiet", "--as-of", as_of, "--confirmations", FILE,
                 "--format", f"json={place}", *more, cwd=folder)  # fmt: skip
    assert place.exists(), ran.err
    read = json.loads(place.read_text(encoding="utf-8"))
    verdicts = {
        v["requirement"]: (v["result"], [why["key"] for why in v["reasons"]])
        for v in read["verdicts"]
    }
    return ran.code, verdicts, read


def test_a_file_is_made_once(tmp_path):
    assert appsec("attest", "init", cwd=tmp_path).out == f"{FILE}\n"
    before = (tmp_path / FILE).read_bytes()
    ran = appsec("attest", "init", cwd=tmp_path)
    assert (ran.code, "exists already" in ran.err) == (2, True)
    assert (tmp_path / FILE).read_bytes() == before
    assert appsec("attest", "check", FILE, cwd=tmp_path).code == 0
    assert appsec("config", "check", FILE, cwd=tmp_path).code == 0


@pytest.mark.parametrize("name", ["a\x7fb", "\udcff", "\u202eb"])
def test_an_organisation_that_no_file_can_hold_is_refused(tmp_path, name):
    ran = appsec("attest", "init", "--organisation", name, cwd=tmp_path)
    assert (ran.code, list(tmp_path.iterdir())) == (2, [])


def test_what_is_added_closes_the_item(folder, saved):
    assert scanned(folder)[1]["7"] == ("needs_review", ["ask-person"])
    ran = add(folder, saved)
    assert (ran.code, ran.err) == (0, "")
    assert "C-0001" in ran.out and "2026-04-02" in ran.out
    written = entries(folder)
    assert written["people"] == [
        {"name": "王小明", "role": "資安聯絡窗口", "contact": "a@example.tw"}
    ]
    (entry,) = written["confirmations"]
    assert entry["bound_to"] == hashlib.sha256(OFFLINE_APK.read_bytes()).hexdigest()
    assert entry["evidence"] == [
        {
            "id": "E-0001",
            "path": "mail.eml",
            "sha256": hashlib.sha256(MAIL).hexdigest(),
            "size": len(MAIL),
            "captured": "2026-01-02",
        }
    ]
    _, verdicts, read = scanned(folder)
    assert verdicts["7"] == ("pass", ["attested"])
    (kept,) = read["confirmations"]
    assert (kept["standing"], kept["expires"]) == ("in_force", "2026-04-02")


def test_what_no_longer_holds_needs_evidence(folder, saved):
    assert add(folder, saved).code == 0
    assert scanned(folder, as_of="2026-04-03")[1]["7"] == (
        "needs_evidence", ["attestation-expired-by-rule"],
    )  # fmt: skip
    assert scanned(folder, app=WEAK_APK)[1]["7"] == ("needs_evidence", ["attestation-other-build"])
    (folder / "mail.eml").write_bytes(b"other")
    assert scanned(folder)[1]["7"] == ("needs_evidence", ["attestation-changed"])
    (folder / "mail.eml").unlink()
    assert scanned(folder)[1]["7"] == ("needs_evidence", ["attestation-missing"])


def test_the_report_and_the_terminal_name_it(folder, saved):
    assert add(folder, saved).code == 0
    ran = appsec("scan", OFFLINE_APK, "--class", "L2", "--as-of", "2026-04-03", "--confirmations",
                 FILE, "--format", "md=r.md", cwd=folder)  # fmt: skip
    assert "人工確認紀錄 C-0001 已於 2026-04-02 屆期" in " ".join(ran.out.split())
    report = (folder / "r.md").read_text(encoding="utf-8")
    assert "人工確認紀錄與佐證資料" in report
    assert STATEMENT in report
    assert hashlib.sha256(MAIL).hexdigest() in report


def test_it_is_found_beside_the_settings(folder, saved):
    assert add(folder, saved).code == 0
    (folder / "appsec.toml").write_text('class = "L2"\n', encoding="utf-8")
    ran = appsec("config", "show", "--origin", cwd=folder)
    assert f'confirmations = "{FILE}"\t# found beside' in ran.out


def test_the_gate_complete_knows_it(folder, saved):
    code, _, before = scanned(folder, "--gate", "complete")
    assert add(folder, saved).code == 0
    _, _, after = scanned(folder, "--gate", "complete")
    assert code == 3
    assert after["gate"]["still_open"] == before["gate"]["still_open"] - 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"statement": None}, "--statement"),
        ({"evidence": None}, "--evidence"),
        ({"evidence": "mail.eml"}, "captured"),
        ({"evidence": "gone.eml@2026-01-02"}, "no such file"),
        ({"evidence": "empty.eml@2026-01-02"}, "is empty"),
        ({"evidence": "a\\b.eml@2026-01-02"}, "must be relative"),
        ({"evidence": "mail.eml@2026-02-30"}, "--evidence: 2026-02-30: write a date"),
        ({"statement": "於〔日期〕寄出"}, "--statement"),
        ({"person": "（主管）"}, "all in brackets"),
        ({"contact": None}, "--contact"),
        ({"item": "20"}, "Item 20 is not closed"),
        ({"item": "99"}, "no such item"),
        ({"covers": "question:x:y"}, "does not ask this"),
        ({"expires": "soon"}, "--expires: soon: write a date"),
    ],
)
def test_what_cannot_count_is_not_written(folder, saved, changes, said):
    before = (folder / FILE).read_bytes()
    ran = add(folder, saved, "--lang", "en", **changes)
    assert (ran.code, said in ran.err) == (2, True), ran.err
    assert (folder / FILE).read_bytes() == before


def test_comments_stay_and_numbers_go_on(folder, saved):
    text = (folder / FILE).read_text(encoding="utf-8")
    (folder / FILE).write_text(text + "# kept by 王小明\n", encoding="utf-8")
    for item in ("7", "8"):
        assert add(folder, saved, item=item).code == 0
    after = (folder / FILE).read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line not in after.splitlines()] == [
        "people: []", "confirmations: []",
    ]  # fmt: skip
    assert "# kept by 王小明" in after
    assert [e["id"] for e in entries(folder)["confirmations"]] == ["C-0001", "C-0002"]
    assert [e["evidence"][0]["id"] for e in entries(folder)["confirmations"]] == [
        "E-0001", "E-0002",
    ]  # fmt: skip
    assert len(entries(folder)["people"]) == 1


def test_evidence_from_elsewhere_is_copied(folder, saved, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "畫面.png"
    elsewhere.write_bytes(MAIL)
    assert add(folder, saved, evidence=f"{elsewhere}@2026-01-02").code == 0
    (entry,) = entries(folder)["confirmations"]
    assert entry["evidence"][0]["path"] == "evidence/E-0001-畫面.png"
    assert (folder / "evidence/E-0001-畫面.png").read_bytes() == MAIL
    assert scanned(folder)[1]["7"][0] == "pass"


def test_an_app_or_organisation_needs_what_the_build_shows(folder, saved):
    """Without an inventory a later change could not be seen."""
    bare = json.loads(saved.read_text(encoding="utf-8"))
    bare["observed"] = None
    place = folder / "bare.json"
    place.write_text(json.dumps(bare), encoding="utf-8")
    ran = add(folder, place, "--lang", "en", scope="app")
    assert (ran.code, "could not see a change" in ran.err) == (2, True)
    bare["observed"] = {
        "things": [
            {"trait": "sdk", "name": "Firebase", "detail": {}, "locations": [], "origin": "app"}
        ],
        "unread": ["login", "input_field"],
    }
    place.write_text(json.dumps(bare), encoding="utf-8")
    assert add(folder, place, scope="organisation").code == 0
    (entry,) = entries(folder)["confirmations"]
    assert (entry["bound_to"], "platform" in entry) == ("範例公司", False)
    assert entry["rests_on"] == [
        {"app": bare["artefact"]["id"], "platform": "android", "sdk": ["Firebase"],
         "unread": ["login"]}
    ]  # fmt: skip


def test_status_tells_who_and_what(folder, saved):
    assert add(folder, saved).code == 0
    ran = appsec(
        "attest", "status", saved, "--lang", "en", "--owner", "manager", "--as-of", DAY, cwd=folder
    )
    assert ran.code == 0
    items = [line.split()[0] for line in ran.out.splitlines() if line[:1].isdigit()]
    assert items[:2] == ["2", "7"] and "16" not in items
    at = ran.out.index("\n7 ")
    block = ran.out[at : ran.out.index("\n43 ")]
    assert "Who: manager" in block
    assert "Record of a test contact" in block


def test_check_has_a_code_for_each_end(folder, saved):
    assert add(folder, saved, item="8").code == 0
    check = ("attest", "check", FILE, "--as-of", DAY, "--lang", "en")
    assert appsec(*check, cwd=folder).code == 0
    lacking = appsec(*check, saved, cwd=folder)
    assert (lacking.code, "Item 16, " in lacking.out) == (3, True)
    (folder / "mail.eml").unlink()
    for more in ((), (saved,)):
        ran = appsec(*check, *more, cwd=folder)
        assert (ran.code, "evidence E-0001 is not there" in ran.out) == (1, True)
    text = (folder / FILE).read_text(encoding="utf-8")
    (folder / FILE).write_text(text.replace("'8'", "'99'"), encoding="utf-8")
    ran = appsec(*check, cwd=folder)
    assert (ran.code, "an item that there is not: 99" in ran.out) == (1, True)
    wrong = text.replace("mail.eml", "../x").replace(DAY, "today", 1)
    (folder / FILE).write_text(wrong, encoding="utf-8")
    ran = appsec(*check, cwd=folder)
    assert ran.code == 2
    assert "date: write a date" in ran.err and "must not lead out" in ran.err


class TestRedact:
    def test_a_copy_takes_the_place_of_the_file(self, folder, saved):
        assert add(folder, saved).code == 0
        (folder / "masked.eml").write_bytes(b"*" * 40)
        redacted = appsec(
            "attest", "redact", FILE, "--id", "C-0001", "--evidence", "E-0001", "--copy",
            "masked.eml", "--person", "陳大文", "--reason", "遮蔽信箱", "--confirmed-by", "王小明",
            cwd=folder,
        )  # fmt: skip
        assert (redacted.code, redacted.err) == (0, "")
        (piece,) = entries(folder)["confirmations"][0]["evidence"]
        assert (piece["path"], piece["redacted"]) == ("evidence/E-0001-redacted-1.eml", True)
        assert piece["history"][0]["sha256"] == hashlib.sha256(MAIL).hexdigest()
        assert not (folder / "mail.eml").exists()
        assert scanned(folder)[1]["7"][0] == "pass"
        deleted = appsec(
            "attest", "redact", FILE, "--id", "C-0001", "--evidence", "E-0001", "--delete",
            "--person", "陳大文", "--reason", "計畫結束", cwd=folder,
        )  # fmt: skip
        assert deleted.code == 0
        (piece,) = entries(folder)["confirmations"][0]["evidence"]
        assert [step["action"] for step in piece["history"]] == ["replaced", "deleted"]
        assert not (folder / piece["path"]).exists()

    def test_a_copy_that_the_person_did_not_see_does_not_count(self, folder, saved):
        assert add(folder, saved).code == 0
        (folder / "masked.eml").write_bytes(b"*" * 40)
        redacted = appsec(
            "attest", "redact", FILE, "--id", "C-0001", "--evidence", "E-0001", "--copy",
            "masked.eml", "--person", "陳大文", "--reason", "遮蔽信箱", "--lang", "en", cwd=folder,
        )  # fmt: skip
        assert (redacted.code, "does not count" in redacted.err) == (0, True)
        assert scanned(folder)[1]["7"] == ("needs_evidence", ["attestation-copy-not-confirmed"])

    def test_deleted_evidence_is_explained(self, folder, saved):
        assert add(folder, saved).code == 0
        args = ("attest", "redact", FILE, "--id", "C-0001", "--evidence", "E-0001", "--delete",
                "--person", "陳大文", "--reason", "當事人要求")  # fmt: skip
        assert appsec(*args, cwd=folder).code == 0
        assert not (folder / "mail.eml").exists()
        _, verdicts, read = scanned(folder)
        assert verdicts["7"] == ("needs_evidence", ["attestation-deleted"])
        assert "當事人要求" in read["confirmations"][0]["message"]["zh-TW"]
        again = appsec(*args, cwd=folder)
        assert again.code == 2

    def test_a_file_stays_until_nothing_names_it(self, folder, saved):
        for item in ("7", "8"):
            assert add(folder, saved, item=item).code == 0
        for number in ("1", "2"):
            ran = appsec(
                "attest", "redact", FILE, "--id", f"C-000{number}", "--evidence", f"E-000{number}",
                "--delete", "--person", "陳大文", "--reason", "當事人要求", "--lang", "en",
                cwd=folder,
            )  # fmt: skip
            first = number == "1"
            assert (ran.code, "still named by E-0002" in ran.err) == (0, first)
            assert (folder / "mail.eml").exists() == first
            if first:
                # What was swapped unseen cannot pass for redacted, but it can be deleted.
                (folder / "mail.eml").write_bytes(b"other")

    def test_what_is_not_as_filed_is_not_redacted(self, folder, saved):
        assert add(folder, saved).code == 0
        (folder / "mail.eml").write_bytes(b"other")
        (folder / "masked.eml").write_bytes(b"*" * 40)
        before = (folder / FILE).read_bytes()
        ran = appsec(
            "attest", "redact", FILE, "--id", "C-0001", "--evidence", "E-0001", "--copy",
            "masked.eml", "--person", "a", "--reason", "b", "--confirmed-by", "王小明", cwd=folder,
        )  # fmt: skip
        assert ran.code == 2
        assert (folder / FILE).read_bytes() == before
        assert (folder / "mail.eml").exists()

    def test_a_box_covers_pixels_and_drops_the_rest(self, folder, saved):
        image = pytest.importorskip("PIL.Image", reason="Pillow is in the extra [docs]")
        picture = image.new("RGB", (20, 10), (255, 255, 255))
        exif = picture.getexif()
        exif[0x010E] = "taken by Wang"
        picture.save(folder / "screen.jpg", quality=100, exif=exif)
        assert add(folder, saved, evidence="screen.jpg@2026-01-02").code == 0
        args = ("attest", "redact", FILE, "--id", "C-0001", "--evidence", "E-0001", "--person", "王小明",
                "--reason", "r", "--confirmed-by", "王小明")  # fmt: skip
        outside = appsec(*args, "--box", "15,0,10,5", cwd=folder)
        assert (outside.code, "20 x 10" in outside.err) == (2, True)
        assert appsec(*args, "--box", "2,3,4,5", cwd=folder).code == 0
        copy = folder / "evidence/E-0001-redacted-1.png"
        assert b"taken by Wang" not in copy.read_bytes()
        with image.open(copy) as covered:
            black = {
                (x, y)
                for x in range(20)
                for y in range(10)
                if covered.getpixel((x, y)) == (0, 0, 0)
            }
            assert not covered.getexif()
        assert black == {(x, y) for x in range(2, 6) for y in range(3, 8)}
        assert not (folder / "screen.jpg").exists()
        assert scanned(folder)[1]["7"][0] == "pass"


def test_a_person_is_asked_at_a_terminal(folder, saved):
    """The form's blanks one by one; what is typed is what is written."""
    typed = [
        "王小明",
        "測試人員",
        "a@example.tw",
        "y",
        "a@b",
        "1",
        "2",
        "李四",
        "mail.eml@2026-01-02",
    ]
    theirs, ours = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, "attest", "add", "--assessment", str(saved), "--requirement", "7",
         "--scope", "build", "--date", DAY],
        stdin=ours, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder, env=environment(),
    )  # fmt: skip
    os.close(ours)
    os.write(theirs, "".join(f"{answer}\n" for answer in typed).encode())
    out, err = process.communicate(timeout=60)
    os.close(theirs)
    assert process.returncode == 0, err.decode()
    assert "測試聯絡紀錄" in out.decode()
    (entry,) = entries(folder)["confirmations"]
    assert entry["statement"] == ("回報管道為a@b；測試訊息於1寄出，於2收到李四之回覆，管道有效。")


def test_two_at_once_lose_nothing(folder, saved):
    runs = [
        subprocess.Popen(
            [*COMMAND, "attest", "add", "--assessment", str(saved), "--requirement", item,
             "--person", "王小明", "--role", "測試人員", "--contact", "02-1234-5678", "--statement",
             "已寄出測試訊息，並於隔日收到回覆。",
             "--evidence", "mail.eml@2026-01-02", "--scope", "build"],
            cwd=folder, env=environment(), stdout=subprocess.DEVNULL,
        )
        for item in ("7", "8", "16")
    ]  # fmt: skip
    assert [run.wait(60) for run in runs] == [0, 0, 0]
    written = entries(folder)["confirmations"]
    assert sorted(e["requirement"] for e in written) == ["16", "7", "8"]
    assert sorted(e["id"] for e in written) == ["C-0001", "C-0002", "C-0003"]


def test_what_the_item_asks_is_answered_by_name(folder):
    """`auto` binds the statement to what was out of reach in that very build."""
    app = ("scan", ENCRYPTED_IPA, "--class", "L2", "--quiet", "--as-of", DAY)
    assert appsec(*app, "--format", "json=r.json", cwd=folder).code == 3
    for covers, result in (("none", "needs_review"), ("auto", "pass")):
        ran = add(folder, "r.json", "--lang", "en", item="25", covers=covers)
        assert "gap:code:fairplay-encrypted" in ran.out
        after = appsec(*app, "--confirmations", FILE, "--format", "json=after.json", cwd=folder)
        assert after.code == 3
        verdicts = json.loads((folder / "after.json").read_text(encoding="utf-8"))["verdicts"]
        assert [v["result"] for v in verdicts if v["requirement"] == "25"] == [result]
    first, second = entries(folder)["confirmations"]
    assert ("covers" in first, second["covers"]) == (False, ["gap:code:fairplay-encrypted"])
    assert [len(each) for each in second["answered"]] == [16]


def test_the_form_has_a_schema_that_fits_what_is_written(folder, saved):
    assert add(folder, saved).code == 0
    shape = json.loads(appsec("schema", "confirmations").out)
    jsonschema.validate(entries(folder), shape)


def test_a_build_can_be_given_instead_of_its_assessment(folder):
    assert add(folder, OFFLINE_APK).code == 0
    assert scanned(folder)[1]["7"] == ("pass", ["attested"])


def test_an_old_assessment_without_confirmations_still_loads(saved):
    """Forms before 1.3 have none of the three; status takes them as they are."""
    old = json.loads(saved.read_text(encoding="utf-8"))
    for key in ("observed", "declaration", "confirmations"):
        del old[key]
    saved.with_name("old.json").write_text(json.dumps(old | {"schema": "1.2"}), encoding="utf-8")
    ran = appsec("attest", "status", saved.with_name("old.json"), cwd=saved.parent)
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize(
    ("changes", "more", "said"),
    [
        ({}, ("--evidence", "gone.png@2026-01-02"), "gone.png: no such file"),
        ({}, ("--evidence", "mail.eml@2026-13-45"), "2026-13-45"),
        ({}, ("--evidence", f"{FILE}@2026-01-02"), "the confirmations file itself"),
        ({"date": "2999-01-01"}, (), "2999-01-01 lies in the future"),
        ({"expires": "2026-01-02"}, (), "lies before the day of the statement"),
        ({"statement": "無"}, (), "--statement"),
        ({"role": "N/A"}, (), "--role"),
    ],
)
def test_what_is_refused_leaves_nothing_behind(folder, saved, changes, more, said):
    elsewhere = folder.parent / f"{folder.name}-good.png"
    elsewhere.write_bytes(MAIL)
    before = (folder / FILE).read_bytes()
    changes = {"evidence": f"{elsewhere}@2026-01-02"} | changes
    ran = add(folder, saved, *more, "--lang", "en", **changes)
    assert (ran.code, said in ran.err) == (2, True)
    assert not (folder / "evidence").exists()
    assert (folder / FILE).read_bytes() == before


def test_one_file_under_two_names_and_a_link_are_not_redacted_away(folder, saved):
    assert add(folder, saved).code == 0
    assert add(folder, saved).code == 0
    text = (folder / FILE).read_text(encoding="utf-8")
    (folder / FILE).write_text(
        text.replace("path: mail.eml", "path: ./mail.eml", 1), encoding="utf-8"
    )
    assert "write it as mail.eml" in appsec("attest", "check", FILE, cwd=folder).err
    (folder / FILE).write_text(text, encoding="utf-8")
    (folder / "mail.eml").rename(folder / "real.eml")
    (folder / "mail.eml").symlink_to(folder / "real.eml")
    ran = appsec(
        "attest", "redact", FILE, "--id", "C-0001", "--evidence", "E-0001", "--delete",
        "--person", "a", "--reason", "b", "--lang", "en", cwd=folder,
    )  # fmt: skip
    assert (ran.code, "is a link" in ran.err) == (2, True)
    assert (folder / "real.eml").exists()
