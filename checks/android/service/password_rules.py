"""Does the code measure how strong a new password is?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Evidence, Seen, signs_of, table


def check(app: AndroidApp) -> Iterator[Seen]:
    """A hint only: what happens with a weak one, a test shows."""
    if places := signs_of(app.code, table(__file__, "signs")["password_rules"]):
        yield Evidence("seen", places)
