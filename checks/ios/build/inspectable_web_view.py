"""Can web pages of the app be inspected from a computer?"""

from collections.abc import Iterator

from appsec.api import IosApp, Question, Seen

SETTER = "setInspectable:"


def check(app: IosApp) -> Iterator[Seen]:
    """A question: that the setter is called says neither with which value nor when."""
    _ = app.code  # where it is encrypted, so are names of methods
    users = {one.binary: one.at for one in app.builds if SETTER in (one.selectors or ())}
    if users:
        yield Question("set", tuple(users.values()), {"binaries": ", ".join(users)})
