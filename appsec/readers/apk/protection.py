"""The protection level of a permission that an app declares."""

from appsec.readers.apk.attributes import Attr
from appsec.readers.apk.axml import Element
from appsec.readers.apk.settings import Settings

_BASES = ("normal", "dangerous", "signature", "signatureOrSystem", "internal")
_BASE_MASK = 0xF
_FLAGS = {
    0x10: "privileged",
    0x20: "development",
    0x40: "appop",
    0x80: "pre23",
    0x100: "installer",
    0x200: "verifier",
    0x400: "preinstalled",
    0x800: "setup",
    0x1000: "instant",
    0x2000: "runtime",
    0x4000: "oem",
    0x8000: "vendorPrivileged",
    0x10000: "textClassifier",
    0x80000: "configurator",
    0x100000: "incidentReportApprover",
    0x200000: "appPredictor",
    0x400000: "module",
    0x800000: "companion",
    0x1000000: "retailDemo",
    0x2000000: "recents",
    0x4000000: "role",
    0x8000000: "knownSigner",
}


def protection_of(settings: Settings, element: Element, member: str) -> tuple[str, tuple[str, ...]]:
    """Base and flags by name. One that cannot be told is a gap, and given as the strictest."""
    value = element.get(Attr.PROTECTION_LEVEL)
    if value is None or value.is_null:
        return _BASES[0], ()
    if value.text:
        base, *flags = value.text.split("|")
        if base in _BASES:
            return base, tuple(flags)
    level = settings.number(element, member, Attr.PROTECTION_LEVEL)
    if level is None or level & _BASE_MASK >= len(_BASES):
        settings.lose("several-values", {"member": member, "attribute": Attr.PROTECTION_LEVEL.word})
        return "signature", ()
    names = tuple(name for bit, name in _FLAGS.items() if level & bit)
    return _BASES[level & _BASE_MASK], names
