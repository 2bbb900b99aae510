"""Does the app ask for a power over other apps that malicious apps like to use?"""

from collections.abc import Iterator, Mapping

from appsec.api import AndroidApp, Component, Question, Seen, table


def check(app: AndroidApp) -> Iterator[Seen]:
    """One question for each power; honest apps use them too, so none is a finding."""
    manifest = app.manifest
    for power in table(__file__, "abusable"):
        asked = [p.at for p in manifest.uses_permissions if p.name == power.get("permission")]
        bound = [c for c in manifest.components if _has(c, power)]
        if asked or bound:
            values = {"components": ", ".join(c.name for c in bound)} if bound else {}
            yield Question(power["key"], (*asked, *(c.at for c in bound)), values)


def _has(component: Component, power: Mapping[str, str]) -> bool:
    if "guard" not in power:
        return False
    actions = {action for f in component.filters for action in f.actions}
    return component.permission == power["guard"] or power["action"] in actions
