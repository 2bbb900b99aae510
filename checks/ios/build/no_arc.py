"""Does the compiler count references to the app's Objective-C objects?"""

from collections.abc import Iterator

from appsec.api import Evidence, IosApp, Seen

COUNTING = (
    "_objc_release",
    "_objc_retain",
    "_objc_storeStrong",
    "_objc_autoreleaseReturnValue",
)
"""How the runtime functions begin that only compilers call, and only under ARC."""

LEAST_CODE = 1024
"""Bytes of code below which there may well be no object to release."""


def check(app: IosApp) -> Iterator[Seen]:
    """Advice only. Swift counts by itself, so that code with Swift in it may lack these."""
    manual = {
        one.binary: one.at
        for one in app.builds
        if one.main
        and one.has_objective_c
        and one.code_size >= LEAST_CODE
        and not one.has_swift
        and not any(name.startswith(COUNTING) for name in one.imports)
    }
    if manual:
        values = {"binaries": ", ".join(manual)}
        yield Evidence("manual", tuple(manual.values()), values)
