"""External entities of XML."""

import pytest

from tests.apps import ios_app
from tests.ios_code import NOTHING, Number, call, native_code

CHECK = "ios-xml-entities"
SETTER = "-[NSXMLParser setShouldResolveExternalEntities:]"


def hits(outcome, site):
    done = outcome(CHECK, ios_app(native_code=native_code(site)))
    return [(type(one).__name__, one.key) for one in done.seen]


def test_parser(outcome):
    assert hits(outcome, call(SETTER, Number(1))) == [("Question", "resolves")]
    assert hits(outcome, call(SETTER, Number(0))) == []
    assert hits(outcome, call(SETTER, NOTHING)) == []


@pytest.mark.parametrize(
    "name, at",
    [("xmlReadMemory", 4), ("xmlReadFile", 2), ("xmlReadDoc", 3), ("xmlCtxtReadMemory", 5)],
)
@pytest.mark.parametrize("options, found", [(2, 1), (4, 1), (2048 | 4, 1), (0, 0), (2048, 0)])
def test_libxml2(outcome, name, at, options, found):
    site = call(name, *[NOTHING] * at, Number(options))
    assert hits(outcome, site) == [("Question", "resolves")] * found
