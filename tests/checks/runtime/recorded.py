"""Runs the checks that read recorded runs, on an app that has nothing else."""

import hashlib

from appsec.engine.content import load_checks
from appsec.engine.run import run
from appsec.model.declaration_form import Declaration, DeclaredApp
from appsec.model.declaration_rows import DeclaredDomain, DeviceResource
from appsec.model.trace import Mark, Phase
from appsec.readers.trace.leaks import read_leaks
from appsec.readers.trace.runs import read_runs
from appsec.readers.trace.traffic import read_traffic
from samples.run_told import alone_on
from samples.runs import BUILDS, FOLDER, HOST
from tests.apps import android_app, ios_app
from tests.readers.trace.runs import BUILD, Run

CAMERA = ("android.permission.CAMERA", "NSCameraUsageDescription")
"""What the sample app asks for, and declares."""
MAKE = {"android": android_app, "ios": ios_app}


def recorded(platform, paths=None, build=""):
    """The facts of recorded runs: of the fixed samples, if no other is named."""
    build = build or hashlib.sha256(BUILDS[platform].read_bytes()).hexdigest()
    runs = read_runs(list(paths or fixed(platform)), build).value
    return {"runs": runs, "leaks": read_leaks(runs).value, "traffic": read_traffic(runs).value}


def app_of(platform, paths, build="", hosts=(HOST,), **facts):
    """An app of which only these runs and these declared hosts are known."""
    domains = tuple(DeclaredDomain(host=host, owner="own") for host in hosts)
    resources = tuple(DeviceResource(permission=one) for one in CAMERA)
    declared = Declaration(DeclaredApp("tw.example"), domains=domains, device_resources=resources)
    given = {
        "declaration": declared,
        **recorded(platform, paths, build),
        **({"bundles": ()} if platform == "ios" else {}),
        "endpoints": (),
    }
    return MAKE[platform](**given | facts)


def outcomes(platform, paths, **given):
    """What each check of recorded runs comes to, by its id without the platform."""
    app = app_of(platform, paths, **given)
    every = [c for c in load_checks(platform).values() if c.topic == "runtime"]
    return {check.id.removeprefix(f"{platform}-"): run(check, app) for check in every}


def seen(platform, paths, **given):
    """(check, kind, key) of all sightings, as a set."""
    return {
        (name, type(one).__name__, one.key)
        for name, outcome in outcomes(platform, paths, **given).items()
        for one in outcome.seen
    }


def sample(platform, name):
    """The sample run of this name."""
    return FOLDER / platform / name


def fixed(platform):
    """All sample runs in which nothing turns up: one under an agent, and what is tried without."""
    return [
        sample(platform, name)
        for name in ("fixed", *(f"fixed-{one}" for one in alone_on(platform)))
    ]


def told(platform, name, run):
    """What one check says of one sample run: (kind, key) of each sighting."""
    return sorted(
        {(kind, key) for one, kind, key in seen(platform, [sample(platform, run)]) if one == name}
    )


def status(platform, name):
    """What one check comes to on the fixed sample runs."""
    return outcomes(platform, fixed(platform))[name].status


def lacked(platform, name, folder):
    """The keys of what one check lacks of a run of which only the marks came."""
    run_of(platform, folder)
    return sorted({gap.key for gap in outcomes(platform, [folder], build=BUILD)[name].gaps})


def run_of(platform, folder):
    """A run of which only the marks came."""
    run = Run(folder, platform=platform)
    run.write(*(Mark(str(phase), 2) for phase in Phase))
    run.done()
