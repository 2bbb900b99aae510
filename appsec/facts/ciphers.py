"""What a cipher's name says, as Cipher.getInstance takes it: `AES/GCM/NoPadding`."""

import re
from collections.abc import Collection

from appsec.facts.constants import constant_texts
from appsec.facts.values import Returned, Value, alternatives

_PBE_WEAK = re.compile(r"PBE.*AND(\d+-?BIT-?)?(DES(?!EDE)|RC2|RC4)")


def cipher_of(name: str) -> str:
    """The cipher alone, in capitals."""
    return name.upper().partition("/")[0]


def algorithms_of(made: Value) -> tuple[str, ...]:
    """The algorithms, in capitals, for which an object may be made that `getInstance` gave, as
    far as they are told."""
    return tuple(
        name.upper()
        for one in alternatives(made)
        if isinstance(one, Returned) and one.method.name == "getInstance"
        for given in one.arguments[:1]
        for name in constant_texts(given)
    )


def is_weak_cipher(name: str, broken: Collection[str], block: Collection[str]) -> bool:
    """Whether the cipher is one of those that are broken, or its mode ECB: a block cipher's name
    alone means that, too."""
    cipher, mode = cipher_of(name), name.upper().split("/")[1:2]
    if cipher in broken or _PBE_WEAK.match(cipher):
        return True
    return cipher in block and (not mode or mode[0] in ("", "ECB"))
