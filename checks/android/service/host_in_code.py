"""Which hosts do addresses in the app's own code name?"""

import re
from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    Constant,
    Evidence,
    Location,
    Origin,
    Seen,
    alternatives,
    beginning,
    is_this_device,
    listed,
    table,
)

_HOST = re.compile(r"(?:https?|wss?)://(?:[^/?#@]*@)?([^/?#:@\[\]]+\.[^/?#:@\[\]]+)[/?#:]")
_MOST = 200
"""Places that are shown; the hosts are few, whatever uses them."""


def check(app: AndroidApp) -> Iterator[Seen]:
    """To be compared with what is declared; hosts that the run decides are not here. Libraries'
    hosts are seen in a run."""
    for key, calls in table(__file__, "host_sinks").items():
        found: dict[str, set[Location]] = {}
        for api, number in calls.items():
            for site in app.code.calls(api):
                for host in _hosts(site, number) if site.origin is Origin.APP else ():
                    found.setdefault(host, set()).add(site.at)
        if found:
            places = sorted(set().union(*found.values()))[:_MOST]
            yield Evidence(key, tuple(places), {"hosts": listed(", ", sorted(found))})


def _hosts(site: CallSite, number: int) -> Iterator[str]:
    value = site.receiver if number < 0 else site.argument(number)
    for one in alternatives(value):
        # Only a constant ends where its text does.
        end = "/" if isinstance(one, Constant) else ""
        match = _HOST.match(beginning(one).lower() + end)
        if match and not is_this_device(match[1]):
            yield match[1]
