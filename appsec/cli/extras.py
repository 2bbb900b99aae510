"""Parts of the tool that need more than the core install."""

from importlib.util import find_spec

import click


class MissingExtra(click.ClickException):
    """A command needs packages that are not installed."""

    exit_code = 2


def needs(extra: str, *modules: str) -> None:
    """Raises MissingExtra, with the pip command to run, if one of the modules is not there."""
    missing = [name for name in modules if find_spec(name) is None]
    if missing:
        raise MissingExtra(
            f"{', '.join(missing)} not installed; run: pip install 'appsec[{extra}]'\n"
            f"缺少套件，請執行上列指令安裝。"
        )
