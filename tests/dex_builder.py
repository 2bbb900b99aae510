"""Writes small DEX files of any version, to be compared with what is known to be in them."""

from struct import pack

HEADER, CONTAINER_HEADER = 0x70, 0x78
NO_INDEX = 0xFFFFFFFF
_PUBLIC_STATIC = 0x9


def uleb(value: int) -> bytes:
    more = value >> 7
    return bytes([value & 0x7F | (0x80 if more else 0)]) + (uleb(more) if more else b"")


def dex(owner: str, text: str, version: str = "035", base: int = 0) -> bytes:
    """A class `owner` with a method `run` that hands `text` to its own `take`.

    `base` is where the file stands in a container; its offsets count from the container's start.
    """
    size = CONTAINER_HEADER if version == "041" else HEADER
    kinds = sorted([f"L{owner};", "Ljava/lang/Object;", "Ljava/lang/String;", "V"])
    strings = sorted({*kinds, "VL", "run", "take", text}, key=lambda s: s.encode("utf-16-be"))
    type_of = {name: n for n, name in enumerate(kinds)}
    string_of = {name: n for n, name in enumerate(strings)}
    own, void, taken = type_of[f"L{owner};"], type_of["V"], type_of["Ljava/lang/String;"]

    at_types = size + 4 * len(strings)
    at_protos = at_types + 4 * len(kinds)
    at_methods = at_protos + 2 * 12
    at_classes = at_methods + 2 * 8
    at_data = at_classes + 32

    list_at = at_data
    data = pack("<IHH", 1, taken, 0)
    code_at = at_data + len(data)
    units = (0x001A, string_of[text], 0x1071, 1, 0x0000, 0x000E)  # const-string, invoke, return
    data += pack("<4H2I6H", 1, 0, 1, 0, 0, len(units), *units)
    taking_at = at_data + len(data)
    data += pack("<4H2IH", 1, 1, 0, 0, 0, 1, 0x000E) + bytes(2)  # return
    class_at = at_data + len(data)
    direct = uleb(0) + uleb(_PUBLIC_STATIC) + uleb(base + code_at)
    second = uleb(1) + uleb(_PUBLIC_STATIC) + uleb(base + taking_at)
    data += uleb(0) + uleb(0) + uleb(2) + uleb(0) + direct + second
    places = []
    for one in strings:
        places.append(at_data + len(data))
        units_of_text = len(one.encode("utf-16-le")) // 2
        data += uleb(units_of_text) + one.encode("utf-8", "surrogatepass") + b"\0"
    data += bytes(-len(data) % 4)
    map_at = at_data + len(data)
    parts = (
        (0x0000, 1, 0),
        (0x0001, len(strings), size),
        (0x0002, len(kinds), at_types),
        (0x0003, 2, at_protos),
        (0x0005, 2, at_methods),
        (0x0006, 1, at_classes),
        (0x1001, 1, list_at),
        (0x2001, 2, code_at),
        (0x2000, 1, class_at),
        (0x2002, len(strings), places[0]),
        (0x1000, 1, map_at),
    )
    data += pack("<I", len(parts))
    data += b"".join(pack("<2H2I", kind, 0, count, base + at) for kind, count, at in parts)

    tables = b"".join(pack("<I", base + place) for place in places)
    tables += b"".join(pack("<I", string_of[name]) for name in kinds)
    tables += pack("<3I", string_of["V"], void, 0)
    tables += pack("<3I", string_of["VL"], void, base + list_at)
    tables += pack("<2HI", own, 0, string_of["run"]) + pack("<2HI", own, 1, string_of["take"])
    parent = type_of["Ljava/lang/Object;"]
    tables += pack("<8I", own, 1, parent, 0, NO_INDEX, 0, base + class_at, 0)
    total = size + len(tables) + len(data)
    head = b"dex\n" + version.encode() + b"\0" + bytes(24)
    head += pack("<5I", total, size, 0x12345678, 0, 0) + pack("<I", base + map_at)
    head += pack("<2I", len(strings), base + size) + pack("<2I", len(kinds), base + at_types)
    head += pack("<2I", 2, base + at_protos) + pack("<2I", 0, 0)
    head += pack("<2I", 2, base + at_methods) + pack("<2I", 1, base + at_classes)
    head += pack("<2I", len(data), base + at_data)
    if version == "041":
        head += pack("<2I", 0, base)
    return head + tables + data


def container(*files: tuple[str, str]) -> bytes:
    """Several DEX files of version 041 in one."""
    made = b""
    for owner, text in files:
        made += dex(owner, text, "041", base=len(made))
    out, at = bytearray(made), 0
    while at < len(made):
        out[at + 0x70 : at + 0x74] = pack("<I", len(made))
        at += int.from_bytes(made[at + 0x20 : at + 0x24], "little")
    return bytes(out)
