"""`appsec config`, and the options whose values may also come from a file or the environment."""

import glob
import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from appsec.model.frozen import frozen

if TYPE_CHECKING:
    from appsec.config import Config

SEVERITIES = ("low", "medium", "high", "critical")

_NO_CONFIG = "appsec.no-config"
_F = TypeVar("_F")


@frozen
class Setting:
    """A key of `appsec.toml`, the parameter of `appsec scan` that it sets, and the variable."""

    key: str
    param: str
    variable: str


SETTINGS = (
    Setting("artefacts", "apps", "APPSEC_ARTEFACTS"),
    Setting("class", "app_class", "APPSEC_CLASS"),
    Setting("with_f", "with_f", "APPSEC_WITH_F"),
    Setting("profile", "profile", "APPSEC_PROFILE"),
    Setting("gate", "gate", "APPSEC_GATE"),
    Setting("lang", "lang", "APPSEC_LANG"),
    Setting("formats", "targets", "APPSEC_FORMATS"),
    Setting("thresholds.min_severity", "min_severity", "APPSEC_MIN_SEVERITY"),
    Setting("mapping", "mapping", "APPSEC_MAPPING"),
    Setting("dismissals", "dismissals", "APPSEC_DISMISSALS"),
    Setting("confirmations", "confirmations", "APPSEC_CONFIRMATIONS"),
    Setting("declaration", "declaration", "APPSEC_DECLARATION"),
    Setting("baseline", "baseline", "APPSEC_BASELINE"),
    Setting("companion", "companion", "APPSEC_COMPANION"),
    Setting("companion_attested", "companion_attested", "APPSEC_COMPANION_ATTESTED"),
    Setting("sbom", "sbom", "APPSEC_SBOM"),
    Setting("vulndb", "vulndb", "APPSEC_VULNDB"),
    Setting("trace", "trace", "APPSEC_TRACE"),
)
"""What precedence holds for: command line > environment > file > default."""

OTHER_VARIABLES = frozenset(
    f"APPSEC_{name}"
    for name in (
        *("CONFIG", "DEBUG", "FRIDA_TOKEN", "OUT", "PACKAGE", "PROBE_PYTHON", "REPORTS", "RUN"),
        *("VENV", "VERSION"),
    )
)
"""What else is read from the environment, by the command itself or by the wrappers around it."""

FILE_ONLY = ("accepted_unread", "licences", "own_packages")
"""Keys without an option: they take a reason, or describe the app and not a run."""


class Configured(click.Command):
    """A command that takes SETTINGS from the environment, and from the file of `--config`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        variables = {setting.param: setting.variable for setting in SETTINGS}
        for param in self.params:
            param.envvar = variables.get(param.name or "", param.envvar)


def configurable(function: _F) -> _F:
    """Adds the options that say where settings come from, and those that the file made needed."""
    for option in (
        click.option(
            "--no-config",
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_refuse_config,
            help="Take no appsec.toml into account.",
        ),
        click.option(
            "--config",
            type=click.Path(dir_okay=False, path_type=Path),
            is_eager=True,
            callback=_load,
            envvar="APPSEC_CONFIG",
            help="Settings (default: the nearest appsec.toml, up to the repository's root; outside "
            "of one, that of this folder).",
        ),
        click.option(
            "--mapping",
            type=click.Path(path_type=Path),
            multiple=True,
            metavar="FILE",
            help="Names of this build's source: R8's mapping.txt, or symbols of an IPA (dSYM, a "
            "zip of them, bcsymbolmap, nm with UUIDs). Repeatable.",
        ),
        click.option(
            "--sbom",
            type=click.Path(path_type=Path),
            multiple=True,
            metavar="FILE",
            help="What the app is made of: a CycloneDX or SPDX file, or a lock file (Gradle, "
            "CocoaPods, SwiftPM, Carthage, npm, Yarn, pub). Repeatable.",
        ),
        click.option(
            "--trace",
            type=click.Path(exists=True, path_type=Path),
            multiple=True,
            metavar="RUN",
            help="A recorded run of this build on a device: its folder (`appsec dynamic record`). "
            "Repeatable.",
        ),
        click.option(
            "--vulndb",
            type=click.Path(dir_okay=False, path_type=Path),
            metavar="FILE",
            help="Database of published advisories (default: that of `appsec vulndb status`, if it "
            "is there).",
        ),
        click.option(
            "--min-severity",
            type=click.Choice(SEVERITIES),
            default="medium",
            show_default=True,
            help="Least severity of a finding that fails the gate; the report says if raised.",
        ),
    ):
        function = option(function)  # type: ignore[type-var]
    return function


def _refuse_config(ctx: click.Context, _: click.Parameter, given: bool) -> None:
    if given and ctx.meta.get(_NO_CONFIG) is False:
        raise click.UsageError("--config and --no-config contradict each other", ctx)
    ctx.meta[_NO_CONFIG] = given


def refuse_unknown_variables() -> None:
    """A variable that nothing reads is a setting that somebody takes to hold. Raises UsageError."""
    known = OTHER_VARIABLES | {setting.variable for setting in SETTINGS}
    given = (name for name, value in os.environ.items() if value and name.startswith("APPSEC_"))
    if strange := sorted(set(given) - known):
        raise click.UsageError(
            f"{', '.join(strange)}: no such variable; `appsec config show --origin` tells those of "
            "settings"
        )


def _load(ctx: click.Context, param: click.Parameter, given: Path | None) -> "Config":
    from appsec.config import Config, find, load
    from appsec.engine.files import FileProblem

    refuse_unknown_variables()
    on_command_line = ctx.get_parameter_source(param.name or "") is ParameterSource.COMMANDLINE
    if ctx.meta.get(_NO_CONFIG):
        if on_command_line:
            raise click.UsageError("--config and --no-config contradict each other", ctx)
        return Config()
    if on_command_line:
        ctx.meta[_NO_CONFIG] = False
    path = given or find(Path.cwd())
    if path is None or ctx.resilient_parsing:
        return Config()
    loaded = load(path)
    params = {setting.key: setting.param for setting in SETTINGS}
    known = {each.name for each in ctx.command.params}
    ctx.default_map = {params[key]: value for key, value in loaded.values().items()}
    for key in loaded.values():
        if params[key] not in known:
            raise FileProblem(path, f"{key}: `appsec scan` of this version does not take it")
    return loaded


def artefacts(ctx: click.Context, apps: tuple[str, ...]) -> list[Path]:
    """The builds to scan: as named on the command line, else what each configured glob matches.

    A glob without a match is an error: a build that is not there would pass for assessed.
    """
    if not apps:
        raise click.UsageError(
            "Missing argument 'APP...': name a build, or list artefacts in appsec.toml", ctx
        )
    if ctx.get_parameter_source("apps") is ParameterSource.COMMANDLINE:
        return [Path(app) for app in apps]
    found: dict[str, None] = {}
    for pattern in apps:
        matches = sorted(glob.glob(pattern, recursive=True))
        if not matches:
            raise click.UsageError(f"artefacts: no file matches {pattern!r}", ctx)
        found.update(dict.fromkeys(os.path.normpath(match) for match in matches))
    return [Path(path) for path in found]


@click.group()
def config() -> None:
    """Show or check the settings of appsec.toml.

    顯示或檢查設定檔。
    """


@config.command(context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@click.option("--origin", is_flag=True, help="Say where each setting comes from.")
@click.argument("options", nargs=-1, type=click.UNPROCESSED, metavar="[OPTIONS OF SCAN]...")
def show(origin: bool, options: tuple[str, ...]) -> None:
    """Print the settings that `appsec scan` would use, given the same options.

    Precedence: command line, environment, file, default.

    列出各項設定值；--origin 說明其來源。
    """
    from appsec.cli.scan import scan

    with scan.make_context("scan", list(options)) as context:
        loaded: Config = context.params["config"]
        click.echo(f"# {loaded.path or 'no appsec.toml'}")
        for setting in SETTINGS:
            if setting.param in context.params:
                value = _plain(context.params[setting.param])
                _print(setting.key, value, _origin(context, setting, loaded), origin)
        for key in FILE_ONLY:
            value = _plain(getattr(loaded.settings, key))
            _print(key, value, str(loaded.path) if value else "default", origin)


def _origin(ctx: click.Context, setting: Setting, loaded: "Config") -> str:
    match ctx.get_parameter_source(setting.param):
        case ParameterSource.COMMANDLINE:
            return "command line"
        case ParameterSource.ENVIRONMENT:
            return f"environment {setting.variable}"
        case ParameterSource.DEFAULT_MAP:
            given = loaded.settings
            named = {
                "dismissals": given.dismissals,
                "confirmations": given.confirmations,
                "declaration": given.declaration,
            }
            found = setting.key in named and not named[setting.key]
            return f"found beside {loaded.path}" if found else str(loaded.path)
    return "default"


def _print(key: str, value: object, origin: str, with_origin: bool) -> None:
    written = "(not set)" if value in (None, []) else json.dumps(value, ensure_ascii=False)
    click.echo(f"{key} = {written}\t# {origin}" if with_origin else f"{key} = {written}")


def _plain(value: object) -> object:
    """A value as JSON can carry it."""
    from appsec.assess.gate import AcceptedUnread
    from appsec.assess.licences import LicencePolicy
    from appsec.cli.output import Target

    if isinstance(value, LicencePolicy):
        return asdict(value) if value.deny or value.exceptions else None
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, Target):
        return f"{value.format}={value.path}"
    if isinstance(value, AcceptedUnread):
        return {"what": value.what, "reason": value.reason, "expires": str(value.expires)}
    return value if value is None or isinstance(value, bool) else str(value)
