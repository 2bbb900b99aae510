"""Components as an assessment carries them: every text of the app's or an SBOM's made visible."""

from dataclasses import replace

from appsec.model.outcome import Location
from appsec.model.software import Software, SoftwareComponent, Trace, Unidentified
from appsec.model.text import visible

MAX_NAME, MAX_VERSION, MAX_PLACE = 200, 80, 300
"""Longest texts that are kept of a component, in characters."""


def shown(software: Software | None) -> Software | None:
    """The same with nothing invisible in it, and no text without end."""
    if software is None:
        return None
    return replace(
        software,
        components=tuple(_component(one) for one in software.components),
        unidentified=tuple(
            Unidentified(visible(one.name, MAX_NAME), one.count, _place(one.at))
            for one in software.unidentified
        ),
        supplied_from=tuple(visible(name, MAX_NAME) for name in software.supplied_from),
        covered=tuple(visible(name, MAX_NAME) for name in software.covered),
        hashes={visible(name, MAX_PLACE): digest for name, digest in software.hashes.items()},
    )


def _component(one: SoftwareComponent) -> SoftwareComponent:
    return replace(
        one,
        name=visible(one.name, MAX_NAME),
        purl=visible(one.purl, MAX_PLACE),
        version=visible(one.version, MAX_VERSION),
        traces=tuple(
            Trace(trace.means, _place(trace.at), visible(trace.version, MAX_VERSION))
            for trace in one.traces
        ),
        licences=tuple(visible(licence, MAX_NAME) for licence in one.licences),
        supplier=visible(one.supplier, MAX_NAME),
        country=visible(one.country, MAX_NAME),
    )


def _place(at: Location) -> Location:
    file, member, place = (visible(text, MAX_PLACE) for text in (at.file, at.member, at.at))
    return Location(file, member, place, at.build)
