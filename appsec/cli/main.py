"""The `appsec` command and the exit codes that every way out of it has."""

import io
import os
import sys
from importlib import import_module

import click
from click.shell_completion import shell_complete

from appsec import __version__
from appsec.engine.garbage import collect_no_more, collect_rarely
from appsec.model.exit import Exit

COMMANDS = {
    "scan": "appsec.cli.scan:scan",
    "render": "appsec.cli.render:render",
    "diff": "appsec.cli.diff:diff",
    "attest": "appsec.cli.attest:attest",
    "bundle": "appsec.cli.bundle:bundle",
    "init": "appsec.cli.init:init",
    "config": "appsec.cli.config_check:config",
    "declare": "appsec.cli.declare:declare",
    "dossier": "appsec.cli.dossier:dossier",
    "dynamic": "appsec.cli.dynamic:dynamic",
    "sbom": "appsec.cli.sbom:sbom",
    "vulndb": "appsec.cli.vulndb:vulndb",
    "list": "appsec.cli.catalogue:list_",
    "explain": "appsec.cli.catalogue:explain",
    "schema": "appsec.cli.catalogue:schema",
    "doctor": "appsec.cli.doctor:doctor",
    "new-check": "appsec.cli.scaffold:new_check",
    "completion": "appsec.cli.scaffold:completion",
}
"""Where each command is; it is imported when it is asked for, or its help is."""


class Commands(click.Group):
    """Imports the one command that is run: the others cost more than half of a scan's start."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in COMMANDS:
            module, _, name = COMMANDS[cmd_name].partition(":")
            command: click.Command = getattr(import_module(module), name)
            return command
        # What click offers instead of a misspelt name is what it finds here.
        self.commands = {name: click.Command(name) for name in COMMANDS}
        return None


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="appsec")
def cli() -> None:
    """Check an Android or iOS build against 行動應用App基本資安規範 V1.4 before it goes to the lab.

    送測前自評工具：檢查 App 檔案，逐項判定 56 項技術要求，並產生自評報告。

    \b
    Exit codes 結束碼:
      0    gate let it pass (no statement of conformity)   未觸發流程門檻（不代表符合）
      1    gate failed                                     流程門檻擋下
      2    usage: option, profile, output file             用法或設定錯誤
      3    left open, as the gate defines it               尚有未決或未讀取之部分
      4    artefact cannot be read                         檔案無法讀取
      70   internal error                                  工具內部錯誤
      130  interrupted       141  broken pipe
    """


def main() -> None:
    """Runs the command line and exits with its code."""
    _prepare_streams()
    if instruction := os.environ.get("_APPSEC_COMPLETE"):
        sys.exit(shell_complete(cli, {}, "appsec", "_APPSEC_COMPLETE", instruction))
    collect_rarely()
    code = _run()
    collect_no_more()
    sys.exit(code)


def _prepare_streams() -> None:
    """Any string can be shown in any locale, and a closed stream is one that nobody reads."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            # Open for as long as the process lives.
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _give_up_stdout() -> None:
    """Keeps Python from complaining again when it closes what cannot be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run() -> int:
    try:
        code = _invoke()
        sys.stdout.flush()
    except BrokenPipeError:
        _give_up_stdout()
        return Exit.BROKEN_PIPE
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted 已中斷", err=True)
        return Exit.INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code if error.exit_code != 1 else Exit.USAGE
    except Exception as error:
        return _explained(error)
    return code


def _invoke() -> int:
    """Not cli.main(): it turns a broken pipe into exit code 1."""
    try:
        with cli.make_context("appsec", sys.argv[1:]) as context:
            code = cli.invoke(context)
    except click.exceptions.Exit as done:
        return done.exit_code
    return code if isinstance(code, int) else Exit.OK


def _explained(error: Exception) -> int:
    """The exit code of an error of ours; anything else is an internal error."""
    from appsec.engine.files import FileProblem
    from appsec.report.json import ReportProblem

    if isinstance(error, OSError) and error.filename is None:
        _give_up_stdout()
        click.echo(f"Error: standard output: {error.strerror or error}", err=True)
        return Exit.USAGE
    if isinstance(error, (FileProblem, ReportProblem)):
        click.echo(f"Error: {error}", err=True)
        return Exit.USAGE
    if os.environ.get("APPSEC_DEBUG"):
        import traceback

        traceback.print_exc()
    click.echo(
        f"Internal error 工具內部錯誤: {type(error).__name__}: {error}\n"
        "Set APPSEC_DEBUG=1 for the traceback, and report it.",
        err=True,
    )
    return Exit.INTERNAL
