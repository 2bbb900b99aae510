"""The command line: parse, call, print. The only home of terminal, clock and exit codes."""

from appsec.cli.main import main

__all__ = ["main"]
