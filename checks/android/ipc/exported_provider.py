"""Can other apps read or write through a content provider that nothing guards?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Component, ComponentKind, Origin, Question, Seen, table


def check(app: AndroidApp) -> Iterator[Seen]:
    """Only a question: whether private data lies behind it is not in the manifest."""
    package = app.manifest.package
    for provider in app.manifest.components:
        key = _key(provider)
        if provider.kind is ComponentKind.PROVIDER and provider.exported and key:
            values = {"component": provider.name, "authorities": ", ".join(provider.authorities)}
            origin = _origin(provider.name, package)
            yield Question(key, provider.at, values, ("component",), origin)


def _key(provider: Component) -> str:
    if provider.read_permission and provider.write_permission:
        return "grants-uris" if provider.grants_uris else ""
    if provider.read_permission:
        return "writable"
    if provider.write_permission:
        return "readable"
    return "open" if provider.enabled else "open-disabled"


def _origin(name: str, package: str) -> Origin:
    """A library's only if the name lies in a known one and the app itself does not."""
    prefixes = (p for p in table(__file__, "libraries") if not f"{package}.".startswith(p))
    foreign = not name.startswith(f"{package}.")
    return Origin.LIBRARY if foreign and name.startswith(tuple(prefixes)) else Origin.APP
