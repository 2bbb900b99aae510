"""Do hosts point to clouds or registries of mainland China, Hong Kong or Macao?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Seen, in_use, mainland_of, one_about


def check(app: AndroidApp) -> Iterator[Seen]:
    """By the names alone, so it is asked only; a run shows where the data goes."""
    found = [one for one in app.endpoints if mainland_of(one)]
    used = list(in_use(found))
    yield from one_about("used", used, mainland_of)
    yield from one_about("named", (one for one in found if one not in used), mainland_of)
