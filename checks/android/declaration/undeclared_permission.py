"""Which permissions or resources does the build ask for that the declaration does not name?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Finding, Seen, android_permissions, undeclared


def check(app: AndroidApp) -> Iterator[Seen]:
    """One finding each. Permissions that open nothing personal need no word."""
    for one in undeclared(app.declaration, android_permissions(app)):
        yield Finding("undeclared", one.locations, {"name": one.name}, ("name",), one.origin)
