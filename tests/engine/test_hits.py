from appsec.engine.hits import Hit, sightings
from appsec.model.outcome import Evidence, Finding, Location, Origin, Question
from tests.code import CALLER, site

OTHER = "tw.example.app.Login.close"
AT, THERE = Location("classes.dex", CALLER), Location("classes.dex", OTHER)
API = "tw.example.lib.Call.it"


def hits(kind=Finding, origin=Origin.APP, **values):
    return [
        Hit(site(API, caller=one, origin=origin), "seen", values, kind) for one in (CALLER, OTHER)
    ]


def test_own_code_is_told_by_method():
    assert list(sightings([*hits(), *hits()])) == [Finding("seen", AT), Finding("seen", THERE)]


def test_together_all_methods_with_the_same_to_say_are_one():
    seen = list(sightings([*hits(Question, name="a"), *hits(Question, name="b")], together=True))
    assert seen == [
        Question("seen", (THERE, AT), {"name": "a"}),
        Question("seen", (THERE, AT), {"name": "b"}),
    ]


def test_elsewhere_is_one_question_either_way():
    for together in (False, True):
        assert list(sightings(hits(origin=Origin.LIBRARY), together)) == [
            Question("seen-elsewhere", (THERE, AT), {"count": "2"}, origin=Origin.LIBRARY)
        ]


def test_evidence_stays_evidence_elsewhere():
    (seen,) = sightings(hits(Evidence, Origin.UNREACHED), together=True)
    assert isinstance(seen, Evidence)
