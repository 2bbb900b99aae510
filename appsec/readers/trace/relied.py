"""What a run shows that a server goes by, whatever is declared of it."""

from collections.abc import Sequence

from appsec.model.outcome import Location
from appsec.model.run_files import Exchange
from appsec.readers.trace.bodies import Bodies
from appsec.readers.trace.index import Index
from appsec.readers.trace.needs import Needs
from appsec.readers.trace.searched import Searched
from appsec.readers.trace.sessions import Sessions


def relied_on(told: Index, done: Searched, exchanges: Sequence[Exchange]) -> set[str]:
    """The doubtful canaries without which requests are refused that bring no session's beside."""
    asked = done.doubtful - done.undeniable
    values = {one.value: one.id for one in done.sought if one.id in asked}
    if not values:
        return set()
    own = [one for one in exchanges if one.own is not False]
    kept = [(Location("", at=str(number)), one) for number, one in enumerate(own)]
    bodies = Bodies(told)
    needs = Needs(told, kept, bodies, values)
    if not any(needs.need(frozenset((value,)), ()).needed for value in values):
        return set()
    others = Sessions().anew(told, kept, bodies)
    needs = Needs(told, kept, bodies, {*values, *(each for one in others for each in one.values)})
    return {
        canary
        for value, canary in values.items()
        if needs.need(frozenset((value,)), [one for one in others if value not in one.values]).by_it
    }
