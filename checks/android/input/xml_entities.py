"""Does the app tell an XML parser to follow document types or external entities?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Constant,
    FieldRead,
    Hit,
    Question,
    Returned,
    Seen,
    Value,
    alternatives,
    constant_text,
    sightings,
    table,
)

_SETS = (
    "javax.xml.parsers.DocumentBuilderFactory.setFeature",
    "javax.xml.parsers.SAXParserFactory.setFeature",
    "javax.xml.stream.XMLInputFactory.setProperty",
    "org.xml.sax.XMLReader.setFeature",
    "org.xmlpull.v1.XmlPullParser.setFeature",
    "org.xmlpull.v1.XmlPullParserFactory.setFeature",
)


def check(app: AndroidApp) -> Iterator[Seen]:
    """Android's own parsers load nothing from outside unless they are told to: only what the
    code switches on, or what would refuse it and is switched off, is asked."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    known: dict[str, bool] = table(__file__, "xml_features")
    for site in app.code.calls(*_SETS):
        for one in alternatives(site.argument(0)):
            feature = constant_text(one) or ""
            settings = map(_truth, alternatives(site.argument(1)))
            if feature in known and known[feature] in settings:
                yield Hit(site, "followed", {"feature": feature}, Question)


def _truth(value: Value) -> bool | None:
    """What is set, be it as an object; None for what cannot be told."""
    if isinstance(value, FieldRead) and value.owner == "java.lang.Boolean":
        return value.name == "TRUE"
    if isinstance(value, Returned) and value.method.api == "java.lang.Boolean.valueOf":
        value = value.argument(0)
    known = value.value if isinstance(value, Constant) else None
    return bool(known) if isinstance(known, int) else None
