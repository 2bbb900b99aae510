"""Can another app take the links that are meant for this one?"""

import re
from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Component,
    ComponentKind,
    Evidence,
    IntentFilter,
    Question,
    Seen,
    table,
)

ACTIVITIES = (ComponentKind.ACTIVITY, ComponentKind.ACTIVITY_ALIAS)
BROWSABLE = "android.intent.category.BROWSABLE"
WEB = frozenset({"http", "https"})
REDIRECT = re.compile(
    r"(?<![a-z])(o?auth2?|callback|redirect|signin|sign-in|login|sso|token)(?![a-z])"
)
NOT_LINKS = WEB | {"content", "file", ""}


def check(app: AndroidApp) -> Iterator[Seen]:
    """Only a question: what a link carries is not in the manifest.

    Android verifies a host for the whole app, so one verified filter covers others with that host.
    """
    components = [c for c in app.manifest.components if c.exported and c.kind in ACTIVITIES]
    sure = [c for c in components if any(_verifiable(f) for f in _links(c))]
    verified = {host for c in sure for f in _links(c) if _verifiable(f) for host in _hosts(f)}
    for component in components:
        links = _links(component)
        hosts = {host for f in links for host in _hosts(f)} - verified
        schemes = {d.scheme for f in links for d in f.data} - NOT_LINKS
        strange = {scheme for scheme in schemes if not _known(scheme, component.name)}
        values = {"component": component.name}
        if hosts:
            values["hosts"] = ", ".join(sorted(hosts))
            yield Question("unverified-link", component.at, values)
        if strange:
            values = {"component": component.name, "schemes": ", ".join(sorted(strange))}
            key = "redirect-scheme" if any(_redirects(f) for f in links) else "custom-scheme"
            yield Question(key, component.at, values)
    if verified:
        values = {"hosts": ", ".join(sorted(verified))}
        yield Evidence("verification-declared", tuple(c.at for c in sure), values)


def _links(component: Component) -> list[IntentFilter]:
    return [
        f
        for f in component.filters
        if "android.intent.action.VIEW" in f.actions and BROWSABLE in f.categories
    ]


def _hosts(intents: IntentFilter) -> set[str]:
    """The hosts of web links; a filter without a host takes every one. Android mixes all data."""
    if not any(d.scheme in WEB for d in intents.data):
        return set()
    return {d.host for d in intents.data if d.host} or {"*"}


def _verifiable(intents: IntentFilter) -> bool:
    """Whether Android tries to verify it: autoVerify, the default category, web links only."""
    return (
        intents.auto_verify
        and "android.intent.category.DEFAULT" in intents.categories
        and {d.scheme for d in intents.data if d.scheme} <= WEB
        and "*" not in _hosts(intents)
    )


def _redirects(intents: IntentFilter) -> bool:
    """Whether host or path is named as where a sign-in returns to."""
    return any(REDIRECT.search(f"{d.host}/{d.path}".lower()) for d in intents.data)


def _known(scheme: str, component: str) -> bool:
    return any(
        re.fullmatch(row["scheme"], scheme) and component.startswith(row["component"])
        for row in table(__file__, "redirect_schemes")
    )
