"""Whatever the bytes are, reading ends in an answer, and no change leaves a signature verified."""

from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from appsec.facts.signing import Scheme
from appsec.readers.archive import ArchiveError
from samples.android import signing_block as block
from tests.apk_signer import FILES, Jar, jar_apk, key, plain_apk, read, with_block

SIGNING = Path(__file__).parents[4] / "samples/android/signing"
ROTATED = (SIGNING / "rotated.apk").read_bytes()
PARTS = block.take_apart(ROTATED)
JAR = Jar().sign(FILES, key())
COVERED = len(PARTS.contents)
QUICK = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@QUICK
@given(at=st.integers(0, COVERED - 1), bit=st.integers(0, 7))
def test_no_bit_of_the_content_can_be_flipped(at: int, bit: int) -> None:
    changed = bytearray(ROTATED)
    changed[at] ^= 1 << bit
    try:
        told = read(bytes(changed))
    except ArchiveError:
        return
    assert "verified" not in {told.of(scheme)[0] for scheme in (Scheme.V2, Scheme.V3)}


def spoilt(data: bytes, cuts: list[tuple[int, int, bytes]]) -> bytes:
    for at, length, new in cuts:
        start = at % (len(data) + 1)
        data = data[:start] + new + data[start + length :]
    return data


CUTS = st.lists(
    st.tuples(st.integers(0, 1 << 16), st.integers(0, 9), st.binary(max_size=9)), max_size=4
)


@QUICK
@given(which=st.sampled_from([block.V2, block.V3]), cuts=CUTS)
@example(which=block.V3, cuts=[(0, 0, b"")])
def test_a_spoilt_signer_is_never_believed_and_never_crashes(
    which: int, cuts: list[tuple[int, int, bytes]]
) -> None:
    value = PARTS.value(which)
    after = spoilt(value, cuts)
    told = read(with_block(ROTATED, *[(n, after if n == which else v) for n, v in PARTS.pairs]))
    scheme = Scheme.V2 if which == block.V2 else Scheme.V3
    if after == value:
        assert told.of(scheme) == ("verified", "")


@QUICK
@given(value=st.binary(max_size=200), which=st.sampled_from([block.V2, block.V3, block.V31]))
def test_any_value(value: bytes, which: int) -> None:
    for one in (value, block.prefixed(value), block.prefixed(block.prefixed(value))):
        read(with_block(plain_apk(), (which, one)))


@QUICK
@given(name=st.sampled_from(sorted(n for n in JAR if n.startswith("META-INF/"))), cuts=CUTS)
def test_a_spoilt_jar_signature_never_crashes(
    name: str, cuts: list[tuple[int, int, bytes]]
) -> None:
    after = spoilt(JAR[name], cuts)
    told = read(jar_apk(JAR | {name: after}))
    if after == JAR[name]:
        assert told.of(Scheme.V1) == ("verified", "")
    elif name.endswith(".SF"):
        assert told.of(Scheme.V1)[0] != "verified"


@QUICK
@given(cuts=CUTS)
def test_a_spoilt_idsig_never_crashes(cuts: list[tuple[int, int, bytes]], tmp_path: Path) -> None:
    apk, idsig = (SIGNING / "fixed.apk", SIGNING / "fixed.apk.idsig")
    path = tmp_path / "x.apk"
    path.with_name("x.apk.idsig").write_bytes(spoilt(idsig.read_bytes(), cuts))
    read(apk.read_bytes(), path=path)
