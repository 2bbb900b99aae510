"""The cloud and region whose hosts look like a given one."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from appsec.engine.files import read_yaml
from appsec.model.frozen import frozen


@frozen
class Hosted:
    """What a host's name says of where it is. `country` is an ISO 3166-1 code, only where the
    region is one."""

    cloud: str = ""
    region: str = ""
    country: str = ""


@frozen
class _Cloud:
    name: str
    region: re.Pattern[str] | None
    countries: dict[str, str]
    short: dict[str, str]
    fixed: dict[str, str]


@cache
def _clouds() -> dict[str, _Cloud]:
    """Each cloud by every name that its hosts are below."""
    found: dict[str, _Cloud] = {}
    table: dict[str, Any] = read_yaml(Path(__file__).with_name("clouds.yaml"))
    for name, one in table.items():
        countries = {
            region: code for code, each in one.get("regions", {}).items() for region in each
        }
        pattern = one.get("region")
        cloud = _Cloud(
            name,
            re.compile(pattern) if pattern else None,
            countries,
            one.get("short", {}),
            one.get("fixed", {}),
        )
        found |= dict.fromkeys(one["below"], cloud)
    return found


def hosted(host: str) -> Hosted:
    """The cloud of the longest name that a host is, or is below."""
    clouds, below = _clouds(), host
    while below:
        cloud = clouds.get(below)
        if cloud is not None:
            return _placed(cloud, host[: -len(below)], below)
        below = below.partition(".")[2]
    return Hosted()


def _placed(cloud: _Cloud, before: str, below: str) -> Hosted:
    region = cloud.fixed.get(below, "")
    match = cloud.region.search(before) if cloud.region else None
    if match:
        region = cloud.short.get(match[1], match[1])
    if region not in cloud.countries and match:
        # What only looks like a region says nothing.
        region = ""
    return Hosted(cloud.name, region, cloud.countries.get(region, ""))
