"""What a cipher's name says, as Cipher.getInstance takes it: `AES/GCM/NoPadding`."""

import re
from collections.abc import Collection

_PBE_WEAK = re.compile(r"PBE.*AND(\d+-?BIT-?)?(DES(?!EDE)|RC2|RC4)")


def cipher_of(name: str) -> str:
    """The cipher alone, in capitals."""
    return name.upper().partition("/")[0]


def is_weak_cipher(name: str, broken: Collection[str], block: Collection[str]) -> bool:
    """Whether the cipher is one of those that are broken, or its mode ECB: a block cipher's name
    alone means that, too."""
    cipher, mode = cipher_of(name), name.upper().split("/")[1:2]
    if cipher in broken or _PBE_WEAK.match(cipher):
        return True
    return cipher in block and (not mode or mode[0] in ("", "ECB"))
