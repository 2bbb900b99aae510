import pytest

from appsec.model.outcome import Location, Question, Status
from appsec.model.software import Means, Nature, Software, SoftwareComponent, SoftwareKind, Trace
from tests.apps import android_app, lost

CHECK = "android-supplier-origin"
AT = Location("a.bin", "x")


def component(name, country="CN", natures=(), version=""):
    trace = (Trace(Means.CLASSES, AT),)
    return SoftwareComponent(
        name,
        SoftwareKind.LIBRARY,
        "",
        version,
        traces=trace,
        supplier="某公司",
        country=country,
        natures=natures,
    )


def run(outcome, *components, gaps=None):
    return outcome(CHECK, android_app(gaps, identified=Software(components)))


@pytest.mark.parametrize(
    ("one", "key"),
    [
        (component("Umeng", natures=(Nature.TRACKER,)), "supplier-prc"),
        (component("GeeTest", natures=(Nature.SECURITY,)), "security-prc"),
        (component("MMKV"), "open-source-prc"),
    ],
)
def test_question_of_each_kind(outcome, one, key):
    (seen,) = run(outcome, one).seen
    assert type(seen) is Question
    assert (seen.key, seen.locations) == (key, (AT,))
    assert seen.values == {"name": one.name, "component": one.name, "supplier": "某公司"}


def test_the_version_is_told_and_is_no_part_of_the_identity(outcome):
    (seen,) = run(outcome, component("Umeng", version="9.4")).seen
    assert (seen.values["component"], seen.identity) == ("Umeng 9.4", ("name",))


def test_others_are_not_asked_about(outcome):
    assert run(outcome, component("OkHttp", country="")).status is Status.CLEAN


def test_what_was_not_read_is_unknown(outcome):
    assert run(outcome, gaps={"identified": lost("identified")}).status is Status.UNKNOWN


def test_a_packer_has_a_check_of_its_own(outcome):
    packer = component("360 Jiagu", natures=(Nature.PACKER, Nature.SECURITY))
    assert run(outcome, packer).status is Status.CLEAN
