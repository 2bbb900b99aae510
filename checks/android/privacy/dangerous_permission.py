"""Which permissions that open personal data or device resources does the app ask for?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Question, Seen, UsesPermission, table


def check(app: AndroidApp) -> Iterator[Seen]:
    """One question for all: the declaration answers them together, purpose by purpose."""
    manifest = app.manifest
    asked = [p for p in manifest.uses_permissions if _sensitive(p, manifest.min_sdk)]
    names = sorted({p.name for p in asked})
    if names:
        values = {"permissions": ", ".join(names), "count": str(len(names))}
        yield Question("undeclared", tuple(p.at for p in asked), values, ("permissions",))


def _sensitive(permission: UsesPermission, min_sdk: int) -> bool:
    known = table(__file__, "sensitive_permissions")
    named = permission.name in known["names"]
    asked_at_all = permission.max_sdk is None or permission.max_sdk >= min_sdk
    return asked_at_all and (named or permission.name.startswith(tuple(known["prefixes"])))
