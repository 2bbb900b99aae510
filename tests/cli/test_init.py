"""`appsec init`: a file for each kind of project, whose every line holds."""

import re

import pytest

from appsec.cli.init import SIGNS, detect, settings_for
from appsec.config import NAME, keys, load
from tests.command import appsec
from tests.test_config import written


class TestInit:
    @pytest.mark.parametrize("kind", SIGNS)
    def test_what_it_writes_holds_with_every_setting_that_it_shows(self, tmp_path, kind):
        assert load(written(tmp_path, settings_for(kind))).values().keys() == {"artefacts"}
        # A setting is commented out by `#` alone, prose by `# `.
        everything = re.sub(r"^#(?=[\[a-z])", "", settings_for(kind), flags=re.MULTILINE)
        given = load(written(tmp_path, everything))
        assert given.values().keys() | {"accepted_unread", "licences", "own_packages"} == {
            *(keys() - {"thresholds"}), "thresholds.min_severity"
        }  # fmt: skip
        assert given.settings.accepted_unread
        assert given.settings.own_packages
        assert (given.settings.licences.deny, len(given.settings.licences.exceptions)) == (
            ("GPL-*", "AGPL-*"),
            1,
        )

    @pytest.mark.parametrize(
        ("kind", "said", "not_said"),
        [
            ("xcode", 'mapping = ["build/App.xcarchive/dSYMs"]', "R8"),
            ("gradle", "R8", "dSYM"),
            ("flutter", "R8", None),
            ("flutter", "dSYM", None),
            ("react-native", "dSYM", None),
        ],
    )
    def test_names_of_the_source_are_those_of_the_platform(self, kind, said, not_said):
        written = settings_for(kind)
        assert said in written
        assert not_said is None or not_said not in written

    def test_every_gate_is_listed(self):
        line = settings_for("xcode").split("#gate =")[0].rsplit("\n\n", 1)[1]
        assert all(f"{gate} " in line for gate in ("findings", "new", "complete"))

    @pytest.mark.parametrize(
        ("files", "kind"),
        [
            (["settings.gradle.kts"], "gradle"),
            (["Shop.xcodeproj/project.pbxproj"], "xcode"),
            (["pubspec.yaml", "build.gradle"], "flutter"),
            (["metro.config.js", "package.json"], "react-native"),
            (["package.json"], None),
        ],
    )
    def test_kind_from_the_files_in_the_folder(self, tmp_path, files, kind):
        for name in files:
            written(tmp_path, "", name)
        assert detect(tmp_path) == kind

    def test_writes_once(self, tmp_path):
        written(tmp_path, "", "pubspec.yaml")
        ran = appsec("init", cwd=tmp_path)
        assert (ran.code, ran.out) == (0, f"{NAME} (flutter)\n")
        before = (tmp_path / NAME).read_bytes()
        again = appsec("init", "--kind", "gradle", cwd=tmp_path)
        assert (again.code, (tmp_path / NAME).read_bytes()) == (2, before)

    def test_an_unknown_kind_is_asked_for(self, tmp_path):
        ran = appsec("init", tmp_path)
        assert (ran.code, "--kind" in ran.err, (tmp_path / NAME).exists()) == (2, True, False)
        assert appsec("init", "--kind", "xcode", tmp_path).code == 0
