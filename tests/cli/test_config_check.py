"""`appsec config check`: what is wrong with the settings is said before anything is scanned."""

import pytest

from appsec.config import DISMISSALS
from tests.command import FIXED_APK, appsec
from tests.test_config import repository, written


class TestCheck:
    def test_the_nearest_file_or_those_named(self, tmp_path):
        path = repository(tmp_path, 'class = "L1"\n')
        wrong = written(tmp_path, "x = 1\n", "wrong.toml")
        assert appsec("config", "check", cwd=tmp_path).out == f"ok   {path}\n"
        ran = appsec("config", "check", path, wrong)
        assert (ran.code, f"{wrong}: unknown key x" in ran.err) == (2, True)

    DISMISSALS = "apps: [tw.a]\ndismissals: []\n"

    def test_dismissals_beside_the_settings_or_by_themselves(self, tmp_path):
        path = repository(tmp_path, 'class = "L1"\n')
        beside = written(tmp_path, self.DISMISSALS, DISMISSALS)
        assert appsec("config", "check", cwd=tmp_path).out == f"ok   {path}\nok   {beside}\n"
        assert appsec("config", "check", beside).out == f"ok   {beside}\n"
        beside.write_text("apps: [tw.a]\ndismissals: [{kind: wish}]\n")
        for args in ([], [path], [beside]):
            ran = appsec("config", "check", *args, cwd=tmp_path)
            assert (ran.code, str(beside) in ran.err) == (2, True)
        path.write_text('dismissals = "none.yaml"\n')
        ran = appsec("config", "check", cwd=tmp_path)
        assert (ran.code, "none.yaml" in ran.err) == (2, True)

    def test_none_to_check(self, tmp_path):
        (tmp_path / ".git").mkdir()
        assert appsec("config", "check", cwd=tmp_path).code == 2

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ('mapping = ["none.txt"]', "mapping: none.txt is not there"),
            ('gate = "new"\nbaseline = "none.json"', "baseline: none.json is not there"),
            ('companion = "none.ipa"', "companion: none.ipa is not there"),
            ('profile = "tw-v9"', "tw-v9"),
            ('profile = "none.yaml"', "none.yaml"),
            ('formats = ["docx=out/"]', "formats: no format 'docx'"),
            ('formats = ["json="]', "formats: 'json=' names no path"),
            ('formats = ["json=a", "json=a"]', "formats: two reports"),
            (
                'companion = "appsec.toml"\ncompanion_attested = "me"',
                "companion_attested: write it as",
            ),
            ('companion_attested = "a, b, c"', "companion_attested: needs companion"),
            ('gate = "new"', "gate: new needs a baseline"),
        ],
    )
    def test_what_a_scan_would_refuse(self, tmp_path, text, said):
        path = repository(tmp_path, text)
        ran = appsec("config", "check", path)
        assert (ran.code, said in ran.err) == (2, True), ran.err
        assert str(path) in ran.err

    def test_what_is_there_is_in_order(self, tmp_path):
        for name in ("m.txt", "b.json", "c.ipa"):
            written(tmp_path, "", name)
        path = repository(
            tmp_path,
            'mapping = ["m.txt"]\ngate = "new"\nbaseline = "b.json"\ncompanion = "c.ipa"\n'
            'companion_attested = "a, b, c"\nprofile = "tw-v4.0"\nformats = ["json=out/", "html"]\n',
        )
        assert appsec("config", "check", path).out == f"ok   {path}\n"

    @pytest.mark.parametrize(
        ("text", "codes"),
        [
            ('artefacts = ["build/*.apk"]', (0, 0)),
            ('mapping = ["build/mapping.txt"]', (2, 0)),
            ('companion = "build/before.ipa"', (2, 0)),
            ('baseline = "none.json"', (2, 2)),
        ],
    )
    def test_before_a_build_what_it_makes_is_not_there_yet(self, tmp_path, text, codes):
        path = repository(tmp_path, text)
        args = ((), ("--before-build",))
        assert tuple(appsec("config", "check", *each, path).code for each in args) == codes


class TestVariables:
    @pytest.mark.parametrize(
        "command", [["scan", FIXED_APK], ["config", "show"], ["config", "check"]]
    )
    def test_one_that_nothing_reads_is_refused(self, tmp_path, command):
        """A misspelt APPSEC_GATES=complete would leave the gate as it is, and nobody is told."""
        written(tmp_path, "")
        ran = appsec(*command, cwd=tmp_path, APPSEC_GATES="complete")
        assert (ran.code, "APPSEC_GATES" in ran.err) == (2, True)

    def test_those_of_the_wrappers_and_of_every_setting_are_known(self, tmp_path):
        names = ("OUT", "REPORTS", "VERSION", "PACKAGE", "VENV", "RUN")
        ran = appsec("config", "show", cwd=tmp_path, **{f"APPSEC_{name}": "x" for name in names})
        assert (ran.code, ran.err) == (0, "")
