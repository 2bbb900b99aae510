"""Schemes v2, v3 and v3.1: each way in which a block can be sound, lie or be damaged."""

from dataclasses import replace
from struct import pack, pack_into

import pytest

from appsec.facts.signing import Scheme
from samples.android import signing_block as block
from tests.apk_signer import (
    FILES,
    Jar,
    digest_of,
    jar_apk,
    key,
    plain_apk,
    read,
    v2,
    v3,
    with_block,
)

ALL = (24, block.NO_END)
SOUND = ("verified", "")
KINDS = {0x0201: "ec", 0x0202: "ec", 0x0423: "ec", 0x0301: "dsa", 0x0425: "dsa"}


def value(*signers: bytes) -> bytes:
    return block.scheme(*signers)


@pytest.mark.parametrize(
    "algorithm",
    [0x0101, 0x0102, 0x0103, 0x0104, 0x0201, 0x0202, 0x0301, 0x0421, 0x0423, 0x0425],
    ids=hex,
)
def test_every_algorithm_is_verified_and_a_changed_file_is_seen(algorithm: int) -> None:
    apk = plain_apk(pages=True)
    identity = key(KINDS.get(algorithm, "rsa")).identity(algorithm)
    pairs = (
        (block.V2, v2(apk, identity)),
        (block.V3, value(v3(apk, identity, ALL))),
    )
    signed = with_block(apk, *pairs, pages=True)
    told = read(signed)
    assert [told.of(s) for s in (Scheme.V2, Scheme.V3)] == [SOUND, SOUND]
    changed = bytearray(signed)
    changed[4000] ^= 1  # in the filling that no file owns
    told = read(bytes(changed))
    assert [told.of(s) for s in (Scheme.V2, Scheme.V3)] == [("invalid", "digest")] * 2


def test_verity_alone_is_nothing_to_android_8() -> None:
    apk = plain_apk(pages=True)
    pair = (block.V2, v2(apk, key().identity(0x0421)))
    told = read(with_block(apk, pair, pages=True), min_sdk=24)
    assert told.ranges == {"7-8": "v2 sdk-range", "9-12": "v2 ok", "≥ 13": "v2 ok"}


@pytest.mark.parametrize("pages", [(True, False), (False, True)])
def test_verity_asks_for_whole_pages(pages: tuple[bool, bool]) -> None:
    apk = plain_apk(pages=pages[0])
    pair = (block.V2, v2(apk, key().identity(0x0421)))
    told = read(with_block(apk, pair, pages=pages[1]))
    assert told.of(Scheme.V2) == ("invalid", "malformed")


def test_an_algorithm_that_nobody_knows_is_unknown_unless_another_stands_beside_it() -> None:
    apk = plain_apk()
    odd = replace(key().identity(), algorithm=0x0999)
    digest = digest_of(apk)
    alone = with_block(apk, (block.V2, value(block.signer(odd, digest))))
    assert read(alone).of(Scheme.V2) == ("unknown", "unsupported")
    assert set(read(alone, 24).ranges.values()) == {"v2 unsupported"}


def altered(apk: bytes, change: str) -> bytes:
    """A v3 signer with one lie."""
    mine, other = key().identity(), key("next", "Other").identity()
    digest = digest_of(apk)
    signer = block.signer(mine, digest, (), ALL)
    match change:
        case "key-mismatch":
            signer = block.signer(replace(mine, certificate=other.certificate), digest, (), ALL)
        case "signature":
            signer = signer.replace(digest, bytes(32))
        case "digest":
            signer = block.signer(mine, bytes(32), (), ALL)
        case "sdk-range":
            at = signer.rindex(pack("<II", *ALL))
            signer = signer[:at] + pack("<II", 24, 99) + signer[at + 8 :]
        case "malformed":
            signer = signer[:-1]
        case "algorithms":
            signer = with_algorithms(mine, digest)
    return value(signer)


def with_algorithms(mine: block.Identity, digest: bytes) -> bytes:
    """Digests that are listed under other numbers than the signatures."""
    digests = block.prefixed(pack("<I", 0x0101) + block.prefixed(digest))
    signed = block.prefixed(digests, block.prefixed(mine.certificate))
    signed += pack("<II", *ALL) + block.prefixed(b"")
    signature = pack("<I", mine.algorithm) + block.prefixed(mine.sign(signed))
    body = block.prefixed(signed) + pack("<II", *ALL)
    return body + block.prefixed(block.prefixed(signature), mine.key)


@pytest.mark.parametrize(
    "flaw", ["key-mismatch", "signature", "digest", "sdk-range", "malformed", "algorithms"]
)
def test_a_signer_that_lies_is_refused(flaw: str) -> None:
    apk = plain_apk()
    told = read(with_block(apk, (block.V3, altered(apk, flaw))), min_sdk=28)
    assert told.of(Scheme.V3) == ("invalid", flaw)
    assert told.ranges == {"9-12": f"v3 {flaw}", "≥ 13": f"v3 {flaw}"}


@pytest.mark.parametrize(
    ("signers", "wanted"),
    [(0, ("invalid", "malformed")), (2, SOUND), (10, SOUND), (11, ("invalid", "malformed"))],
)
def test_v2_takes_one_to_ten_signers(signers: int, wanted: tuple[str, str]) -> None:
    apk = plain_apk()
    told = read(with_block(apk, (block.V2, v2(apk, *[key().identity()] * signers))))
    assert told.of(Scheme.V2) == wanted


def test_one_bad_signer_of_v2_is_enough() -> None:
    apk = plain_apk()
    mine = key().identity()
    signers = [block.signer(mine, digest_of(apk)), block.signer(mine, bytes(32))]
    told = read(with_block(apk, (block.V2, value(*signers))))
    assert told.of(Scheme.V2) == ("invalid", "digest")


def test_two_blocks_of_one_scheme_are_not_guessed_at() -> None:
    apk = plain_apk()
    pair = (block.V2, v2(apk, key().identity()))
    assert read(with_block(apk, pair, pair)).of(Scheme.V2) == ("unknown", "duplicate")


def test_a_huge_value_is_not_read() -> None:
    apk = with_block(plain_apk(), (block.V2, bytes((1 << 20) + 1)))
    assert read(apk).of(Scheme.V2) == ("unknown", "too-large")


@pytest.mark.parametrize("where", ["first-size", "last-size", "pair"])
def test_android_sees_no_signature_in_a_broken_block(where: str) -> None:
    bare = jar_apk(Jar().sign(FILES, key()))
    whole = bytearray(with_block(bare, (block.V2, v2(bare, key().identity()))))
    start = len(block.take_apart(bytes(whole)).contents)
    end = whole.rindex(b"APK Sig Block 42") - 8
    at = {"first-size": start, "last-size": end, "pair": start + 8}[where]
    pack_into("<Q", whole, at, int.from_bytes(whole[at : at + 8], "little") + 4)
    told = read(bytes(whole))
    assert told.of(Scheme.V2) == ("invalid", "malformed")
    assert set(told.ranges.values()) == {"v1 ok"}  # as if the block were not there


def test_without_v1_a_broken_block_leaves_nothing() -> None:
    apk = plain_apk()
    whole = bytearray(with_block(apk, (block.V2, v2(apk, key().identity()))))
    whole[whole.rindex(b"APK Sig Block 42") - 8] ^= 1
    told = read(bytes(whole))
    assert told.ranges == {
        "≤ 6": "none",
        "7-8": "v2 malformed",
        "9-12": "v2 malformed",
        "≥ 13": "v2 malformed",
    }


def test_each_version_needs_exactly_one_signer_of_v3() -> None:
    apk = plain_apk()
    mine, other = key().identity(), key("next", "Other").identity()

    def ranges(*spans: tuple[int, int]) -> dict[str, str]:
        pairs = zip((mine, other), spans, strict=True)
        signers = [v3(apk, identity, span) for identity, span in pairs]
        return read(with_block(apk, (block.V3, value(*signers))), min_sdk=28).ranges

    fine = {"9-12": "v3 ok", "≥ 13": "v3 ok"}
    assert ranges((28, 30), (31, block.NO_END)) == fine
    assert ranges((28, 32), (35, block.NO_END)) == fine | {"≥ 13": "v3 sdk-range"}
    assert ranges((28, 31), (31, block.NO_END)) == fine | {"9-12": "v3 sdk-range"}
    assert ranges((28, 32), (33, 99)) == fine | {"≥ 13": "v3 sdk-range"}


def proof(*chain: block.Identity) -> bytes:
    return block.attribute(block.ROTATION, block.lineage(*chain))


def test_a_lineage_must_hold_and_end_with_the_signer() -> None:
    apk = plain_apk()
    old, new = key(name="Old").identity(), key("next", "New").identity()
    forged = replace(old, sign=new.sign)

    def flaw(*chain: block.Identity) -> str:
        signer = v3(apk, new, ALL, proof(*chain))
        return read(with_block(apk, (block.V3, value(signer)))).of(Scheme.V3)[1]

    assert flaw(old, new) == ""
    assert flaw(new) == ""
    assert flaw(forged, new) == "lineage"
    assert flaw(new, old) == "lineage"
    assert flaw(old, new, old, new) == "lineage"
    assert flaw() == "lineage"


def test_the_certificates_before_the_signer_are_told_oldest_first() -> None:
    apk = plain_apk()
    chain = [key(name=n).identity() for n in ("First", "Second")]
    chain.append(key("next", "Third").identity())
    told = read(with_block(apk, (block.V3, value(v3(apk, chain[-1], ALL, proof(*chain))))))
    (signer,) = next(s for s in told.schemes if s.scheme is Scheme.V3).signers
    assert signer.certificate.subject == "CN=Third"
    assert [one.subject for one in signer.lineage] == ["CN=First", "CN=Second"]


def turned(named: int, first: int | None) -> dict[str, str]:
    """v3 that says where v3.1 begins, and v3.1 that begins at `first`, or none."""
    apk = plain_apk()
    old, new = key(name="Old").identity(), key("next", "New").identity()
    turn = block.attribute(block.ROTATION_SDK, pack("<I", named))
    pairs = [(block.V3, value(v3(apk, old, ALL, turn)))]
    if first is not None:
        pairs.append((block.V31, value(v3(apk, new, (first, block.NO_END), proof(old, new)))))
    return read(with_block(apk, *pairs), min_sdk=28).ranges


def test_v31_takes_over_where_v3_says() -> None:
    """Debian's apksigner predates v3.1: what is wanted here follows the platform's source."""
    assert turned(33, 33) == {"9-12": "v3 ok", "≥ 13": "v3.1 ok"}
    assert turned(34, 34) == {"9-12": "v3 ok", "≥ 13": "v3 ok"}
    assert turned(33, None) == {"9-12": "v3 ok", "≥ 13": "v3 stripped"}
    assert turned(33, 35) == {"9-12": "v3 ok", "≥ 13": "v3 stripped"}


def test_a_scheme_that_came_after_us_leaves_new_versions_unknown() -> None:
    apk = plain_apk()
    pairs = [(block.V3, value(v3(apk, key().identity(), ALL))), (0x70E1C89F, b"new")]
    told = read(with_block(apk, *pairs), min_sdk=28)
    assert told.ranges == {"9-12": "v3 ok", "≥ 13": "v3 unsupported"}


def test_a_v2_that_speaks_of_a_missing_v3_is_stripped_on_android_9() -> None:
    apk = plain_apk()
    also = block.attribute(block.STRIPPING, pack("<I", 3))
    told = read(with_block(apk, (block.V2, v2(apk, key().identity(), attributes=[also]))), 24)
    assert told.ranges == {"7-8": "v2 ok", "9-12": "v2 stripped", "≥ 13": "v2 stripped"}
