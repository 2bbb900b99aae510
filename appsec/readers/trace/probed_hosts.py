"""With which hosts certificates must have been tried, for their refusals to show anything."""

from collections.abc import Collection

from appsec.engine.declaration.matching import covers
from appsec.facts.traffic import ToProbe, Whose
from appsec.model.hostname import is_address, plain


def must_be_shown(
    hosts: ToProbe, came_by: Collection[str], shown: Collection[str]
) -> dict[str, None]:
    """Of the hosts that came by, or were `shown` a bad certificate, those that matter; a declared
    one of the app's own, or a pattern, of which none came by, is among them as it is declared."""
    if not hosts.named:
        return dict.fromkeys(sorted({plain(one) for one in came_by}))
    probed = {plain(one) for one in shown}
    every = {plain(one) for one in came_by} | probed
    # A pattern is told of where no host of it came by: one may have, in another run.
    known = sorted(o for o in every if o[:2] != "*." or not any(covers(o, e) for e in every - {o}))
    found = {one: None for one in known if _matters(hosts.whose(one), one, one in probed)}
    for one in map(plain, hosts.named):
        if not any(covers(one, host) for host in found):
            found[one] = None
    return found


def _matters(whose: Whose, host: str, probed: bool) -> bool:
    """What the tester had probed is thought of as the app's own, and so may be a bare address."""
    return whose is Whose.OWN or (whose is Whose.UNTOLD and (probed or is_address(host)))
