"""Which components of the app track its users?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Evidence, Nature, Seen, of_nature, titled


def check(app: AndroidApp) -> Iterator[Seen]:
    """Shown, not asked: that one is there tells neither what it sends nor when, and the checks on
    collection before consent and on the declaration ask about both."""
    for one, at in of_nature(app.identified.components, Nature.TRACKER):
        yield Evidence("tracker", at, {"name": one.name, "component": titled(one)}, ("name",))
