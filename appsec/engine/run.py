"""Run checks on an app; the only place that catches what a check should not have raised."""

from appsec.engine.masked import without_values
from appsec.engine.unreached import everything
from appsec.facts.app import App, FactUnavailable
from appsec.model.check import Check
from appsec.model.outcome import Cause, Gap, Outcome, Seen
from appsec.model.shortage import is_out_of_memory

MAX_SEEN = 2000
"""Most sightings kept of one check; the rest becomes a gap, never silence."""


def run(check: Check, app: App) -> Outcome:
    """What one check comes to on one app. What it saw before a fact ran out still counts."""
    seen: list[Seen] = []
    crash = short = ""
    with app.watching() as touched:
        try:
            for sighting in everything(check, app, touched):
                if len(seen) == MAX_SEEN:
                    crash = f"yields more than {MAX_SEEN} sightings"
                    break
                seen.append(_spoken_for(check, sighting))
        except FactUnavailable:
            pass  # the fact is among those touched, and its gap says why
        except Exception as error:
            if is_out_of_memory(error):
                short = "check-out-of-memory"
            else:
                crash = f"{type(error).__name__}: {error}".splitlines()[0][:300]
    gaps = [gap for fact in sorted(touched) for gap in (*app.gaps_of(fact), *app.lacked(fact))]
    if crash or short:
        gaps.append(Gap("", Cause.LOST, short or "check-crashed", {"check": check.id}))
    outcome = Outcome(check.id, tuple(seen), tuple(gaps), crash)
    try:
        return without_values(outcome, app, touched)
    except Exception as error:  # what was seen may hold what must not be told
        short = "check-out-of-memory" if is_out_of_memory(error) else ""
        gaps.append(Gap("", Cause.LOST, short or "check-crashed", {"check": check.id}))
        return Outcome(check.id, (), tuple(gaps), "" if short else type(error).__name__)


def all_gaps(app: App) -> tuple[Gap, ...]:
    """What could not be read of any fact, those included that no check asked for."""
    gaps: list[Gap] = []
    for fact in app.facts():
        try:
            app.read(fact)
        except FactUnavailable:
            pass  # its gap says why
        except Exception:
            gaps.append(Gap(fact, Cause.LOST, "reader-crashed", {}))
        gaps += [gap for gap in app.gaps_of(fact) if gap not in gaps]
    return tuple(gaps)


def _spoken_for(check: Check, sighting: Seen) -> Seen:
    """Refuses what the check's YAML does not announce: a missing message must not go unnoticed."""
    message = check.about.messages.get(sighting.key)
    if message is None:
        raise LookupError(f"{check.id} has no message {sighting.key!r}")
    if message.kind != type(sighting).__name__.lower():
        raise LookupError(f"{check.id} announces {sighting.key!r} as a {message.kind}")
    if not all(isinstance(value, str) for value in sighting.values.values()):
        raise TypeError(f"{check.id} gives {sighting.key!r} a value that is no string")
    return sighting
