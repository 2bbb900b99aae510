"""Are exported components guarded by a permission that any app can get?"""

from collections.abc import Iterator, Mapping

from appsec.api import AndroidApp, Component, Manifest, Question, Seen, table

STRONG = frozenset({"signature", "signatureOrSystem", "internal"})
"""Protection levels that an app of another signer does not get by asking."""


def check(app: AndroidApp) -> Iterator[Seen]:
    """One question for each permission: its level is changed in one place."""
    manifest = app.manifest
    for name, guarded in _guards(manifest).items():
        values = {"permission": name, "components": ", ".join(c.name for c in guarded)}
        places = tuple(c.at for c in guarded)
        declared = [p for p in manifest.permissions if p.name == name]
        weak = [p for p in declared if p.protection not in STRONG]
        if weak:
            values["protection"] = weak[0].protection
            yield Question("own", (*(p.at for p in weak), *places), values, ("permission",))
        elif not declared and (level := _framework_level(name)):
            values["protection"] = level
            yield Question("framework", places, values, ("permission",))
        elif not declared and name not in table(__file__, "signature_permissions"):
            yield Question("foreign", places, values, ("permission",))


def _framework_level(name: str) -> str:
    """Android's own level of a permission that any app can hold; else nothing."""
    levels = table(__file__, "framework_permissions")
    return next((level for level, names in levels.items() if name in names), "")


def _guards(manifest: Manifest) -> Mapping[str, list[Component]]:
    guards: dict[str, list[Component]] = {}
    for component in manifest.components:
        if component.exported:
            names = (component.permission, component.read_permission, component.write_permission)
            for name in sorted({name for name in names if name}):
                guards.setdefault(name, []).append(component)
    return guards
