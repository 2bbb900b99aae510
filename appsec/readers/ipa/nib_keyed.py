"""Interface files in the older form: a binary property list that NSKeyedArchiver wrote."""

import plistlib
from typing import Any

from appsec.readers.ipa.nib import MalformedNib, Nib, Node, Ref, Value
from appsec.readers.plist import MALFORMED, check_count

MAGIC = b"bplist"
_ITEMS = "NS.objects"
_ARCHIVERS = ("NSKeyedArchiver", "UINibEncoder")


def parse_keyed(data: bytes) -> Nib:
    """The objects. Raises MalformedNib."""
    try:
        check_count(data)
        plist = plistlib.loads(data, fmt=plistlib.FMT_BINARY)
        return _nib(plist)
    except MALFORMED as error:
        raise MalformedNib from error


def _nib(plist: Any) -> Nib:
    if plist["$archiver"] not in _ARCHIVERS:
        raise MalformedNib
    objects = plist["$objects"]
    if not isinstance(objects, list):
        raise MalformedNib
    return Nib(tuple(_node(one, objects) for one in objects))


def _node(plain: Any, objects: list[Any]) -> Node:
    if not isinstance(plain, dict):
        return Node("", {"NS.string": plain} if isinstance(plain, str) else {})
    kind = ""
    if isinstance(at := plain.get("$class"), plistlib.UID):
        kind = objects[at.data]["$classname"]
        if not isinstance(kind, str):
            raise MalformedNib
    values = {key: _value(value) for key, value in plain.items() if key != "$class"}
    items = plain.get(_ITEMS)
    held = [_value(one) for one in items] if isinstance(items, list) else []
    return Node(kind, values, tuple(one for one in held if isinstance(one, Ref)))


def _value(plain: Any) -> Value:
    if isinstance(plain, plistlib.UID):
        # The first object stands for nil.
        return Ref(plain.data) if plain.data else None
    return plain if isinstance(plain, int | float | str | bytes) else None
