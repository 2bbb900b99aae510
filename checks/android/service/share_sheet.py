"""Where does the code share with other apps through the system's share sheet?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Evidence, Seen, signs_of, table


def check(app: AndroidApp) -> Iterator[Seen]:
    """A hint only: which data are shared, the declaration says."""
    if places := signs_of(app.code, table(__file__, "signs")["share_sheet"]):
        yield Evidence("seen", places)
