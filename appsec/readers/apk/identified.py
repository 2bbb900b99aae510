"""The software components that an Android package shows."""

from appsec.facts.android import AndroidApp
from appsec.facts.app import Known
from appsec.facts.framework import FrameworkKind
from appsec.model.software import Means, Nature, Software, SoftwareComponent, SoftwareKind, Trace


def read_identified(app: AndroidApp) -> Known[Software]:
    """The frameworks and packers whose files are there."""
    return Known(
        Software(
            tuple(
                SoftwareComponent(
                    one.name,
                    SoftwareKind.FRAMEWORK,
                    traces=(Trace(Means.FILE_NAME, one.at),),
                    natures=(Nature.PACKER,) if one.kind is FrameworkKind.PACKER else (),
                )
                for one in app.frameworks
            )
        )
    )
