"""`appsec dynamic session`: a tester is led through a run, step by step, over days if need be."""

import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from appsec.cli.scan import CLASSES, LANGS
from appsec.model.exit import Exit

if TYPE_CHECKING:
    from appsec.cli.dynamic_talk import Talk
    from appsec.cli.dynamic_walk import Walk
    from appsec.runtime.guided.state import Setup

REPORTS = "reports"


@click.command()
@click.argument("app", required=False, type=click.Path(exists=True, path_type=Path))
@click.option("--class", "app_class", type=click.Choice(CLASSES), help="Class of the app.")
@click.option("--with-f", is_flag=True, help="Add class F (high security).")
@click.option(
    "--device",
    default="usb",
    metavar="D",
    show_default=True,
    help="As `appsec dynamic devices` names it; none for answers and pictures only.",
)
@click.option(
    "--frida-device",
    default="",
    metavar="D",
    help="Where frida reaches the device, if elsewhere: local, usb:ID, HOST:PORT.",
)
@click.option("--token", envvar="APPSEC_FRIDA_TOKEN", default="", help="Token of a remote device.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="The session's folder: runs, screenshots, reports.",
)
@click.option(
    "--resume",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    metavar="FOLDER",
    help="Go on with a session that was paused or broke off. APP and --declaration say where"
    " these files are now.",
)
@click.option("--package", default="", metavar="ID", help="The app's id (default: of the build).")
@click.option(
    "--declaration",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    metavar="FILE",
    help="What is declared of the app: its fields are asked for one by one.",
)
@click.option(
    "--backend",
    type=click.Choice(["test", "production"]),
    help="Which servers the app uses; asked for if not given.",
)
@click.option("--no-frida", is_flag=True, help="Leave out what needs an agent in the app.")
@click.option("--probe", is_flag=True, help="Record connections with the network probe.")
@click.option(
    "--host",
    "hosts",
    multiple=True,
    metavar="HOST",
    help="A host of the app's own that the probe looks into (default: those declared). Repeatable.",
)
@click.option(
    "--mode",
    "modes",
    multiple=True,
    default=("regular",),
    show_default=True,
    metavar="MODE",
    help="How the device reaches the probe: regular, socks5, wireguard. Repeatable.",
)
@click.option("--listen", default="127.0.0.1", show_default=True, help="Address of the probe.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="Its port."
)
@click.option(
    "--resolve",
    "resolved",
    multiple=True,
    metavar="HOST=ADDRESS:PORT",
    help="Where a test server is that no name server knows. Repeatable.",
)
@click.option(
    "--upstream-ca",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="CA of test servers, PEM, instead of the public ones.",
)
@click.option(
    "--how",
    type=click.Choice(["spawn", "attach", "gadget"]),
    default="spawn",
    show_default=True,
    help="How the agent comes into the app.",
)
@click.option("--pid", type=click.IntRange(1), default=None, help="The process to attach to.")
@click.option("--own", multiple=True, metavar="PREFIX", help="Names of the app's own classes.")
@click.option(
    "--executable",
    default="",
    metavar="NAME",
    help="iOS: the app's program (CFBundleExecutable), by which its log lines are known.",
)
@click.option(
    "--for", "for_", default="", metavar="FILE|SHA256", help="APP is a variant of this build."
)
@click.option(
    "--variant",
    "variants",
    multiple=True,
    type=click.Choice(("debuggable", "re-signed", "gadget")),
    help="Why APP is not the build that users get. Repeatable.",
)
@click.option("--lang", type=click.Choice(LANGS), default="zh-TW", show_default=True)
def session(
    app: Path | None, out: Path | None, resume: Path | None, token: str, **given: Any
) -> int:
    """Lead a tester through the steps that a class needs, and record them.

    APP is the file that is installed on the device. After each step it tells what is decidable and
    what is missing. A step can be done again, skipped with a reason, and the session paused.

    引導式動態檢測：依類別逐步操作並留存紀錄，每步驟後說明可判定與尚缺之部分；可重做、略過、暫停後接續。

    \b
    Exit codes 結束碼: 0 all steps done 全部完成 · 2 usage 用法錯誤 · 3 paused, or steps are left
    暫停或有未完成步驟 · 4 the app, device or folder cannot be used, or another terminal has the
    session open 檔案、裝置或資料夾無法使用，或檢測已於另一終端機開啟
    """
    from appsec.cli.dynamic_session_given import NotBegun
    from appsec.cli.dynamic_session_setup import Moved, opened, resumed
    from appsec.cli.dynamic_talk import Pause

    if (resume is None) is (out is None) or (resume is None and app is None):
        raise click.UsageError("give APP and --out, or --resume (with APP if it was moved)")
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError("A guided session needs a terminal 引導式檢測須於終端機執行")
    with ExitStack() as until_the_end:
        try:
            if resume is not None:
                moved = Moved(app, given["declaration"])
                walk, folder = resumed(resume, token, moved, until_the_end), resume
            else:
                assert app is not None and out is not None
                walk, folder = opened(app, out, token, until_the_end, **given), out
        except NotBegun as error:
            click.secho(str(error), fg="red", err=True)
            return Exit.UNREADABLE
        except Pause:
            # Nothing was recorded yet; values that nobody has typed are worth nothing.
            return Exit.INTERRUPTED
        return _walked(walk, folder)


@contextmanager
def _in_order() -> Iterator[None]:
    """A terminal that is closed and a machine that shuts down end a session as Ctrl-C does."""
    names = [getattr(signal, one) for one in ("SIGTERM", "SIGHUP") if hasattr(signal, one)]
    before = {one: signal.signal(one, signal.default_int_handler) for one in names}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _walked(walk: "Walk", folder: Path) -> int:
    try:
        with _in_order():
            return _gone_through(walk, folder)
    finally:
        # Whatever went wrong: what follows the phone's log would go on without us.
        walk.release()


def _gone_through(walk: "Walk", folder: Path) -> int:
    from appsec.cli.dynamic_steps import DiskFull
    from appsec.cli.dynamic_talk import Pause

    try:
        walk.talk.say("keys")
        if not _is_over(walk):
            raise Pause()
        broken = walk.end()
    except (Pause, KeyboardInterrupt):
        walk.pause()
        walk.talk.say("paused", bold=True, folder=folder)
        return Exit.OPEN
    except DiskFull as full:
        walk.pause()
        walk.talk.say("disk-full", colour="red", why=full, folder=folder)
        return Exit.OPEN
    return _ended(walk, folder, broken)


def _is_over(walk: "Walk") -> bool:
    """Goes through the steps. Whether the session ends for good then: with steps left, only if the
    tester says so."""
    from appsec.cli.dynamic_talk import Finish

    with suppress(Finish):
        walk.go()
    talk = walk.talk
    if not (waiting := walk.waiting()):
        return True
    talk.watch = lambda: None  # whatever ends by itself now is marked when the run is closed
    titles = "、".join(f"{one.number} {talk.text(one.title)}" for one in waiting)
    return talk.choice(talk.words("end-or-pause", steps=titles), "yn") == "y"


def _ended(walk: "Walk", folder: Path, broken: list[str]) -> int:
    talk = walk.talk
    if broken:
        talk.say("not-ended", colour="red", runs="、".join(broken))
    if left := walk.left():
        titles = "、".join(f"{one.number} {talk.text(one.title)}" for one in left)
        talk.say("left", colour="yellow", steps=titles)
    command = scan_command(walk.state.setup, folder)
    talk.say("ended", bold=True)
    click.echo("appsec scan " + " ".join(map(_quoted, command)))
    if _wanted(talk, folder):
        from appsec.cli.scan import scan

        (folder / REPORTS).mkdir(mode=0o700, exist_ok=True)
        scan.main(args=command, prog_name="appsec scan", standalone_mode=False)
    return Exit.OPEN if left or broken else Exit.OK


def _wanted(talk: "Talk", folder: Path) -> bool:
    from appsec.cli.dynamic_talk import Pause

    try:
        return talk.choice(talk.words("scan-now", folder=folder / REPORTS), "yn") == "y"
    except Pause:
        return False


def scan_command(setup: "Setup", folder: Path) -> list[str]:
    """The arguments of the scan that judges a session."""
    places = [f"{form}={folder / REPORTS / f'report.{form}'}" for form in ("html", "json")]
    return [
        setup.app,
        *("--class", setup.app_class),
        *(["--with-f"] if setup.with_f else []),
        *(["--declaration", setup.declaration] if setup.declaration else []),
        *("--trace", str(folder), "--lang", setup.lang),
        *(part for place in places for part in ("--format", place)),
    ]


def _quoted(word: str) -> str:
    import shlex

    return shlex.quote(word)
