"""What is told of each run in an assessment."""

from collections.abc import Iterator

from appsec.model.run_seen import RunSeen
from appsec.model.text import visible
from appsec.model.trace import Drop, HookState, Phase
from appsec.readers.trace.index import Index
from appsec.readers.trace.runs import Traces
from appsec.readers.trace.watched import whole_spans

MAX_MISSING = 200
MAX_TEXT = 200


def runs_seen(runs: Traces) -> Iterator[RunSeen]:
    """Every trace of this build, the broken ones included."""
    return (run_seen(name, told) for name, told in runs.indexes)


def run_seen(name: str, told: Index) -> RunSeen:
    """One trace."""
    meta = told.meta
    installed = [one for one in told.hooks.values() if one.state is HookState.INSTALLED]
    missing = sorted(one.id for one in told.hooks.values() if one.state is not HookState.INSTALLED)
    return RunSeen(
        run=name,
        created=_text(meta.created),
        sha256=told.sha256,
        app_sha256=_text(meta.app_sha256),
        package=_text(meta.package),
        device=_text(" ".join(filter(None, (meta.device.model, f"({meta.device.kind})")))),
        os=_text(meta.device.os),
        rooted=meta.device.rooted,
        instrumented=meta.instrumented,
        variant=tuple(map(_text, meta.variant)),
        phases=tuple(str(phase) for phase in Phase if whole_spans(told, phase)),
        hooks=len(installed),
        missing=tuple(map(_text, missing[:MAX_MISSING])),
        calls=sum(told.exercised.values()),
        dropped=sum(drop.count for _, drop in told.of(Drop)),
        canaries=len(meta.canaries),
        end=str(told.end.reason) if told.end else "",
        trouble=str(told.trouble[0]) if told.trouble else "",
    )


def _text(written: str) -> str:
    return visible(written)[:MAX_TEXT]
