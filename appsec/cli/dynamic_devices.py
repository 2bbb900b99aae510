"""`appsec dynamic devices`: what an app may be watched on, and what that can decide."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from appsec.cli.scan import LANGS
from appsec.model.exit import Exit

if TYPE_CHECKING:
    from appsec.runtime.phones.listing import Listed

_HEADS = {
    "en": ("--device", "model", "system", "root", "frida-server", "can decide"),
    "zh-TW": ("--device", "機型", "系統", "root", "frida-server", "可判定範圍"),
}
_ANSWERS = {
    "en": {True: "answers", False: "does not answer", None: "?"},
    "zh-TW": {True: "有回應", False: "無回應", None: "?"},
}


@click.command()
@click.option(
    "--remote", "remotes", multiple=True, metavar="HOST:PORT",
    help="A frida-server or portal behind an address. Repeatable.",
)  # fmt: skip
@click.option(
    "--token",
    envvar="APPSEC_FRIDA_TOKEN",
    default="",
    metavar="T",
    help="Token of a remote device; better in APPSEC_FRIDA_TOKEN.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How it is written.",
)
@click.option(
    "--lang",
    type=click.Choice(LANGS),
    default="zh-TW",
    show_default=True,
    help="Language of the table.",
)
def devices(remotes: tuple[str, ...], token: str, form: str, lang: str) -> int:
    """List phones and emulators, how --device names them, and what each can decide.

    Exit codes: 0 a phone, an emulator or a remote device can be used; 3 none can.

    列出可用裝置、--device 之填法與各裝置可判定之範圍。結束碼：0 有可用裝置、3 無可用裝置。
    """
    from appsec.runtime.phones.listing import listed

    found = listed(remotes, token)
    if form == "json":
        click.echo(json.dumps(asdict(found), ensure_ascii=False, indent=2))
    else:
        _show(found.devices, lang)
        for trouble in found.troubles:
            click.echo(trouble, err=True)
    usable = [one for one in found.devices if not one.trouble and one.device != "local"]
    return Exit.OK if usable else Exit.OPEN


def _show(found: "tuple[Listed, ...]", lang: str) -> None:
    table = Table(*_HEADS[lang], show_edge=False, pad_edge=False)
    table.columns[0].no_wrap = True  # it is there to be copied
    at = ("en", "zh-TW").index(lang)
    for one in found:
        server = " ".join(filter(None, (one.server, _ANSWERS[lang][one.answers])))
        last = one.trouble or one.decides[at]
        cells = (one.device, one.model, one.os, one.root or "-", server, last)
        # What a device calls itself is no markup.
        table.add_row(*(Text(cell, overflow="fold") for cell in cells))
    Console(soft_wrap=False).print(table)
