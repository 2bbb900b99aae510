"""`appsec dynamic probe`: where an app connects to, how, and which certificates it takes."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from appsec import __version__
from appsec.cli.dynamic_record import HEX_SHA256, VARIANTS, NotRecorded, platform_of, sha256_of
from appsec.cli.dynamic_target import id_of, the_same_app
from appsec.facts.traffic import Presented
from appsec.model.exit import Exit

if TYPE_CHECKING:
    from appsec.model.trace import Meta
    from appsec.runtime.canaries import Kept

TRACE, CANARIES = "trace.jsonl", "canaries.json"
KINDS = ("all", "none", *(str(one) or "genuine" for one in Presented))


@click.command()
@click.argument("app", required=False, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--setup", is_flag=True, help="Install mitmproxy in an environment of its own, and end."
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="RUN",
    help="The run directory to make.",
)
@click.option("--package", default="", metavar="ID", help="The app's id on the device.")
@click.option(
    "--host",
    "hosts",
    multiple=True,
    metavar="HOST",
    help="A host of the app's own, or *.DOMAIN. Only these are looked into. Repeatable.",
)
@click.option(
    "--certificates",
    multiple=True,
    type=click.Choice(KINDS),
    default=("all",),
    show_default=True,
    help="What is shown in the step tls. Repeatable.",
)
@click.option(
    "--mode",
    "modes",
    multiple=True,
    default=("regular",),
    show_default=True,
    metavar="MODE",
    help="regular, socks5, wireguard, reverse:https://HOST. Repeatable.",
)
@click.option(
    "--listen",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="Another address opens the probe to the network that it is of.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="N",
    help="The port of the first mode (default: any that is free).",
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
    "--ca-trusted",
    default="",
    metavar="HOW",
    help="How you made sure that the store which the app trusts has the test CA.",
)
@click.option(
    "--canaries",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="JSON list of id, what, value: what the tester will type.",
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
@click.option("--seconds", type=click.FloatRange(min=1), default=None, help="End after this time.")
def probe(
    app: Path | None,
    setup: bool,
    out: Path | None,
    package: str,
    hosts: tuple[str, ...],
    certificates: tuple[str, ...],
    modes: tuple[str, ...],
    listen: str,
    port: int,
    resolved: tuple[str, ...],
    upstream_ca: Path | None,
    ca_trusted: str,
    canaries: Path | None,
    for_: str,
    variants: tuple[str, ...],
    seconds: float | None,
) -> int:
    """Stand between APP on a device and its servers, and record what it sends.

    Begins with the step tls: each host is shown a valid certificate, four bad ones and, if it takes
    no valid one, its own, while you repeat the log-in. What follows a bad certificate is answered
    here and sent nowhere; hosts that are not named pass through untouched. Lines meanwhile:
    an empty one says that you did, `m PHASE` begins another step, `t ID` notes a canary,
    `n TEXT` is a note, `q` ends.

    擷取 App 之網路連線並測試憑證驗證（41）；僅攔截 --host 所列之自有主機，其他主機之連線原樣通過。
    """  # fmt: skip
    from appsec.cli.dynamic_hosts import own_hosts, resolve
    from appsec.runtime.collect import CollectError
    from appsec.runtime.probe.home import Home
    from appsec.runtime.probe.plan import Plan

    place = Home.default()
    try:
        if setup:
            click.echo(f"installed 已安裝: {place.setup()}")
            return Exit.OK
        if app is None or out is None or not hosts:
            raise click.UsageError("APP, --out and at least one --host are needed (or --setup).")
        if bool(for_) and not variants:
            raise click.UsageError("--for needs --variant: say why APP is not that build.")
        where = tuple(map(resolve, resolved))
        plan = Plan(own_hosts(hosts), modes, listen, port, Presented.VALID, where, upstream_ca)
        if package:
            the_same_app(app, package, renamed=bool(for_))
        meta = _meta(app, package or id_of(app), out, variants, for_)
        from appsec.cli.dynamic_probe_session import ProbeSession
        from appsec.runtime.run_folder import RunFolder

        with RunFolder.create(out, meta, _typed(canaries)) as run:
            session = ProbeSession(run, plan, place, _shown(certificates), seconds)
            try:
                session.start()
            except CollectError:
                _discard(out)
                raise
            return session.run(ca_trusted)
    except CollectError as error:
        raise NotRecorded(str(error)) from error
    except FileExistsError as error:
        raise click.UsageError(f"{out} is not empty 資料夾不是空的") from error
    except OSError as error:
        raise NotRecorded(f"{out}: {error.strerror or error}") from error


def _discard(out: Path) -> None:
    """Takes back a run of nothing, so that the next try finds an empty folder."""
    for one in (TRACE, CANARIES):
        (out / one).unlink(missing_ok=True)


def _meta(app: Path, package: str, out: Path, variants: tuple[str, ...], for_: str) -> "Meta":
    from appsec.model.trace import Meta

    variant_of = for_ if len(for_) == HEX_SHA256 or not for_ else sha256_of(Path(for_))
    created = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return Meta(
        out.name, created, platform_of(app), package, sha256_of(app), tool=__version__,
        variant=variants, variant_of=variant_of, instrumented=False,
    )  # fmt: skip


def _typed(file: Path | None) -> "tuple[Kept, ...]":
    from appsec.runtime.canaries import BadCanaries, read_canaries

    try:
        return read_canaries(file) if file else ()
    except BadCanaries as error:
        raise NotRecorded(str(error)) from error


def _shown(names: tuple[str, ...]) -> tuple[Presented, ...]:
    if "all" in names:
        return tuple(Presented)
    return tuple(Presented("" if one == "genuine" else one) for one in names if one != "none")
