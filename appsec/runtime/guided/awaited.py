"""What runs lack only because steps of the session are still to come."""

from collections.abc import Collection, Mapping

from appsec.model.trace import Phase
from appsec.runtime.guided.steps import Keep, Step, Which

_PHASE = ("phase-not-run", "phase-before-use", "typed-after-phase")
_SNAPSHOT = ("no-snapshot", "snapshot-before-use", "typed-after-snapshot")
_TYPED = ("no-canary-typed", "canary-not-typed", "field-left-out", "field-typed-and-absent")
_SEEN = ("field-not-seen",)
_AGENT = ("hook-not-exercised", "hook-not-installed", "state-not-told", "process-not-watched")
_LOGINS = ("too-few-logins", "token-not-replayed")
_TRIED = ("not-tried",)
_USING = ("use", "instrumented-use")
"""Steps in which the whole app is used: others of that phase have it open."""
_WHOLE_RUN = ("", "whole-run")


def is_awaited(key: str, values: Mapping[str, str], coming: Collection[Step], run: Which) -> bool:
    """Whether a step to come brings what is lacking, by the key and values of its words. What is
    typed counts in the run in which it is; `run` is the one that goes on."""
    phases = _phases(values)
    of_agent = [one for one in coming if one.run is Which.INSTRUMENTED]
    asked = {question.tried for one in coming for question in one.questions}
    brought = {
        _PHASE: any(
            one.phase in phases and (one.phase is not Phase.USE or one.id in _USING)
            for one in coming
        ),
        _SNAPSHOT: any(one.phase in phases and Keep.SNAPSHOT in one.keeps for one in coming),
        _TYPED: any(one.types and one.run is run for one in coming),
        _SEEN: any(one.types for one in of_agent),
        _AGENT: any(one.phase in phases for one in of_agent),
        _LOGINS: any(one.phase is Phase.SESSION for one in coming),
        _TRIED: values.get("tried") in asked,
    }
    return any(is_brought and key in keys for keys, is_brought in brought.items())


def _phases(values: Mapping[str, str]) -> frozenset[str]:
    """The phases that were asked about; of none in particular, the one in which the app is used."""
    named = {*values.get("phases", values.get("phase", "")).split(", ")}
    return frozenset(named - {*_WHOLE_RUN} or {str(Phase.USE)})
