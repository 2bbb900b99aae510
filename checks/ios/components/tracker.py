"""Which components of the app track its users?"""

from collections.abc import Iterator

from appsec.api import IosApp, Nature, Question, Seen, of_nature, titled


def check(app: IosApp) -> Iterator[Seen]:
    """One question for each: that it is there shows neither what it sends nor when."""
    for one, at in of_nature(app.identified.components, Nature.TRACKER):
        yield Question("tracker", at, {"name": one.name, "component": titled(one)}, ("name",))
