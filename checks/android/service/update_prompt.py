"""Does the code offer updates inside of the app?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Evidence, Seen, signs_of, table


def check(app: AndroidApp) -> Iterator[Seen]:
    """A hint only: that it is missing is no finding."""
    if places := signs_of(app.code, table(__file__, "signs")["app_update"]):
        yield Evidence("seen", places)
