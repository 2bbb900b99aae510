"""`appsec dynamic record`: an app is watched while a tester uses it, and a run directory made."""

import hashlib
import sys
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import click

from appsec import __version__
from appsec.cli.dynamic_target import the_same_app
from appsec.cli.extras import needs
from appsec.model.exit import Exit

if TYPE_CHECKING:
    from appsec.model.trace import Meta
    from appsec.runtime.canaries import Kept
    from appsec.runtime.recording import Commands, Plan

HEX_SHA256 = 64
VARIANTS = ("debuggable", "re-signed", "gadget")


class NotRecorded(click.ClickException):
    """The app, the device or the canaries cannot be used: nothing was recorded."""

    exit_code = Exit.UNREADABLE


@click.command()
@click.argument("app", type=click.Path(exists=True, path_type=Path))
@click.option("--package", required=True, metavar="ID", help="The app's id on the device.")
@click.option(
    "--device",
    default="usb",
    metavar="D",
    show_default=True,
    help="local, usb, usb:ID, or HOST:PORT of a frida-server or portal.",
)
@click.option(
    "--token",
    envvar="APPSEC_FRIDA_TOKEN",
    default="",
    metavar="T",
    help="Token of a remote device; better in APPSEC_FRIDA_TOKEN.",
)
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="RUN",
    help="The run directory to make.",
)
@click.option(
    "--how",
    type=click.Choice(["spawn", "attach", "gadget"]),
    default="spawn",
    show_default=True,
    help="How the agent comes into the app.",
)
@click.option("--pid", type=click.IntRange(1), default=None, help="The process to attach to.")
@click.option(
    "--own",
    multiple=True,
    metavar="PREFIX",
    help="What names of the app's own classes begin with (default: the id). Repeatable.",
)
@click.option("--topic", "topics", multiple=True, metavar="T", help="Watch only this. Repeatable.")
@click.option(
    "--rate",
    type=click.IntRange(1),
    default=None,
    help="Calls of one hook recorded in a second (default: 300); others are counted.",
)
@click.option(
    "--canaries",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="JSON list of id, what, value: what the tester will type.",
)
@click.option(
    "--ask",
    multiple=True,
    metavar="KIND",
    help="Prompt for a canary of this kind (name, phone, password ...). Repeatable.",
)
@click.option(
    "--for",
    "for_",
    default="",
    metavar="FILE|SHA256",
    help="APP is a variant of this build, which users get.",
)
@click.option(
    "--variant",
    "variants",
    multiple=True,
    type=click.Choice(VARIANTS),
    help="Why APP is not the build that users get. Repeatable.",
)
@click.option(
    "--class",
    "which",
    type=click.Choice(["L1", "L2", "L3", "F"]),
    default=None,
    help="List the steps that this class needs.",
)
@click.option(
    "--mark-from",
    type=click.Choice(["stdin", "none"]),
    default="stdin",
    show_default=True,
    help="Where marks come from.",
)
@click.option("--seconds", type=click.FloatRange(min=1), default=None, help="End after this time.")
def record(
    app: Path,
    package: str,
    device: str,
    token: str,
    out: Path,
    how: str,
    pid: int | None,
    own: tuple[str, ...],
    topics: tuple[str, ...],
    rate: int | None,
    canaries: Path | None,
    ask: tuple[str, ...],
    for_: str,
    variants: tuple[str, ...],
    which: str | None,
    mark_from: str,
    seconds: float | None,
) -> int:
    """Record one run of APP, the file that is installed on the device.

    While it runs, lines say what the tester does: `m login` begins a phase, `t ID` notes that a
    canary was typed, `n TEXT` is a note, `q` ends the run. `d FILE` notes that a file was deleted,
    and `k FILE` or `u FILE` that the app, started again, needs it or works as before. `o capture
    black` tells what came of something that was tried.

    錄製一次執行；APP 為安裝於裝置上的檔案。錄製期間輸入 m 階段、t 測試資料代號、n 備註、q 結束；
    刪檔測試輸入 d 檔案，重新啟動後輸入 k 檔案（有影響）或 u 檔案（無影響）；
    實測結果輸入 o 項目 結果。
    """  # fmt: skip
    needs("dynamic", "frida")
    from appsec.runtime.recording import Commands, Plan
    from appsec.runtime.session import How, Target

    if (how == "gadget") and "gadget" not in variants:
        variants = (*variants, "gadget")
    if bool(for_) and not variants:
        raise click.UsageError("--for needs --variant: say why APP is not that build.")
    if mark_from == "none" and seconds is None:
        raise click.UsageError("--mark-from none needs --seconds.")
    platform = platform_of(app)
    the_same_app(app, package, renamed=bool(for_))
    target = Target(platform, package, How(how if not pid or how == "gadget" else "attach"),
                    pid or 0, own, topics, rate or 0)  # fmt: skip
    typed = _typed(canaries, ask)
    meta = _meta(app, platform, package, out, variants, for_)
    commands = Commands(tuple(one.id for one in typed))
    _steps(which or "", mark_from)
    if mark_from == "stdin":
        Thread(target=_read, args=(commands,), daemon=True).start()
    return _record(Plan(meta, device, token, target, typed, seconds=seconds or 0.0), out, commands)


def _record(plan: "Plan", out: Path, commands: "Commands") -> int:
    from appsec.model.trace import EndReason
    from appsec.runtime.devices import DeviceError
    from appsec.runtime.phones.frida_help import plain
    from appsec.runtime.recording import record as run

    try:
        told = run(plan, out, commands, _say)
    except DeviceError as error:
        raise NotRecorded(plain(error, plan.target.package, plan.device)) from error
    except FileExistsError as error:
        raise click.UsageError(f"{out} is not empty 資料夾不是空的") from error
    except OSError as error:
        raise NotRecorded(f"{out}: {error.strerror or error}") from error
    click.echo(f"run 執行紀錄: {out}\nended 結束原因: {told.reason}")
    if told.strange:
        click.echo(
            f"{told.strange} messages were not an agent's 訊息無法辨識，列為未記錄", err=True
        )
    if not told.complete:
        click.echo("The trace has no end: its silence proves nothing. 紀錄未完整結束。", err=True)
    click.echo("next 下一步: appsec scan APP --trace " + str(out))
    done = told.complete and told.reason is EndReason.FINISHED
    return Exit.OK if done else Exit.OPEN


def _say(key: str, value: str) -> None:
    texts = {
        "started": f"recording 錄製中: {value} hooks 監看點",
        "marked": f"marked 已註記: {value}",
        "not-understood": f"? {value}\n  m PHASE | t CANARY | n TEXT | q\n"
        "  d FILE, k FILE, u FILE | o WHAT OUTCOME",
    }
    click.echo(texts[key], err=True)


def _steps(which: str, mark_from: str) -> None:
    """Lists what the tester is to do, where somebody can read it."""
    if mark_from != "stdin" or not (which or sys.stdin.isatty()):
        return
    from appsec.model.text import Lang
    from appsec.runtime.guided.steps import Which, steps_of

    for step in steps_of(which):
        if step.run is not Which.PLAIN or step.id != step.phase:
            continue
        zh, en = step.do[Lang.ZH_TW], step.do[Lang.EN]
        click.echo(f"  m {step.phase:<15} {zh}\n  {'':<17} {en}", err=True)


def _read(commands: "Commands") -> None:
    """Passes lines on; the end of the input ends the run."""
    from appsec.cli.dynamic_talk import lines_given

    for line in lines_given():
        commands.lines.put(line)
    commands.lines.put(commands.FINISH)


def _typed(file: Path | None, ask: tuple[str, ...]) -> "tuple[Kept, ...]":
    """Canaries from a file and from prompts, whose answers are never shown."""
    from appsec.engine.canaries.forms import What
    from appsec.runtime.canaries import BadCanaries, Kept, read_canaries

    try:
        typed = list(read_canaries(file)) if file else []
    except BadCanaries as error:
        raise NotRecorded(str(error)) from error
    for kind in ask:
        if kind not in {str(one) for one in What}:
            raise click.UsageError(f"--ask {kind}: one of {', '.join(What)}")
        value = click.prompt(f"{kind} (not shown 不顯示)", hide_input=True, err=True)
        number = sum(one.what == kind for one in typed)
        typed.append(Kept(kind if not number else f"{kind}-{number + 1}", What(kind), value))
    return tuple(typed)


def _meta(app: Path, platform: str, package: str, out: Path, variants: tuple[str, ...],
          for_: str) -> "Meta":  # fmt: skip
    from appsec.model.trace import Meta
    from appsec.runtime.session import bundle

    agent = hashlib.sha256(bundle(platform).encode()).hexdigest()
    variant_of = for_ if len(for_) == HEX_SHA256 or not for_ else sha256_of(Path(for_))
    created = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return Meta(
        out.name, created, platform, package, sha256_of(app), agent=f"appsec-{platform}",
        agent_sha256=agent, tool=__version__, variant=variants, variant_of=variant_of,
    )  # fmt: skip


def sha256_of(app: Path) -> str:
    from appsec.readers.artefact import open_folder
    from appsec.readers.opened import Unreadable

    try:
        if app.is_dir():
            return open_folder(app).sha256()
        with app.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, Unreadable) as error:
        why = getattr(error, "strerror", None) or error
        raise NotRecorded(f"{app}: {why}") from error


def platform_of(app: Path) -> str:
    """Which platform a file is of, by its content."""
    from appsec.readers.archive import Archive, ArchiveError

    if app.is_dir():
        return "ios"
    try:
        archive = Archive.open(app)
    except ArchiveError as error:
        raise NotRecorded(f"{app}: {error}") from error
    try:
        return "ios" if any(".app/" in name for name in archive.names) else "android"
    finally:
        archive.close()
