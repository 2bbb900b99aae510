"""`appsec new-check` and `appsec completion`."""

from pathlib import Path

import click

_PY = '''"""TODO: the one question that this check asks?"""

from collections.abc import Iterator

from appsec.api import {app}, Question, Seen


def check(app: {app}) -> Iterator[Seen]:
    """TODO: what proves a violation, and what is only a question."""
    fact = app.{fact}
    if False:
        yield Question("todo", fact.at, {{}})
'''
_YAML = """severity: medium
confidence: medium
cwe: []
masvs: []
maswe: []
mastg: []
title: {zh-TW: TODO, en: TODO}
why: {zh-TW: TODO, en: TODO}
fix: {zh-TW: TODO, en: TODO}
messages:
  todo:
    kind: question
    text: {zh-TW: TODO, en: TODO}
    review: {zh-TW: TODO, en: TODO}
"""
_TEST = """from appsec.model.outcome import Status
from tests.apps import {fake}

CHECK = "{id}"


def test_unknown_when_the_fact_cannot_be_read(outcome):
    assert outcome(CHECK, {fake}()).status is Status.UNKNOWN
"""


@click.command("new-check")
@click.argument("name", metavar="PLATFORM/TOPIC/DEFECT")
@click.option(
    "--root",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    default=Path(),
    help="Root of the checkout (default: this folder).",
)
def new_check(name: str, root: Path) -> None:
    """Scaffold a check: its .py, its .yaml and its test.

    建立新檢查之程式、說明與測試檔。
    """
    parts = name.replace("-", "_").split("/")
    if (
        len(parts) != len(("platform", "topic", "defect"))
        or parts[0] not in ("android", "ios")
        or not all(part.isidentifier() for part in parts)
    ):
        raise click.UsageError("name it like android/network/cleartext_traffic")
    platform, topic, defect = parts
    check_id = f"{platform}-{defect}".replace("_", "-")
    app, fake, fact = (
        ("AndroidApp", "android_app", "manifest")
        if platform == "android"
        else ("IosApp", "ios_app", "info")
    )
    code = root / "checks" / platform / topic / f"{defect}.py"
    files = {
        code: _PY.format(app=app, fact=fact),
        code.with_suffix(".yaml"): _YAML,
        root / "tests" / "checks" / platform / topic / f"test_{defect}.py": _TEST.format(
            fake=fake, id=check_id
        ),
    }
    if present := [path for path in files if path.exists()]:
        raise click.UsageError(f"{present[0]} exists already")
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        (path.parent / "__init__.py").touch()
        path.write_text(content, encoding="utf-8")
        click.echo(path)
    click.echo(
        f"Then add {check_id} to refuted_by, decided_by or asked_by of a requirement in "
        f"profiles/tw-v1.4/, and to expected.yaml of a weak sample."
    )


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script for a shell: eval "$(appsec completion bash)".

    輸出命令列自動補全設定。
    """
    from click.shell_completion import get_completion_class

    from appsec.cli.main import cli

    found = get_completion_class(shell)
    if found is None:
        raise click.UsageError(f"no completion for {shell}")
    click.echo(found(cli, {}, "appsec", "_APPSEC_COMPLETE").source())
