import pytest

from appsec.facts.android import Anchor, NetworkConfig, TrafficRule
from appsec.facts.code import Annotation
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import AT as MANIFEST
from tests.apps import android_app, lost
from tests.code import code, method

CHECK = "android-cleartext-endpoint"
GET, HTTP = "retrofit2.http.GET", "retrofit2.http.HTTP"
CALL = "tw.example.app.Api.parcels"
AT = Location("classes.dex", CALL)
URL = "http://api.example.tw/parcels"


def app(text, *, kind=GET, name="value", origin=Origin.APP, permitted=True):
    given = code()
    given.annotated = (Annotation(kind, method(CALL), AT, origin, {name: text}),)
    rule = TrafficRule((), permitted, (Anchor.SYSTEM,), MANIFEST)
    return android_app(code=given, network_config=NetworkConfig(rule, ()))


@pytest.mark.parametrize(("kind", "name"), [(GET, "value"), (HTTP, "path")])
@pytest.mark.parametrize(("permitted", "key"), [(True, "permitted"), (False, "forbidden")])
def test_a_whole_address_in_clear_is_a_question(outcome, kind, name, permitted, key):
    result = outcome(CHECK, app(URL, kind=kind, name=name, permitted=permitted))
    assert list(result.seen) == [Question(key, (AT,), {"count": "1"})]


@pytest.mark.parametrize("text", ["parcels", "/parcels", "https://a.tw/", "http://localhost/a"])
def test_paths_and_other_addresses_are_clean(outcome, text):
    assert outcome(CHECK, app(text)).status is Status.CLEAN


def test_in_a_library_it_is_asked_only_where_nothing_forbids_it(outcome):
    library = Origin.LIBRARY
    assert outcome(CHECK, app(URL, origin=library, permitted=False)).status is Status.CLEAN
    assert list(outcome(CHECK, app(URL, origin=library)).seen) == [
        Question("permitted", (AT,), {"count": "1"}, origin=library)
    ]


def test_code_that_cannot_be_read_is_unknown(outcome):
    rule = TrafficRule((), True, (Anchor.SYSTEM,), MANIFEST)
    config = NetworkConfig(rule, ())
    one = android_app(code=code(), network_config=config, gaps={"code": lost("code")})
    assert outcome(CHECK, one).status is Status.UNKNOWN
