"""Does the declaration give a concrete purpose for each permission, library and identifier?"""

from collections.abc import Iterator

from appsec.api import DECLARATION_FILE, AndroidApp, Finding, Location, Seen, is_vague, purposes


def check(app: AndroidApp) -> Iterator[Seen]:
    """What is declared without a purpose is not explained; words that fit any app are none."""
    for place, name, purpose in purposes(app.declaration):
        at = Location(DECLARATION_FILE, place)
        if not purpose.strip():
            yield Finding("empty", at, {"name": name}, ("name",))
        elif is_vague(purpose):
            yield Finding("vague", at, {"name": name, "purpose": purpose}, ("name",))
