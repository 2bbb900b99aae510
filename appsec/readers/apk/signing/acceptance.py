"""What each range of Android versions makes of the signatures of one APK."""

from collections.abc import Iterable, Mapping

from appsec.facts.signing import (
    Acceptance,
    Androids,
    Flaw,
    Scheme,
    Validity,
)
from appsec.model.frozen import frozen
from appsec.readers.apk.signing.checked import Checked, CheckedSigner, validity_of

_LATEST = 36
"""Levels beyond are tried only where a signer begins or ends there."""

_V2_SDK, _V3_SDK, _V31_SDK = 24, 28, 33
_NEEDS_V2_SDK = 30
"""Both the Android version that refuses v1 alone, and the targetSdk for which it does."""


@frozen
class Signatures:
    """Every scheme of one file. `newer` says that there is one that came after our time."""

    schemes: Mapping[Scheme, Checked]
    newer: bool = False

    def accepted(self, lowest: int, target: int) -> tuple[Acceptance, ...]:
        """One verdict for each range in which the app can be installed."""
        told = []
        for androids in Androids:
            first, last = androids.levels
            if lowest <= last:
                levels = self._levels(max(first, lowest), last)
                told.append(min((self._at(n, target, androids) for n in levels), key=_rank))
        return tuple(told)

    def _levels(self, first: int, last: int) -> Iterable[int]:
        """The levels to try: those known today, and wherever another signer comes into play."""
        signers = [s for one in self.schemes.values() for s in one.signers]
        turns = {s.first_sdk for s in signers} | {s.last_sdk + 1 for s in signers}
        turns |= set(range(first, min(last, max(_LATEST, first)) + 1))
        return sorted(level for level in turns if first <= level <= last)

    def _at(self, level: int, target: int, androids: Androids) -> Acceptance:
        scheme, flaw = self._look(level)
        if scheme is None:
            return Acceptance(androids, Validity.ABSENT)
        if scheme is Scheme.V1 and flaw is None and min(level, target) >= _NEEDS_V2_SDK:
            flaw = Flaw.NEEDS_V2
        if self.newer and level >= _V31_SDK and flaw is None:
            flaw = Flaw.UNSUPPORTED
        return Acceptance(androids, validity_of(flaw), scheme, flaw)

    def _look(self, level: int) -> tuple[Scheme | None, Flaw | None]:
        """The newest scheme that this level knows and finds, and what is wrong with it."""
        v31 = self.schemes[Scheme.V31]
        if level >= _V31_SDK and v31.found and (v31.flaw or _for(v31, level)):
            return Scheme.V31, _only(v31, level)[0]
        if level >= _V3_SDK and self.schemes[Scheme.V3].found:
            return Scheme.V3, self._v3(level)
        if level >= _V2_SDK and self.schemes[Scheme.V2].found:
            return Scheme.V2, self._v2(level)
        return self._v1(level)

    def _v3(self, level: int) -> Flaw | None:
        flaw, signer = _only(self.schemes[Scheme.V3], level)
        if flaw or level < _V31_SDK or signer is None or signer.rotation_sdk is None:
            return flaw
        starts = [one.first_sdk for one in self.schemes[Scheme.V31].signers]
        return None if starts and min(starts) == signer.rotation_sdk else Flaw.STRIPPED

    def _v2(self, level: int) -> Flaw | None:
        v2 = self.schemes[Scheme.V2]
        flaw, _ = v2.first_flaw
        if flaw is None and not all(one.is_for(level) for one in v2.signers):
            return Flaw.SDK_RANGE
        if flaw is None and level >= _V3_SDK and any(Scheme.V3 in one.also for one in v2.signers):
            return Flaw.STRIPPED
        return flaw

    def _v1(self, level: int) -> tuple[Scheme | None, Flaw | None]:
        v1 = self.schemes[Scheme.V1]
        known = {Scheme.V2: _V2_SDK, Scheme.V3: _V3_SDK}
        if not v1.found:
            broken = level >= _V2_SDK and self.schemes[Scheme.V2].flaw
            return (Scheme.V2, Flaw.MALFORMED) if broken else (None, None)
        flaw, _ = v1.first_flaw
        if flaw is None and any(level >= known[one] for s in v1.signers for one in s.also):
            return Scheme.V1, Flaw.STRIPPED
        if flaw is None and level < v1.since:
            return Scheme.V1, Flaw.UNSUPPORTED
        return Scheme.V1, flaw


def _for(checked: Checked, level: int) -> list[CheckedSigner]:
    return [one for one in checked.signers if one.is_for(level)]


def _only(checked: Checked, level: int) -> tuple[Flaw | None, CheckedSigner | None]:
    """The one signer for a level: none or two of them are a flaw."""
    if checked.flaw:
        return checked.flaw, None
    fitting = _for(checked, level)
    if len(fitting) != 1:
        return Flaw.SDK_RANGE, None
    return fitting[0].flaw, fitting[0]


def _rank(acceptance: Acceptance) -> int:
    return list(Validity).index(acceptance.validity)
