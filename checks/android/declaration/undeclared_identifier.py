"""Which identifiers of the device does the build read that the declaration does not name?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Finding, Seen, android_identifiers, undeclared


def check(app: AndroidApp) -> Iterator[Seen]:
    """One finding each, for libraries, too: the norm counts them as sensitive data."""
    for one in undeclared(app.declaration, android_identifiers(app)):
        yield Finding("undeclared", one.locations, {"name": one.name}, ("name",), one.origin)
