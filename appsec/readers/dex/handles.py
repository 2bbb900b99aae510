"""Methods that a file holds as values: whoever gets one may call it with anything."""

from collections.abc import Iterator

import numpy as np

from appsec.readers.dex.file import BadDex, Dex
from appsec.readers.dex.members import MAP_ITEM
from appsec.readers.dex.names import MethodRef

_HANDLES = 0x0008
"""The kind of the map's item that tells of them."""
_HANDLE = np.dtype([("kind", "<u2"), ("unused", "<u2"), ("member", "<u2"), ("unused_too", "<u2")])
_OF_METHODS = range(4, 9)
"""Kinds of handles; those below are of fields."""


def held_methods(dex: Dex) -> Iterator[MethodRef]:
    """The methods of which the file has a handle, as lambdas have that no compiler took apart.
    Raises BadDex."""
    count = int.from_bytes(dex.part(dex.map_offset, 4), "little")
    items = np.frombuffer(dex.part(dex.map_offset + 4, count * MAP_ITEM.itemsize), MAP_ITEM)
    for item in items[items["kind"] == _HANDLES]:
        size = int(item["size"]) * _HANDLE.itemsize
        handles = np.frombuffer(dex.part(int(item["at"]), size), _HANDLE)
        of_methods = handles[np.isin(handles["kind"], _OF_METHODS)]
        members = np.unique(of_methods["member"]).tolist()
        if members and members[-1] >= len(dex.methods):
            raise BadDex("a handle of a method that is not there")
        yield from map(dex.method, members)
