"""Settings: where they come from, what goes before what, and that no mistake in them is silent."""

import datetime
import json
import re
import shutil

import pytest

from appsec.assess.gate import AcceptedUnread
from appsec.config import DISMISSALS, NAME, Config, find, keys, load
from appsec.engine.files import FileProblem
from tests.command import DAY, ENCRYPTED_IPA, FIXED_APK, FIXED_IPA, WEAK_APK, appsec

ACCEPT = """
[[accepted_unread]]
what = "code"
reason = "the store encrypts it"
expires = 2026-06-30
"""


def written(folder, text, name=NAME):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def repository(tmp_path, text, *builds):
    """A repository with settings, and builds by the folder that they are in."""
    (tmp_path / ".git").mkdir()
    for build in builds:
        (tmp_path / "build").mkdir(exist_ok=True)
        shutil.copy(build, tmp_path / "build")
    return written(tmp_path, text)


def shown(*args, **how):
    """What `config show --origin` prints: value and origin of each key."""
    ran = appsec("config", "show", "--origin", *args, **how)
    assert (ran.code, ran.err) == (0, "")
    lines = [line for line in ran.out.splitlines() if " = " in line]
    return {
        key: (value, origin)
        for key, value, origin in (re.split(" = |\t# ", line, maxsplit=2) for line in lines)
    }


class TestFile:
    def test_every_key(self, tmp_path):
        path = written(
            tmp_path,
            'artefacts = ["out/*.apk"]\nclass = "L2"\nwith_f = true\nprofile = "tw-v4.0"\n'
            'gate = "complete"\nlang = "en"\nformats = ["json", "html=out/"]\n'
            'own_packages = ["tw.example"]\nmapping = ["m.txt"]\nsbom = ["s.json"]\n'
            'vulndb = "v.sqlite"\ntrace = ["t.trace"]\ndismissals = "d.yaml"\n'
            'confirmations = "c.yaml"\n'
            'declaration = "f.yaml"\n'
            'companion = "c.ipa"\ncompanion_attested = "a, b, c"\n'
            f'baseline = "b.json"\nthresholds.min_severity = "high"\n{ACCEPT}',
        )
        given = load(path)
        folder = path.parent
        values = given.values()
        assert keys() == {key.partition(".")[0] for key in values} | {
            "accepted_unread", "licences", "own_packages"
        }  # fmt: skip
        assert given.settings.own_packages == ("tw.example",)
        assert given.settings.accepted_unread == (
            AcceptedUnread("code", "the store encrypts it", datetime.date(2026, 6, 30)),
        )
        assert (values["class"], values["gate"], values["lang"]) == ("L2", "complete", "en")
        assert (values["profile"], values["thresholds.min_severity"]) == ("tw-v4.0", "high")
        assert values["formats"][0] == "json"
        assert values["formats"][1].endswith("/out/")
        (mapping,) = values["mapping"]
        assert (tmp_path.cwd() / mapping).resolve() == (folder / "m.txt").resolve()

    def test_an_empty_file_sets_nothing(self, tmp_path):
        assert load(written(tmp_path, "# nothing\n")).values() == Config().values() == {}

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ('klass = "L2"', "unknown key klass"),
            ('app_class = "L2"', "unknown key app_class"),
            ("[thresholds]\nseverity = 'low'", "thresholds.severity: Unexpected"),
            (ACCEPT + "owner = 'me'", "accepted_unread.0.owner: Unexpected"),
            ('class = "L4"', "class: Input should be 'L1', 'L2' or 'L3'"),
            ("with_f = 1", "with_f: Input should be a valid boolean"),
            ('artefacts = "a.apk"', "artefacts: Input should be a valid array"),
            ('artefacts = [""]', "artefacts.0: "),
            ('gate = "none"', "gate: Input should be"),
            ('[thresholds]\nmin_severity = "info"', "thresholds.min_severity: Input should be"),
            (ACCEPT.replace("2026-06-30", '"soon"'), "accepted_unread.0.expires: "),
            (ACCEPT.replace("2026-06-30", "2026-06-30T00:00:00"), "not a date"),
            (ACCEPT.replace("the store encrypts it", " "), "accepted_unread.0.reason: is empty"),
            (
                ACCEPT.replace("the store encrypts it", "\u200b"),
                "accepted_unread.0.reason: is empty",
            ),
            (ACCEPT.replace('"code"', '""'), "accepted_unread.0.what: is empty"),
            (ACCEPT.replace("expires", "# expires"), "accepted_unread.0.expires: "),
            (ACCEPT + ACCEPT, "code is accepted twice"),
            (ACCEPT.replace('"code"', '"cod"'), "accepted_unread.0.what: no fact is named cod; "),
            ("class = ", "Invalid value"),
            ('class = "L1"\nclass = "L2"', "Cannot overwrite a value"),
            ("artefacts = " + "[" * 5000, ""),
            ("lang = '\x01'", "invalid character"),
        ],
    )
    def test_a_mistake_names_file_and_key(self, tmp_path, text, why):
        path = written(tmp_path, text)
        with pytest.raises(FileProblem) as problem:
            load(path)
        assert str(problem.value).startswith(f"{path}: ")
        assert why in str(problem.value)

    @pytest.mark.parametrize("content", [b"\xff\xfe", b"#" * (5 * 1024 * 1024)])
    def test_not_a_text_file_of_people(self, tmp_path, content):
        (tmp_path / NAME).write_bytes(content)
        with pytest.raises(FileProblem):
            load(tmp_path / NAME)


class TestFinding:
    def test_the_nearest_file_up_to_the_root_of_the_repository(self, tmp_path):
        written(tmp_path, "")
        root = tmp_path / "repository"
        deep = root / "a" / "b"
        deep.mkdir(parents=True)
        (root / ".git").mkdir()
        assert find(deep) is None
        at_root = written(root, "")
        assert find(deep) == at_root
        assert find(deep) != written(root / "a", "")
        assert find(deep) == root / "a" / NAME

    def test_outside_of_a_repository_only_that_of_the_folder_itself(self, tmp_path):
        """Whoever may write to a folder above would decide on the gate."""
        outside = written(tmp_path, 'gate = "findings"')
        (tmp_path / "a").mkdir()
        assert (find(tmp_path), find(tmp_path / "a")) == (outside, None)

    def test_a_worktree_has_a_file_named_git(self, tmp_path):
        written(tmp_path, "")
        written(tmp_path / "tree", "gitdir: elsewhere", ".git")
        assert find(tmp_path / "tree") is None


class TestPrecedence:
    def test_command_line_environment_file_default(self, tmp_path):
        path = repository(tmp_path, 'class = "L1"\ngate = "complete"\nlang = "en"\n')
        (tmp_path / "sub").mkdir()
        given = shown(
            "--class", "L3", cwd=tmp_path / "sub", APPSEC_CLASS="L2", APPSEC_GATE="findings"
        )
        assert given["class"] == ('"L3"', "command line")
        assert given["gate"] == ('"findings"', "environment APPSEC_GATE")
        assert given["lang"] == ('"en"', str(path))
        assert given["profile"] == ('"tw-v1.4"', "default")

    @pytest.mark.parametrize(
        ("variable", "value", "key", "wanted"),
        [
            ("APPSEC_CLASS", "L2", "class", '"L2"'),
            ("APPSEC_WITH_F", "1", "with_f", "true"),
            ("APPSEC_WITH_F", "false", "with_f", "false"),
            ("APPSEC_PROFILE", "tw-v4.0", "profile", '"tw-v4.0"'),
            ("APPSEC_LANG", "en", "lang", '"en"'),
            ("APPSEC_MIN_SEVERITY", "high", "thresholds.min_severity", '"high"'),
            ("APPSEC_FORMATS", "json=a.json html=b/", "formats", '["json=a.json", "html=b/"]'),
            ("APPSEC_MAPPING", "a.txt:b.txt", "mapping", '["a.txt", "b.txt"]'),
            ("APPSEC_SBOM", "a.json:b.lock", "sbom", '["a.json", "b.lock"]'),
            ("APPSEC_ARTEFACTS", "a/*.apk b/*.ipa", "artefacts", '["a/*.apk", "b/*.ipa"]'),
        ],
    )
    def test_environment(self, tmp_path, variable, value, key, wanted):
        given = shown(cwd=tmp_path, **{variable: value})
        assert given[key] == (wanted, f"environment {variable}")

    def test_an_empty_variable_sets_nothing(self, tmp_path):
        repository(tmp_path, 'class = "L1"\n')
        assert shown(cwd=tmp_path, APPSEC_CLASS="")["class"][0] == '"L1"'

    def test_a_wrong_variable_is_an_error(self, tmp_path):
        assert appsec("scan", FIXED_APK, cwd=tmp_path, APPSEC_CLASS="L9").code == 2

    def test_another_file_or_none(self, tmp_path):
        repository(tmp_path, 'class = "L1"\n')
        other = written(tmp_path, 'class = "L2"\n', "other.toml")
        assert shown(cwd=tmp_path)["class"][0] == '"L1"'
        assert shown("--config", other, cwd=tmp_path)["class"] == ('"L2"', str(other))
        assert shown(cwd=tmp_path, APPSEC_CONFIG="other.toml")["class"][0] == '"L2"'
        assert shown("--no-config", cwd=tmp_path)["class"] == ("(not set)", "default")
        for both in (["--no-config", "--config", other], ["--config", other, "--no-config"]):
            assert appsec("scan", *both, FIXED_APK).code == 2
        missing = appsec("scan", "--config", tmp_path / "none.toml", FIXED_APK)
        assert (missing.code, "none.toml" in missing.err) == (2, True)

    def test_without_origin_only_values(self, tmp_path):
        ran = appsec("config", "show", cwd=tmp_path)
        assert "default" not in ran.out
        assert 'gate = "findings"\n' in ran.out


class TestScan:
    def test_the_summary_names_the_file(self, tmp_path):
        path = repository(tmp_path, 'lang = "en"\n')
        (tmp_path / "sub").mkdir()
        told = " ".join(appsec("scan", FIXED_APK, cwd=tmp_path / "sub").out.split())
        assert "Settings from" in told
        assert path.name in told
        plain = appsec("scan", FIXED_APK, "--no-config", "--lang", "en", cwd=tmp_path)
        assert "Settings from" not in plain.out

    def test_artefacts_and_formats_of_the_file(self, tmp_path):
        repository(
            tmp_path,
            'artefacts = ["build/*.apk", "build/*.ipa"]\nformats = ["json=reports/"]\nclass = "L2"\n',
            FIXED_APK, FIXED_IPA,
        )  # fmt: skip
        below = tmp_path / "sub"
        below.mkdir()
        assert appsec("scan", "--quiet", cwd=below).code == 0
        saved = {p.name: json.loads(p.read_text()) for p in (tmp_path / "reports").iterdir()}
        assert saved.keys() == {"fixed.apk.json", "fixed.ipa.json"}
        assert {s["chosen_class"]["app_class"] for s in saved.values()} == {"L2"}

    def test_a_folder_is_one_for_a_single_build_too(self, tmp_path):
        place = f"--format=json={tmp_path / 'new'}/"
        assert appsec("scan", FIXED_APK, "--quiet", place).code == 0
        assert [p.name for p in (tmp_path / "new").iterdir()] == ["fixed.apk.json"]

    def test_a_glob_without_a_match_is_named(self, tmp_path):
        repository(tmp_path, 'artefacts = ["build/*.apk", "build/*.ipa"]\n', FIXED_APK)
        ran = appsec("scan", cwd=tmp_path)
        assert (ran.code, "build/*.ipa" in ran.err) == (2, True)
        # A build that is named goes before the globs.
        assert appsec("scan", FIXED_APK, "--quiet", cwd=tmp_path).code == 0

    def test_nothing_to_scan(self, tmp_path):
        ran = appsec("scan", cwd=tmp_path)
        assert (ran.code, "artefacts" in ran.err) == (2, True)

    def test_a_mistake_in_the_file_stops_the_scan(self, tmp_path):
        repository(tmp_path, 'clas = "L1"\n')
        ran = appsec("scan", FIXED_APK, cwd=tmp_path)
        assert (ran.code, "unknown key clas" in ran.err) == (2, True)

    def test_unread_code_is_accepted_until_it_expires_and_always_said(self, tmp_path):
        def scan(day, *options):
            ran = appsec("scan", ENCRYPTED_IPA, "--as-of", day, "--lang", "en", "--class", "L2",
                         f"--format=json={tmp_path / 'out.json'}", *options, cwd=tmp_path)  # fmt: skip
            return ran, json.loads((tmp_path / "out.json").read_text())

        before, plain = scan("2026-06-30")
        assert (before.code, "(code)" in before.out) == (3, True)
        written(tmp_path, ACCEPT)
        on_the_day, accepted = scan("2026-06-30")
        assert on_the_day.code == 0
        last = " ".join(on_the_day.out.split("Exit code 0")[1].split())
        assert last.endswith("Not read, and accepted in the configuration: code.")
        assert "the store encrypts it" in " ".join(on_the_day.out.split())
        assert accepted["verdicts"] == plain["verdicts"]
        assert [r["key"] for r in accepted["gate"]["reasons"]] == ["gate-unread-accepted"]
        after, late = scan("2026-07-01")
        assert after.code == 3
        assert [r["key"] for r in late["gate"]["reasons"]] == [
            "gate-acceptance-expired", "gate-out-of-reach"
        ]  # fmt: skip
        assert scan("2026-06-30", "--no-config")[0].code == 3
        assert scan("2026-06-30", "--gate", "complete")[0].code == 3

    def test_a_raised_threshold_is_said(self, tmp_path):
        ran = appsec(
            "scan", WEAK_APK, "--class", "L2", "--lang", "en", "--min-severity", "critical"
        )
        assert (ran.code, "min_severity = critical" in ran.out) == (0, True)

    def test_names_from_a_mapping(self, tmp_path):
        short = "tw.example.sample.parcel.TrackActivity"
        mapping = written(tmp_path, f"tw.example.source.Track -> {short}:\n", "mapping.txt")
        scans = {}
        for name, options in (("plain", ()), ("mapped", ("--mapping", mapping))):
            place = tmp_path / f"{name}.json"
            assert appsec("scan", WEAK_APK, "--quiet", "--as-of", DAY, f"--format=json={place}",
                          *options).code == 1  # fmt: skip
            scans[name] = json.loads(place.read_text())
        plain, mapped = scans["plain"], scans["mapped"]
        assert short in json.dumps(plain["findings"])
        assert short not in json.dumps(mapped["findings"])
        assert [f["name"] for f in mapped["artefact"]["files"]] == ["weak.apk", "mapping.txt"]
        assert mapped["artefact"]["sha256"] == plain["artefact"]["sha256"]
        assert mapped["verdicts"] == plain["verdicts"]
        # Only what names the class has another identity.
        own = [{f["fingerprint"] for f in each["findings"]} for each in (plain, mapped)]
        naming = {f["fingerprint"] for f in plain["findings"] if short in json.dumps(f)}
        assert own[0] - own[1] == naming
        assert len(own[0]) == len(own[1])

    def test_what_is_no_mapping_stops_the_scan(self, tmp_path):
        mapping = written(tmp_path, "nonsense\n", "mapping.txt")
        ran = appsec("scan", WEAK_APK, "--mapping", mapping)
        assert (ran.code, str(mapping) in ran.err) == (2, True)


class TestDismissals:
    ENTRY = (
        "apps: [tw.example.sample.parcel]\n"
        "dismissals:\n"
        '  - {kind: risk_acceptance, fingerprint: "0000000000000000", check: android-debuggable,\n'
        "     reason: 理由, owner: 王小明, approver: 陳大文, expires: 2026-06-30}\n"
    )

    def test_those_beside_the_settings_are_found(self, tmp_path):
        path = repository(tmp_path, 'class = "L1"\n')
        beside = written(tmp_path, self.ENTRY, DISMISSALS)
        (tmp_path / "sub").mkdir()
        given = shown(cwd=tmp_path / "sub")["dismissals"]
        assert given == (f'"../{DISMISSALS}"', f"found beside {path}")
        ran = appsec("scan", WEAK_APK, "--as-of", DAY, cwd=tmp_path / "sub")
        assert "王小明" in ran.out
        # What is named goes before what is found, and without settings nothing is.
        other = written(tmp_path, self.ENTRY.replace("王小明", "李大華"), "other.yaml")
        path.write_text('class = "L1"\ndismissals = "other.yaml"\n')
        assert shown(cwd=tmp_path)["dismissals"] == ('"other.yaml"', str(path))
        assert shown("--dismissals", beside, cwd=tmp_path)["dismissals"][1] == "command line"
        assert shown("--no-config", cwd=tmp_path)["dismissals"] == ("(not set)", "default")
        assert other.exists()

    def test_one_that_cannot_be_used_stops_the_scan(self, tmp_path):
        repository(tmp_path, "")
        beside = written(tmp_path, "nonsense\n", DISMISSALS)
        ran = appsec("scan", FIXED_APK, cwd=tmp_path)
        assert (ran.code, beside.name in ran.err) == (2, True)
