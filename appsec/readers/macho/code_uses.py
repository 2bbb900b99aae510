"""Which functions may name an address."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from appsec.model.frozen import frozen
from appsec.readers.macho.arm64 import Kind, Words, jump_targets
from appsec.readers.macho.arm64_refs import References, offset_places, page_places

_PAGE = 0xFFF
_ENDS = (
    Kind.BRANCH,
    Kind.BRANCH_REGISTER,
    Kind.RETURN,
    Kind.TRAP,
    Kind.CALL,
    Kind.CALL_REGISTER,
    Kind.MEMORY,
    Kind.WILD,
)
"""Behind these control does not go on, or registers are others."""


@frozen
class _Sorted:
    """Values in ascending order, and the number of the function that has each."""

    values: NDArray[np.int64]
    functions: NDArray[np.int64]

    def of(self, value: int) -> NDArray[np.int64]:
        first, last = np.searchsorted(self.values, (value, value + 1))
        return self.functions[first:last]


def _sorted(values: NDArray[np.int64], functions: NDArray[np.int64]) -> _Sorted:
    order = np.argsort(values, kind="stable")
    return _Sorted(values[order], functions[order])


@dataclass
class SectionUses:
    """A section of instructions. `starts` are those of all functions."""

    base: int
    words: Words
    kinds: NDArray[np.uint8]
    references: References
    starts: NDArray[np.int64]
    _having: dict[int, NDArray[np.bool_]] = field(default_factory=dict)

    def of(self, address: int) -> NDArray[np.int64]:
        """The starts of functions that may name it: that have the address itself; or its page and,
        however far from it, its place in the page, put together with no other page."""
        offsets = self._offsets.of(address & _PAGE)
        loose = offsets[self._page(address & ~_PAGE)[offsets]]
        return self.starts[np.union1d(self._near.of(address), loose)]

    def _page(self, page: int) -> NDArray[np.bool_]:
        """Of each function whether it has a page."""
        if page not in self._having:
            having = np.zeros(len(self.starts), np.bool_)
            having[self._pages.of(page)] = True
            self._having[page] = having
        return self._having[page]

    def _numbers(self, addresses: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.searchsorted(self.starts, addresses, "right") - 1

    @cached_property
    def _near(self) -> _Sorted:
        return _sorted(self.references.targets, self._numbers(self.references.sites))

    @cached_property
    def _pages(self) -> _Sorted:
        at, pages = page_places(self.base, self.words, self.kinds)
        return _sorted(pages, self._numbers(at))

    @cached_property
    def _offsets(self) -> _Sorted:
        at, offsets = offset_places(self.base, self.words, self.kinds)
        kept = ~np.isin(at, self._certain())
        return _sorted(offsets[kept], self._numbers(at[kept]))

    def _certain(self) -> NDArray[np.int64]:
        """Where an address can be no other than what it is put together to: control comes there
        from the page above it, and from nowhere else."""
        labels, ends = (np.zeros(len(self.words) + 1, np.int64) for _ in range(2))
        targets = jump_targets(self.base, self.words, self.kinds)
        for places in (targets, self.starts):
            at = (places - self.base) // 4
            labels[at[(at >= 0) & (at < len(self.words))]] = 1
        ends[1:][np.isin(self.kinds, _ENDS)] = 1
        barriers = np.cumsum(labels | ends)
        paired = self.references.pages >= 0
        site, page = self.references.sites[paired], self.references.pages[paired]
        first, last = (page - self.base) // 4, (site - self.base) // 4
        found: NDArray[np.int64] = site[barriers[first] == barriers[last]]
        return found


def naming(sections: Sequence[SectionUses], address: int) -> list[int]:
    """The functions that may name an address, in all sections."""
    found: set[int] = set()
    for section in sections:
        found.update(section.of(address).tolist())
    return sorted(found)
