"""Verifies the signers of schemes v2, v3 and v3.1, which differ little."""

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType

from appsec.facts.signing import ANY_LATER, Certificate, Flaw, Scheme, Signer
from appsec.model.frozen import slotted
from appsec.model.outcome import Location
from appsec.readers.apk.signing import certificates, lineage
from appsec.readers.apk.signing.algorithms import TABLE, Algorithm, Unsupported, verifies
from appsec.readers.apk.signing.block import V2, V3, V31, Block
from appsec.readers.apk.signing.checked import BLOCK, Checked, CheckedSigner, Refuted
from appsec.readers.apk.signing.content import Content, Kind
from appsec.readers.apk.signing.cursor import Cursor, Malformed

IDS: Mapping[Scheme, int] = MappingProxyType({Scheme.V2: V2, Scheme.V3: V3, Scheme.V31: V31})
MAX_SIGNERS = 10
"""As many as the platform takes."""

_STRIPPED = 0xBEEFF00D
_ROTATION = 0x3BA06F8C
_ROTATION_SDK = 0x559F8B02
_SCHEMES = MappingProxyType({2: Scheme.V2, 3: Scheme.V3})
_FIRST_SDK = MappingProxyType({Scheme.V2: 24, Scheme.V3: 28, Scheme.V31: 33})
_VERITY_SDK = 28


@slotted
class _Signer:
    """The parts of one signer, as they stand."""

    signed: bytes
    signatures: list[tuple[int, bytes]]
    key: bytes
    first_sdk: int
    last_sdk: int
    digests: list[tuple[int, bytes]] = field(default_factory=list)
    certificates: list[bytes] = field(default_factory=list)
    attributes: list[tuple[int, bytes]] = field(default_factory=list)


def check_scheme(scheme: Scheme, block: Block | None, content: Content) -> Checked:
    """What one scheme of the block comes to."""
    which = IDS[scheme]
    if block is None or not block.has(which):
        # Android finds nothing in a broken block. v3.1 never stands alone: its absence is no flaw.
        damaged = block is not None and block.broken and scheme is not Scheme.V31
        return Checked(scheme, flaw=Flaw.MALFORMED if damaged else None)
    if which in block.repeated or which in block.too_large:
        flaw = Flaw.DUPLICATE if which in block.repeated else Flaw.TOO_LARGE
        return Checked(scheme, found=True, flaw=flaw)
    try:
        records = list(Cursor(Cursor(block.values[which]).prefixed()).records())
        if not records or len(records) > MAX_SIGNERS:
            raise Malformed
        signers = [
            _check_signer(scheme, record, content, number) for number, record in enumerate(records)
        ]
    except Malformed:
        return Checked(scheme, found=True, flaw=Flaw.MALFORMED)
    return Checked(scheme, found=True, signers=tuple(signers))


def _check_signer(scheme: Scheme, record: bytes, content: Content, number: int) -> CheckedSigner:
    """Raises Malformed where not even the versions that it is for can be read."""
    signer = _outer(scheme, record)
    span = (signer.first_sdk, signer.last_sdk)
    told = _described(scheme, signer, number)
    try:
        chosen = _chosen(scheme, signer)
        _verify_signatures(signer, chosen)
        _read_signed(scheme, signer)
        first = certificates.parse(next(iter(signer.certificates), b""))
        if certificates.key_info(first) != signer.key:
            raise Refuted(Flaw.KEY_MISMATCH)
        digests = _verify_digests(signer, chosen, content)
        rotation, before = _attributes(scheme, signer)
        also = _also(scheme, signer)
    except Refuted as refuted:
        return CheckedSigner(told, refuted.flaw, refuted.where, *span)
    except Unsupported:
        return CheckedSigner(told, Flaw.UNSUPPORTED, "", *span)
    except Malformed:
        return CheckedSigner(told, Flaw.MALFORMED, "", *span)
    only_verity = all(one.kind is Kind.VERITY for one in chosen.values())
    if only_verity:
        span = (max(span[0], _VERITY_SDK), span[1])
    told = _described(scheme, signer, number, before, span)
    return CheckedSigner(told, None, "", *span, digests=digests, also=also, rotation_sdk=rotation)


def _outer(scheme: Scheme, record: bytes) -> _Signer:
    cursor = Cursor(record)
    signed = cursor.prefixed()
    first, last = _FIRST_SDK[scheme], ANY_LATER
    if scheme is not Scheme.V2:
        first, last = cursor.u32(), cursor.u32()
        if first > last or last > ANY_LATER:
            raise Malformed
    signatures = [(which, one.prefixed()) for which, one in Cursor(cursor.prefixed()).numbered()]
    return _Signer(signed, signatures, cursor.prefixed(), first, last)


def _read_signed(scheme: Scheme, signer: _Signer) -> None:
    """Fill in what the signature covers. Raises Malformed, or Refuted if the versions differ."""
    cursor = Cursor(signer.signed)
    signer.digests = [
        (which, one.prefixed()) for which, one in Cursor(cursor.prefixed()).numbered()
    ]
    signer.certificates = list(Cursor(cursor.prefixed()).records())
    if not signer.certificates:
        raise Malformed
    if scheme is not Scheme.V2 and (cursor.u32(), cursor.u32()) != (
        signer.first_sdk,
        signer.last_sdk,
    ):
        raise Refuted(Flaw.SDK_RANGE)
    signer.attributes = [(which, one.rest()) for which, one in Cursor(cursor.prefixed()).numbered()]


def _chosen(scheme: Scheme, signer: _Signer) -> dict[int, Algorithm]:
    """The signatures that some Android version looks at: the best, and the best of the time
    before Android 9, which does not know verity."""
    if not signer.signatures:
        raise Malformed
    known = {which: TABLE[which] for which, _ in signer.signatures if which in TABLE}
    if not known:
        raise Unsupported
    best = max(known, key=lambda which: known[which].kind)
    chosen = {best: known[best]}
    older = {which: one for which, one in known.items() if one.kind is not Kind.VERITY}
    if scheme is Scheme.V2 and older:
        second = max(older, key=lambda which: older[which].kind)
        chosen[second] = older[second]
    return chosen


def _verify_signatures(signer: _Signer, chosen: Mapping[int, Algorithm]) -> None:
    first = dict(reversed(signer.signatures))  # of two with one number the first counts
    for which, algorithm in chosen.items():
        how = (algorithm.family, algorithm.hash_name)
        if not verifies(signer.key, how, first[which], signer.signed):
            raise Refuted(Flaw.SIGNATURE)


def _verify_digests(
    signer: _Signer, chosen: Mapping[int, Algorithm], content: Content
) -> frozenset[tuple[Kind, bytes]]:
    if [which for which, _ in signer.digests] != [which for which, _ in signer.signatures]:
        raise Refuted(Flaw.ALGORITHMS)
    kinds = {one.kind for one in chosen.values()}
    vouched = {(TABLE[w].kind, digest) for w, digest in signer.digests if w in TABLE}
    if Kind.VERITY in kinds and not content.has_whole_pages:
        raise Refuted(Flaw.MALFORMED)
    for kind, digest in vouched:
        if kind in kinds and content.digest(kind) != digest:
            raise Refuted(Flaw.DIGEST)
    return frozenset(vouched)


def _attributes(scheme: Scheme, signer: _Signer) -> tuple[int | None, tuple[Certificate, ...]]:
    """Where v3.1 takes over, if it does, and the certificates before this signer's."""
    takes_over: int | None = None
    before: tuple[Certificate, ...] = ()
    for which, value in signer.attributes:
        if scheme is Scheme.V2:
            continue
        if which == _ROTATION:
            before = lineage.verify(value, signer.certificates[0])
        elif which == _ROTATION_SDK and scheme is Scheme.V3:
            takes_over = Cursor(value).u32()
    return takes_over, before


def _also(scheme: Scheme, signer: _Signer) -> frozenset[Scheme]:
    values = [Cursor(value).u32() for which, value in signer.attributes if which == _STRIPPED]
    named = {_SCHEMES[one] for one in values if one in _SCHEMES}
    return frozenset(named) if scheme is Scheme.V2 else frozenset()


def _described(
    scheme: Scheme,
    signer: _Signer,
    number: int,
    before: tuple[Certificate, ...] = (),
    span: tuple[int, int] | None = None,
) -> Signer | None:
    """The signer as a fact, be its signature good or not; None if it cannot be read."""
    try:
        _read_signed(scheme, signer)
    except Refuted:
        pass  # the certificates stand before what differs
    except Malformed:
        return None
    try:
        certificate = certificates.describe(certificates.parse(signer.certificates[0]))
    except Malformed:
        return None
    names = {TABLE[which].hash_name for which, _ in signer.signatures if which in TABLE}
    first, last = span or (signer.first_sdk, signer.last_sdk)
    return Signer(
        certificate=certificate,
        digests=tuple(sorted(names)),
        at=Location(BLOCK, scheme, f"signer {number + 1}"),
        first_sdk=first,
        last_sdk=last,
        lineage=before,
    )
