"""Reports never take the place of a file that was read."""

import shutil

import pytest

from tests.command import DAY, FIXED_APK, WEAK_APK, appsec


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """An earlier assessment of the build without findings."""
    saved = tmp_path_factory.mktemp("known") / "fixed.json"
    args = ("--class", "L2", "--as-of", DAY, "--quiet")
    assert appsec("scan", FIXED_APK, *args, f"--format=json={saved}").code == 0
    return saved


@pytest.mark.parametrize("how", ["file", "link", "folder", "settings"])
def test_a_refused_build_does_not_write_itself_into_the_baseline(how, known, tmp_path):
    """Else the second try of the same build would find everything known, and pass."""
    old = tmp_path / "weak.apk.json"
    shutil.copy(known, old)
    kept = old.read_bytes()
    (tmp_path / "link.json").symlink_to(old)
    args = ["--gate", "new", "--baseline", old, "--format"]
    if how == "settings":
        (tmp_path / "appsec.toml").write_text(
            'gate = "new"\nbaseline = "weak.apk.json"\nformats = ["json=./"]\n'
        )
        args = []
    else:
        places = {"file": "weak.apk.json", "link": "link.json", "folder": "./"}
        args.append(f"json={places[how]}")
    for _ in range(2):
        ran = appsec("scan", WEAK_APK, "--class", "L2", "--as-of", DAY, *args, cwd=tmp_path)
        assert (ran.code, "must not be overwritten" in ran.err) == (2, True)
    assert old.read_bytes() == kept


@pytest.mark.parametrize("option", ["--dismissals", "--mapping", "--config", "--profile"])
def test_no_file_that_is_read_is_overwritten(option, tmp_path):
    read = tmp_path / "read"
    read.write_text("")
    ran = appsec("scan", FIXED_APK, option, read, f"--format=json={read}", cwd=tmp_path)
    assert (ran.code, "must not be overwritten" in ran.err) == (2, True)


def test_a_build_in_the_folder_of_the_reports_is_not_overwritten(tmp_path):
    for name in ("a.apk", "a.apk.json"):
        shutil.copy(FIXED_APK, tmp_path / name)
    ran = appsec("scan", "a.apk", "a.apk.json", "--format=json=./", cwd=tmp_path)
    assert (ran.code, "must not be overwritten" in ran.err) == (2, True)
