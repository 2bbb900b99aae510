"""Does a recorded run show sensitive data handed to other apps?"""

from collections.abc import Iterator

from appsec.api import IOS_HANDS_ON, IosApp, Seen, ios_judge, passed_on, told_of


def check(app: IosApp) -> Iterator[Seen]:
    yield from told_of(passed_on(app, IOS_HANDS_ON, ios_judge))
