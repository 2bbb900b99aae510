import pytest

from appsec.facts.values import UNKNOWN, Constant, FieldRead, Returned
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, method, site, text

CHECK = "android-xml-entities"
AT = Location("classes.dex", CALLER)
PULL = "org.xmlpull.v1.XmlPullParser.setFeature"
DOM = "javax.xml.parsers.DocumentBuilderFactory.setFeature"
STAX = "javax.xml.stream.XMLInputFactory.setProperty"
DOCDECL = "http://xmlpull.org/v1/doc/features.html#process-docdecl"
GENERAL = "http://xml.org/sax/features/external-general-entities"
DISALLOW = "http://apache.org/xml/features/disallow-doctype-decl"
DTD = "javax.xml.stream.supportDTD"
TRUE = FieldRead("java.lang.Boolean", "TRUE", "java.lang.Boolean", True)
BOXED = Returned(
    method("java.lang.Boolean.valueOf", "boolean", returns="java.lang.Boolean"), (Constant(1),)
)


def setting(api, feature, value, **more):
    return android_app(code=code(site(api, text(feature), value, **more)))


@pytest.mark.parametrize(
    ("api", "feature", "value"),
    [
        (PULL, DOCDECL, Constant(1)),
        (DOM, GENERAL, Constant(True)),
        (DOM, DISALLOW, Constant(0)),
        (STAX, DTD, TRUE),
        (STAX, DTD, BOXED),
    ],
)
def test_what_opens_the_parser_is_a_question(outcome, api, feature, value):
    seen = list(outcome(CHECK, setting(api, feature, value)).seen)
    assert seen == [Question("followed", AT, {"feature": feature})]


@pytest.mark.parametrize(
    ("api", "feature", "value"),
    [
        (PULL, DOCDECL, Constant(0)),
        (DOM, DISALLOW, Constant(1)),
        (DOM, "http://xml.org/sax/features/namespaces", Constant(1)),
        (STAX, DTD, FieldRead("java.lang.Boolean", "FALSE", "java.lang.Boolean", True)),
        (STAX, DTD, UNKNOWN),
    ],
)
def test_what_closes_it_or_says_nothing_is_clean(outcome, api, feature, value):
    assert outcome(CHECK, setting(api, feature, value)).status is Status.CLEAN


def test_elsewhere_it_is_one_question(outcome):
    app = setting(PULL, DOCDECL, Constant(1), origin=Origin.LIBRARY)
    assert list(outcome(CHECK, app).seen) == [
        Question("followed-elsewhere", (AT,), {"count": "1"}, origin=Origin.LIBRARY)
    ]


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
