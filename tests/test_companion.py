"""A companion build through the command: FairPlay's gap answered, and what is refused."""

import hashlib
import json
import os
import shutil
import zipfile

import pytest

import appsec.pipeline as parent
from appsec.engine.files import FileProblem
from appsec.engine.isolate import ChildFailure
from appsec.facts.android import AndroidApp
from appsec.pipeline import ArtefactError, Options
from appsec.readers.companion import code_facts
from tests.command import DAY, ENCRYPTED_IPA, FIXED_APK, FIXED_IPA, ROOT, WEAK_IPA, appsec
from tests.inline import Inline
from tests.test_cli import own_check

WORD = "王小明, 開發主管, 上架前之同一建置"
CODE = """\
from appsec.api import Finding, IosApp, Location


def check(app: IosApp):
    for path in app.code:
        if path.endswith("/Parcel"):
            yield Finding("bad", Location(path, "f"))
"""


def scan(tmp_path, *args, app=ENCRYPTED_IPA, **how):
    report = tmp_path / "r.json"
    ran = appsec(
        "scan", app, "--class", "L2", "--as-of", DAY, f"--format=json={report}", *args, **how
    )
    return ran, json.loads(report.read_text()) if report.exists() else None


@pytest.fixture
def code_check(tmp_path):
    """A check over code that finds something in the app's own executable."""
    own = own_check(tmp_path, CODE)
    source, about = own / "android/own/own.py", own / "android/own/own.yaml"
    both = "{zh-TW: 文, en: text}"
    text = about.read_text().replace(
        "messages: {}", f"messages: {{bad: {{kind: finding, text: {both}}}}}"
    )
    text = text.replace("severity: low", "severity: high")
    (own / "ios/own").mkdir(parents=True)
    (own / "ios/own/own.py").write_text(source.read_text())
    (own / "ios/own/own.yaml").write_text(text)
    shutil.rmtree(own / "android")
    return own


def test_what_the_store_encrypted_is_read_in_the_build_before(tmp_path):
    alone, before = scan(tmp_path)
    assert (alone.code, [g["key"] for g in before["coverage"]["gaps"]]) == (
        3,
        ["fairplay-encrypted"],
    )
    ran, told = scan(tmp_path, "--companion", FIXED_IPA)
    assert (ran.code, told["coverage"]["gaps"]) == (0, [])
    companion = told["companion"]
    assert companion["ground"] == "content"
    assert companion["file"]["sha256"] != told["artefact"]["sha256"] == before["artefact"]["sha256"]
    assert [g["values"]["file"] for g in companion["answered"]] == ["Payload/Parcel.app/Parcel"]
    assert companion["file"]["sha256"] in ran.out.replace("\n", "").replace(" ", "")


def test_findings_in_the_companion_count_and_say_where_they_are(tmp_path, code_check):
    alone, _ = scan(tmp_path, "--checks", code_check)
    assert alone.code == 3
    sarif = tmp_path / "r.sarif"
    ran, told = scan(
        tmp_path, "--checks", code_check, "--companion", FIXED_IPA, f"--format=sarif={sarif}"
    )
    (found,) = (r for r in told["findings"] if r["kind"] == "finding")
    assert ran.code == 1
    assert found["locations"] == [
        {"file": "Payload/Parcel.app/Parcel", "member": "f", "at": "", "build": "companion"}
    ]
    assert "〔對照版本〕" in ran.out
    assert '"fixed.ipa/Payload/Parcel.app/Parcel"' in sarif.read_text()
    # The same finding where the shipped build can be read: in the shipped one, once.
    ran, plain = scan(tmp_path, "--checks", code_check, "--companion", FIXED_IPA, app=FIXED_IPA)
    (again,) = (r for r in plain["findings"] if r["kind"] == "finding")
    assert [p["build"] for p in again["locations"]] == [""]
    assert again["fingerprint"] == found["fingerprint"]


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (WEAK_IPA, "different content: Payload/Parcel.app/Info.plist, Payload/Parcel.app/Parcel"),
        (FIXED_APK, "platform ios, the companion's is android"),
    ],
)
def test_one_that_is_not_linked_is_refused_by_name(tmp_path, other, said):
    ran, told = scan(tmp_path, "--companion", other)
    assert (ran.code, told, said in ran.err) == (2, None, True)


@pytest.mark.parametrize("content", ["nonsense", None])
def test_one_that_cannot_be_read_gives_nothing(tmp_path, content):
    other = tmp_path / "other.ipa"
    if content:
        other.write_text(content)
    ran, told = scan(tmp_path, "--companion", other)
    assert (ran.code, told, str(other) in ran.err) == (4, None, True)


def test_one_that_is_as_unreadable_leaves_the_gap(tmp_path):
    ran, told = scan(tmp_path, "--companion", ENCRYPTED_IPA)
    assert ran.code == 3
    assert sorted(g["build"] for g in told["coverage"]["gaps"]) == ["", "companion"]
    assert told["companion"]["answered"] == []


def test_a_persons_word_is_shown_as_one_in_every_report(tmp_path):
    reports = {form: tmp_path / f"r.{form}" for form in ("html", "md", "summary")}
    ran, told = scan(
        tmp_path, "--companion", WEAK_IPA, "--companion-attested", WORD,
        *(f"--format={form}={path}" for form, path in reports.items()),
    )  # fmt: skip
    companion = told["companion"]
    assert (ran.code, companion["ground"]) == (3, "attested")
    assert companion["attested"] == {
        "who": "王小明", "role": "開發主管", "reason": "上架前之同一建置"
    }  # fmt: skip
    reasons = [why["key"] for why in told["gate"]["reasons"]]
    assert reasons == ["gate-companion-attested", "gate-out-of-reach"]
    # What a word alone has read stays out of reach of the build itself, and says so.
    (gap,) = told["coverage"]["gaps"]
    assert (gap["key"], gap["build"]) == ("fairplay-encrypted", "")
    assert "僅憑人員聲明" in gap["message"]["zh-TW"]
    # Nothing of the companion but its code: its own settings and headers are not this app's.
    assert [r for r in told["findings"] if r["kind"] == "finding"] == []
    for text in (ran.out, *(path.read_text() for path in reports.values())):
        flat = "".join(text.split())
        for word in ("王小明（開發主管）", "工具無法查證", companion["file"]["sha256"]):
            assert word in flat.replace("\\", "")


def test_what_a_word_has_read_passes_only_if_it_is_accepted_until_a_day(tmp_path):
    settings = tmp_path / "appsec.toml"
    settings.write_text('accepted_unread = [{what = "code", reason = "r", expires = 2026-06-30}]')
    options = ("--config", settings, "--companion", WEAK_IPA, "--companion-attested", WORD)
    for day, code in ((DAY, 0), ("2026-07-01", 3)):
        assert scan(tmp_path, *options, "--as-of", day)[0].code == code


def test_what_only_a_word_links_is_never_called_fixed(tmp_path, code_check):
    """The finding is gone from the companion, and nothing shows that it is gone from the build."""
    before, after = tmp_path / "before.json", tmp_path / "after.json"
    own = ["--checks", code_check, "--class", "L2", "--as-of", DAY, "--quiet"]
    appsec("scan", FIXED_IPA, *own, f"--format=json={before}")
    source = code_check / "ios/own/own.py"
    source.write_text(source.read_text().replace('"/Parcel"', '"/None"'))
    for options, change in (
        (["--companion", WEAK_IPA, "--companion-attested", WORD], "not_read"),
        (["--companion", FIXED_IPA], "vanished"),
    ):
        appsec("scan", ENCRYPTED_IPA, *own, *options, f"--format=json={after}")
        # As if it were the same check, and the code other: another check would show nothing.
        old, new = (json.loads(path.read_text()) for path in (before, after))
        old["tool"]["own_checks"] = new["tool"]["own_checks"]
        before.write_text(json.dumps(old))
        told = json.loads(appsec("diff", before, after, "--quiet", "--format", "json").out)
        assert [r["change"] for r in told["records"] if r["check"] == "ios-own"] == [change]
        assert "diff-other-companion" in {w["key"] for w in told["warnings"]}


class TestAndroid:
    """A protection changes the code and adds files of its own; all else must be alike."""

    def protected(self, tmp_path, **files):
        path = tmp_path / "protected.apk"
        with zipfile.ZipFile(FIXED_APK) as old, zipfile.ZipFile(path, "w") as new:
            for entry in old.infolist():
                changed = files.pop(entry.filename, None)
                new.writestr(entry.filename, changed or old.read(entry))
            for name, data in files.items():
                new.writestr(name, data)
        return path

    def test_code_and_files_of_the_protection_may_differ(self, tmp_path):
        files = {"classes.dex": b"shell", "lib/arm64-v8a/libshell.so": b"s", "assets/e": b"x"}
        path = self.protected(tmp_path, **files)
        _, told = scan(tmp_path, "--companion", FIXED_APK, app=path)
        assert told["companion"]["ground"] == "content"
        assert told["companion"]["facts"] == sorted(code_facts(AndroidApp({})))
        assert "nothing proves the bytecode" in told["companion"]["same"][1]["en"]

    @pytest.mark.parametrize("name", ["res/xml/network_security_config.xml", "res/raw/more"])
    def test_everything_else_must_not(self, tmp_path, name):
        path = self.protected(tmp_path, **{name: b"other"})
        ran, told = scan(tmp_path, "--companion", FIXED_APK, app=path)
        assert (ran.code, told, name in ran.err) == (2, None, True)


class TestChild:
    """What kills the child that reads both builds is charged to the build that it was reading."""

    @pytest.fixture
    def kill(self, monkeypatch):
        def at(fact):
            def run_child(entry, request, on_line, limits=None, payload=b""):
                requests.append(request)
                if request["shipped"] and fact not in request["lost"]:
                    on_line(json.dumps({"begin": fact}).encode())
                    on_line(b'{"platform": "ios", "sha256": ""}')
                    raise ChildFailure("child-crashed", how="SIGSEGV")
                Inline()(entry, request, on_line)

            requests = []
            monkeypatch.setattr(parent, "run_child", run_child)
            told = parent.scan(ENCRYPTED_IPA, Options(DAY, app_class="L2", companion=FIXED_IPA))
            assert [bool(r["shipped"]) for r in requests] == [False, True, True]
            return told, [(g.fact, g.cause, g.build) for g in told.coverage.gaps]

        return at

    def test_a_fact_of_the_companion(self, kill):
        told, gaps = kill("companion.code")
        assert gaps == [
            ("code", "out_of_reach", ""),
            ("native_code", "lost", "companion"),  # it is made from the code
            ("fields_in_code", "lost", "companion"),  # so is this
            ("code", "lost", "companion"),
            ("texts", "lost", "companion"),
            ("identified", "lost", "companion"),
            ("software", "lost", ""),  # it is made from what was identified
        ]
        assert (told.gate.code, told.companion.answered) == (3, ())

    def test_a_fact_of_the_shipped_build(self, kill):
        told, gaps = kill("entitlements")
        assert gaps == [("entitlements", "lost", "")]
        assert told.gate.code == 3

    def test_one_that_the_link_needs(self, kill):
        with pytest.raises(FileProblem, match="could not be read, and so not compared"):
            kill("companion.binaries")

    def test_all_of_it(self, monkeypatch):
        def run_child(entry, request, on_line, limits=None, payload=b""):
            if not request["shipped"]:
                return Inline()(entry, request, on_line)
            sha256 = hashlib.sha256(FIXED_IPA.read_bytes()).hexdigest()
            on_line(json.dumps({"platform": "ios", "sha256": sha256}).encode())
            raise ChildFailure("child-timeout")

        monkeypatch.setattr(parent, "run_child", run_child)
        with pytest.raises(
            FileProblem, match=r"id tw\.example\.sample\.parcel, the companion's is"
        ):
            parent.scan(ENCRYPTED_IPA, Options(DAY, companion=FIXED_IPA, companion_attested=WORD))

    def test_a_file_that_changes_meanwhile(self, monkeypatch):
        def run_child(entry, request, on_line, limits=None, payload=b""):
            other = request | ({"shipped": str(WEAK_IPA)} if request["shipped"] else {})
            Inline()(entry, other, on_line)

        monkeypatch.setattr(parent, "run_child", run_child)
        with pytest.raises(ArtefactError, match="changed while it was read"):
            parent.scan(ENCRYPTED_IPA, Options(DAY, companion=FIXED_IPA))


class TestUsage:
    def test_one_app_at_a_time(self):
        ran = appsec("scan", ENCRYPTED_IPA, FIXED_IPA, "--companion", FIXED_IPA)
        assert (ran.code, "for one app" in ran.err) == (2, True)

    @pytest.mark.parametrize("args", [[], ["--companion", FIXED_IPA]])
    def test_a_statement_needs_a_companion_and_three_parts(self, args):
        ran = appsec("scan", ENCRYPTED_IPA, "--companion-attested", "me", *args)
        assert (ran.code, "--companion" in ran.err or "who, role" in ran.err) == (2, True)

    def test_it_is_not_overwritten(self, tmp_path):
        other = tmp_path / "fixed.ipa"
        shutil.copy(FIXED_IPA, other)
        ran = appsec("scan", ENCRYPTED_IPA, "--companion", other, f"--format=json={other}")
        assert (ran.code, "must not be overwritten" in ran.err) == (2, True)

    def test_from_the_settings(self, tmp_path):
        (tmp_path / ".git").mkdir()
        shutil.copy(ENCRYPTED_IPA, tmp_path / "a.ipa")
        where = os.path.relpath(FIXED_IPA, tmp_path)
        (tmp_path / "appsec.toml").write_text(
            f'artefacts = ["a.ipa"]\ncompanion = "{where}"\ncompanion_attested = "{WORD}"\n',
            encoding="utf-8",
        )
        assert appsec("scan", "--quiet", cwd=tmp_path).code == 0
        shown = appsec("config", "show", cwd=tmp_path).out
        assert f'companion_attested = "{WORD}"' in shown


def test_the_published_schema_has_it():
    schema = json.loads((ROOT / "docs/assessment.schema.json").read_text())
    assert "companion" in schema["properties"]
