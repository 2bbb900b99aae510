"""Does a recorded run show data handed to other apps while nobody touched the app?"""

from collections.abc import Iterator

from appsec.api import IOS_HANDS_ON, IosApp, Seen, ios_judge, passed_on, told_of, unasked


def check(app: IosApp) -> Iterator[Seen]:
    """Whether the user asked for it no call tells; in these phases nobody can have."""
    passed = passed_on(app, IOS_HANDS_ON, ios_judge)
    yield from told_of(unasked(passed))
