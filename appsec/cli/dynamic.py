"""`appsec dynamic`: recording runs of an app, and what they show."""

import click

from appsec.cli.dynamic_evaluate import evaluate, redact


@click.group()
def dynamic() -> None:
    """Record runs of an app on a device, and see what they show.

    執行期檢測：錄製App之執行紀錄，並檢視其內容。
    """


dynamic.add_command(evaluate)
dynamic.add_command(redact)
