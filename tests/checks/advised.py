"""Advisories for the tests of checks. jQuery's are public ones, as retire.js and GitHub tell them."""

from typing import Any

from appsec.facts.advisories import Advisories, Match, Unmatched
from appsec.facts.app import FactUnavailable
from appsec.model.outcome import Cause, Location
from appsec.model.software import Means, Software, SoftwareComponent, SoftwareKind, Trace

NO_DATABASE = FactUnavailable(Cause.NOT_SUPPLIED, "advisory-database-not-supplied")
AT = Location("assets/jquery.js")
VECTOR = "CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:C/C:H/I:L/A:N"


def jquery(version: str = "3.4.1", **more: Any) -> SoftwareComponent:
    """A copy of jQuery among the app's files."""
    traces = (Trace(Means.TEXT, AT, version),)
    given: dict[str, Any] = {"purl": "pkg:npm/jquery", "traces": traces}
    return SoftwareComponent("jquery", SoftwareKind.JAVASCRIPT, version=version, **given | more)


def match(component: SoftwareComponent | None = None, **more: Any) -> Match:
    """GHSA-gxr4-xjj5-5px2, CVE-2020-11022: jQuery from 1.2.0 up to 3.5.0."""
    given: dict[str, Any] = {
        "id": "GHSA-gxr4-xjj5-5px2",
        "aliases": ("CVE-2020-11022",),
        "vector": VECTOR,
        "score": "6.9",
        "fixed": ("3.5.0",),
        "feed": "OSV npm",
    }
    return Match(component or jquery(), **given | more)


def facts(*matches: Match, **more: Any) -> dict[str, Any]:
    """The two facts that the checks ask: these matches, their components, and `unmatched`."""
    unmatched: dict[str, Unmatched] = more.pop("unmatched", {})
    components = tuple(dict.fromkeys(each.component for each in matches))
    return {
        "advisories": Advisories(matches, unmatched=unmatched),
        "software": Software(components, **more),
    }
