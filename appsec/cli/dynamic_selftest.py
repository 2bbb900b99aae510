"""`appsec dynamic selftest`: which hooks hold on this device."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from appsec.cli.dynamic_record import NotRecorded
from appsec.cli.extras import needs
from appsec.cli.scan import LANGS
from appsec.model.exit import Exit
from appsec.model.text import visible

if TYPE_CHECKING:
    from appsec.model.trace import Hook

_STATES = {
    "en": {"installed": "installed", "missing": "missing", "failed": "failed"},
    "zh-TW": {"installed": "已監看", "missing": "無此介面", "failed": "未能監看"},
}
_SUM = {
    "en": "{installed} installed, {missing} missing, {failed} failed, on {model} {os}",
    "zh-TW": "已監看 {installed}、無此介面 {missing}、未能監看 {failed}（{model} {os}）",
}


@click.command()
@click.option("--package", required=True, metavar="ID", help="The app's id on the device.")
@click.option(
    "--device",
    default="usb",
    metavar="D",
    show_default=True,
    help="local, usb, usb:ID, or HOST:PORT, as `appsec dynamic devices` lists them.",
)
@click.option(
    "--token",
    envvar="APPSEC_FRIDA_TOKEN",
    default="",
    metavar="T",
    help="Token of a remote device; better in APPSEC_FRIDA_TOKEN.",
)
@click.option(
    "--platform", type=click.Choice(["android", "ios"]), default="android", show_default=True,
    help="What the device runs.",
)  # fmt: skip
@click.option(
    "--how",
    type=click.Choice(["spawn", "attach", "gadget"]),
    default="spawn",
    show_default=True,
    help="How the agent comes into the app.",
)
@click.option("--pid", type=click.IntRange(1), default=None, help="The process to attach to.")
@click.option("--topic", "topics", multiple=True, metavar="T", help="Only these hooks. Repeatable.")
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
def selftest(
    package: str,
    device: str,
    token: str,
    platform: str,
    how: str,
    pid: int | None,
    topics: tuple[str, ...],
    form: str,
    lang: str,
) -> int:
    """Place all hooks in an app on a device, and list which of them hold. Nothing is recorded.

    An interface that a version of the system or the app does not have is missing; what it would
    have shown stays open in a run. Exit codes: 0 all hold; 3 some do not; 4 none could be placed.

    於裝置上試裝所有監看點並列出結果，不留存紀錄。結束碼：0 全部已監看、3 部分未能監看、4 無法進行。
    """
    needs("dynamic", "frida")
    from appsec.runtime.devices import DeviceError, open_device
    from appsec.runtime.phones.frida_help import plain
    from appsec.runtime.phones.selftest import tested
    from appsec.runtime.session import How, Target

    mode = How(how if not pid or how == "gadget" else "attach")
    try:
        opened = open_device(device, token)
        hooks = tested(opened, Target(platform, package, mode, pid or 0, topics=topics))
    except DeviceError as error:
        raise NotRecorded(plain(error, package, device)) from error
    if not hooks:
        raise NotRecorded("The agent announced no hook. 監看程式未回報任何監看點。")
    about = asdict(opened.about)
    if form == "json":
        told = {"device": about, "hooks": [asdict(one) for one in hooks]}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        _show(hooks, about, lang)
    return Exit.OK if all(one.state == "installed" for one in hooks) else Exit.OPEN


def _show(hooks: "tuple[Hook, ...]", about: dict[str, str], lang: str) -> None:
    for topic in sorted({one.topic for one in hooks}):
        click.echo(visible(topic, 80))
        for one in sorted((h for h in hooks if h.topic == topic), key=lambda h: h.id):
            why = f"  {visible(one.why, 120)}" if one.why else ""
            click.echo(f"  {_STATES[lang][one.state]:<10} {visible(one.id, 200)}{why}")
    counts = {state: sum(one.state == state for one in hooks) for state in _STATES[lang]}
    click.echo(_SUM[lang].format(**counts, model=about["model"] or about["kind"], os=about["os"]))
