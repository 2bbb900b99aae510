"""Are secrets or personal data handed to a service for crashes or statistics?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    Hit,
    Origin,
    Question,
    Seen,
    called,
    carried,
    constant_text,
    depends_on_run,
    names_personal_data,
    names_secret,
    sightings,
    table,
)


def check(app: AndroidApp) -> Iterator[Seen]:
    """By the names of the values, or of the key beside them; constants are no one's data."""
    yield from sightings(_hits(app), together=True)


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for api, numbers in table(__file__, "reporters").items():
        for site in app.code.calls(api):
            if site.origin is Origin.APP and (name := _name(site, numbers)):
                service = api.rpartition(".")[0].rpartition(".")[2]
                yield Hit(site, "reported", {"name": name, "service": service}, Question)


def _name(site: CallSite, numbers: list[int]) -> str:
    """What something that is handed over is called; empty if nothing tells."""
    values = [site.argument(number) for number in numbers]
    if not any(map(depends_on_run, values)):
        return ""
    keys = (constant_text(one) or "" for one in values[:-1])
    names = [*keys, *(called(part) for one in values for part in carried(one))]
    return next((one for one in names if names_secret(one) or names_personal_data(one)), "")
