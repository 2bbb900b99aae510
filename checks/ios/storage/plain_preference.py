"""Are passwords or tokens put into NSUserDefaults as they are?"""

from collections.abc import Iterator

from appsec.api import Hit, IosApp, Question, Seen, Words, choices, names_secret, numbers, sightings

_STORES = ("-[NSUserDefaults setObject:forKey:]", "-[NSUserDefaults setValue:forKey:]")


def check(app: IosApp) -> Iterator[Seen]:
    """By the name that a value is stored under; nil and boxed numbers (`hasToken`) stay quiet. The
    same messages go to dictionaries: only a receiver that is known to be NSUserDefaults counts."""
    yield from sightings(_hits(app))


def _hits(app: IosApp) -> Iterator[Hit]:
    for call in app.native_code.calls(*_STORES):
        if call.callee.owner == "?" or numbers(call.argument(0)):
            continue
        for key in choices(call.argument(1)):
            if isinstance(key, Words) and names_secret(key.text):
                yield Hit(call, "plain", {"name": key.text}, Question)
