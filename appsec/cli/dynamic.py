"""`appsec dynamic`: recording runs of an app, and what they show."""

import click

from appsec.cli.dynamic_devices import devices
from appsec.cli.dynamic_evaluate import evaluate, redact
from appsec.cli.dynamic_import import import_
from appsec.cli.dynamic_probe import probe
from appsec.cli.dynamic_record import record
from appsec.cli.dynamic_selftest import selftest
from appsec.cli.dynamic_session import session


@click.group()
def dynamic() -> None:
    """Watch an app run on a device, and record what it does.

    動態檢測：於裝置上執行 App 並留存執行紀錄，再以 appsec scan APP --trace RUN 納入評估。

    \b
    Exit codes 結束碼: 0 done 完成 · 2 usage, or frida is not installed 用法錯誤或未安裝 frida ·
    3 the run ended early, and what was recorded is kept 提早中斷，已錄製部分保留 ·
    4 nothing was recorded 未能錄製 · 130 interrupted 使用者中斷
    """


for command in (devices, selftest, record, probe, session, import_, evaluate, redact):
    dynamic.add_command(command)
