"""Do libraries collect data from the first start on, before anybody was asked?"""

from collections.abc import Iterator, Mapping

from appsec.api import AndroidApp, Component, Evidence, Location, Question, Seen, table


def check(app: AndroidApp) -> Iterator[Seen]:
    """A default is only a question: whether anything is sent before consent is seen in a run."""
    manifest = app.manifest
    switches = manifest.meta_data or {}
    on: dict[str, list[Location]] = {}
    off: dict[str, list[Location]] = {}
    for library in table(__file__, "sdk_collection"):
        places = [c.at for c in manifest.components if _is(c, library)]
        if library["by"] in switches:
            places.append(manifest.at)
        if places:
            stopped = any(switches.get(k, "").lower() == v for k, v in library["switches"].items())
            (off if stopped else on)[library["sdk"]] = places
    for kind, key, found in ((Question, "by-default", on), (Evidence, "switched-off", off)):
        if found:
            places = [place for each in found.values() for place in each]
            values = {"sdks": ", ".join(found)}
            yield kind(key, tuple(dict.fromkeys(places)), values)


def _is(component: Component, library: Mapping[str, str]) -> bool:
    """By the name of a component, or by what is registered with one of Firebase's."""
    return library["by"] == component.name or library["by"] in (component.meta_data or {})
