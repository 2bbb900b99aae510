"""Does the code delete what the app has stored?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Evidence, Seen, signs_of, table


def check(app: AndroidApp) -> Iterator[Seen]:
    """A hint only: what is left over, a test shows."""
    if places := signs_of(app.code, table(__file__, "signs")["data_removal"]):
        yield Evidence("seen", places)
