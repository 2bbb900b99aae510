"""Can other apps read or write through a content provider that nothing guards?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Component, ComponentKind, Question, Seen, origin_of, table


def check(app: AndroidApp) -> Iterator[Seen]:
    """Only a question: whether private data lies behind it is not in the manifest."""
    package, libraries = app.manifest.package, table(__file__, "libraries")
    for provider in app.manifest.components:
        key = _key(provider)
        if provider.kind is ComponentKind.PROVIDER and provider.exported and key:
            values = {"component": provider.name, "authorities": ", ".join(provider.authorities)}
            origin = origin_of(provider.name, package, libraries)
            yield Question(key, provider.at, values, ("component",), origin)


def _key(provider: Component) -> str:
    if provider.read_permission and provider.write_permission:
        return "grants-uris" if provider.grants_uris else ""
    if provider.read_permission:
        return "writable"
    if provider.write_permission:
        return "readable"
    return "open" if provider.enabled else "open-disabled"
