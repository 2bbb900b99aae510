from appsec.model.outcome import Evidence, Location, Status
from appsec.model.software import Means, Nature, Software, SoftwareComponent, SoftwareKind, Trace
from tests.apps import android_app, lost

CHECK = "android-tracker"
AT = Location("a.bin", "x")


def component(name, *natures, version=""):
    trace = (Trace(Means.CLASSES, AT),)
    return SoftwareComponent(name, SoftwareKind.LIBRARY, "", version, traces=trace, natures=natures)


def run(outcome, *components, gaps=None):
    return outcome(CHECK, android_app(gaps, identified=Software(components)))


def test_each_tracker_is_shown(outcome):
    umeng = component("Umeng", Nature.TRACKER, version="9.4")
    (seen,) = run(outcome, umeng, component("OkHttp")).seen
    assert type(seen) is Evidence
    assert seen.values == {"name": "Umeng", "component": "Umeng 9.4"}
    assert (seen.key, seen.locations, seen.identity) == ("tracker", (AT,), ("name",))


def test_software_for_security_is_no_tracker(outcome):
    assert run(outcome, component("Conscrypt", Nature.SECURITY)).status is Status.CLEAN


def test_what_was_not_read_is_unknown(outcome):
    assert run(outcome, gaps={"identified": lost("identified")}).status is Status.UNKNOWN
