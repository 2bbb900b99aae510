import pytest

from appsec.facts.ciphers import cipher_of, is_weak_cipher


@pytest.mark.parametrize(
    ("name", "weak"),
    [
        ("des/CBC/PKCS5Padding", True),
        ("AES", True),
        ("AES/", True),
        ("AES/ECB/NoPadding", True),
        ("PBEWithMD5AndDES", True),
        ("AES/GCM/NoPadding", False),
        ("RSA/ECB/PKCS1Padding", False),
        ("PBEWithSHA1AndDESede", False),
        ("", False),
    ],
)
def test_what_a_name_says(name, weak):
    assert is_weak_cipher(name, {"DES"}, {"AES"}) is weak


def test_the_cipher_alone():
    assert cipher_of("aes/gcm/NoPadding") == "AES"
