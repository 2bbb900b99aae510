"""Does the app's own code notice that a buffer on the stack was written past its end?"""

from collections.abc import Iterator

from appsec.api import Evidence, IosApp, Seen

SYMBOLS = ("___stack_chk_fail", "___stack_chk_guard")
LEAST_CODE = 1024
"""Bytes of code below which there may well be no function that needs it."""


def check(app: IosApp) -> Iterator[Seen]:
    """Advice only. Swift checks bounds itself, so that code with Swift in it may lack this."""
    bare = {
        one.binary: one.at
        for one in app.builds
        if one.main
        and one.code_size >= LEAST_CODE
        and not one.has_swift
        and not one.imports_any(*SYMBOLS)
    }
    if bare:
        values = {"binaries": ", ".join(bare)}
        yield Evidence("unprotected", tuple(bare.values()), values)
