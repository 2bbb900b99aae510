"""Recording refuses to take one app for another."""

import click
import pytest
from click.testing import CliRunner

from appsec.cli.dynamic_session_given import _own_package
from appsec.cli.dynamic_target import id_of, the_same_app
from appsec.cli.main import cli
from samples.runs import BUILDS, PACKAGE

OTHER = "tw.example.other"


@pytest.mark.parametrize("platform", ["android", "ios"])
def test_the_id_of_a_build_is_read_from_it(platform, tmp_path):
    assert id_of(BUILDS[platform]) == PACKAGE
    (tmp_path / "no.apk").write_bytes(b"no app")
    assert id_of(tmp_path / "no.apk") == ""


@pytest.mark.parametrize("platform", ["android", "ios"])
@pytest.mark.parametrize(
    "command, more",
    [
        ("import", ["--logcat", "LOG"]),
        ("record", ["--device", "local"]),
        ("probe", ["--host", "api.example"]),
    ],
)
def test_a_run_of_another_app_is_not_begun(tmp_path, platform, command, more):
    (tmp_path / "log.txt").write_text("")
    given = [str(tmp_path / "log.txt") if one == "LOG" else one for one in more]
    out = tmp_path / "out"
    told = ["dynamic", command, str(BUILDS[platform]), "--package", OTHER, "--out", str(out)]
    done = CliRunner().invoke(cli, [*told, *given])
    assert (done.exit_code, out.exists()) == (2, False), done.output
    assert OTHER in done.output and PACKAGE in done.output


def test_a_session_of_another_app_is_not_begun():
    with pytest.raises(click.UsageError):
        _own_package(BUILDS["android"], OTHER, renamed=False)
    assert _own_package(BUILDS["ios"], "", renamed=False) == PACKAGE


def test_a_variant_that_was_signed_again_may_be_renamed():
    the_same_app(BUILDS["android"], OTHER, renamed=True)
