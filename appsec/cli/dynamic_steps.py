"""Steps of a guided session as a tester is told of them, and how one is left."""

from appsec.cli.dynamic_talk import Talk
from appsec.runtime.guided.state import Setup, steps_for
from appsec.runtime.guided.steps import Keep, Step, Which


class Lost(Exception):
    """The run of this step is over: the app, or the connection to it, is gone."""


class DiskFull(Exception):
    """Nothing more can be recorded; says why."""


class Before(Exception):
    """The step before is not whole any more, as turned out when this one was to begin."""


class Again(Exception):
    """Steps that were done are open again: those of one run, or of any."""

    def __init__(self, run: Which | None = None) -> None:
        super().__init__()
        self.run = run


def named(talk: Talk, step: Step) -> str:
    """A step by its number and title."""
    return f"{step.number} {talk.text(step.title)}"


def headed(talk: Talk, setup: Setup, step: Step) -> None:
    """Says which step comes now, and how far that is."""
    steps = steps_for(setup)
    where = {"number": step.number, "place": steps.index(step) + 1, "of": len(steps)}
    talk.say("step", bold=True, colour="blue", title=talk.text(step.title), **where)


def barred(talk: Talk, setup: Setup, step: Step) -> str:
    """Why a step cannot be done in this session at all."""
    if setup.production and not step.production:
        return talk.words("forbidden")
    if step.run is Which.INSTRUMENTED and not setup.agent:
        return talk.words("barred-frida")
    if Keep.CERTIFICATES in step.keeps and setup.probing is None:
        return talk.words("barred-probe")
    return ""
