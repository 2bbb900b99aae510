"""Does an SDK begin to collect data by itself, before the app can ask for consent?"""

from collections.abc import Iterator, Mapping
from typing import Any

from appsec.api import IosApp, Location, Question, Seen, table


def check(app: IosApp) -> Iterator[Seen]:
    """Only a question: whether anything leaves before consent is seen in the traffic."""
    frameworks = {bundle.path.rpartition("/")[2] for bundle in app.bundles}
    started = [
        sdk
        for sdk in table(__file__, "auto_collection")["sdks"]
        if _is_there(sdk, app, frameworks) and not _is_off(sdk, app)
    ]
    if started:
        values = {
            "sdks": ", ".join(sdk["name"] for sdk in started),
            "keys": ", ".join(key for sdk in started for key in sdk["switches"]),
        }
        place = Location(app.info.at.file)
        yield Question("by-default", place, values, identity=("sdks",))


def _is_there(sdk: Mapping[str, Any], app: IosApp, frameworks: set[str]) -> bool:
    by_key = any(app.info.given(key) for key in sdk["keys"])
    return by_key or not frameworks.isdisjoint(f"{name}.framework" for name in sdk["frameworks"])


def _is_off(sdk: Mapping[str, Any], app: IosApp) -> bool:
    """Whether each switch is off, by its key for any device and by those for some."""
    return all(
        (given := app.info.given(key)) and all(value is off for _, value in given)
        for key, off in sdk["switches"].items()
    )
