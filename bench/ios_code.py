"""`python -m bench.ios_code`: the code of an iOS app of 10 MB, and of twice as much.

The text of a committed sample is repeated, each copy moved so that it calls and names what the
first one does. Every call of what is watched is followed, in one function of 26, a tenth of all
instructions: more than in real apps. Reading the file is not timed, for its other parts stay
small. CPU seconds and peak MiB of a process of its own, medians.
"""

import statistics
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from appsec.readers.macho.arm64 import Kind, branch_offsets, kinds_of
from appsec.readers.macho.code import SliceCode
from appsec.readers.macho.code_classes import Classes
from appsec.readers.macho.code_find import Search, Watch
from appsec.readers.macho.slice_image import SliceImage, read_image

SAMPLE = Path(__file__).parents[1] / "samples/ios/values/values-old.ipa"
MEGABYTES = (10, 20)
RUNS = 3
PAGE = 1 << 12
NOP = 0xD503201F
AWAY = 1 << 24
"""How far the copies are from the image: a call reaches 128 MB."""
WATCHED = frozenset(("CCCrypt", "SecItemUpdate", "CC_MD5", "SecKeyCreateRandomKey"))
PROGRAM = """
import resource, sys, time
from bench.ios_code import repeated, sample, told
image = repeated(sample(), int(sys.argv[1]))
start = time.process_time()
count = told(image)
used = time.process_time() - start
print(used, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, count)
"""


class Repeated(SliceImage):
    """An image with more text, and functions in it."""

    def __init__(self, image: SliceImage, copies: NDArray[np.uint32], starts: list[int]) -> None:
        super().__init__(image._parts)
        self._copies = copies
        self._starts = starts

    @property
    def text(self) -> tuple[tuple[int, NDArray[np.uint32]], ...]:
        return (*super().text, (self._starts[0], self._copies))

    @property
    def functions(self) -> NDArray[np.int64]:
        return np.concatenate((super().functions, np.array(self._starts, np.int64)))


def sample() -> SliceImage:
    """The executable of the sample."""
    with zipfile.ZipFile(SAMPLE) as archive:
        return read_image(memoryview(archive.read("Payload/Desk.app/Desk")))


def repeated(image: SliceImage, megabytes: int) -> Repeated:
    """An image with so much text."""
    base, words = image.text[0]
    begin = base - base % PAGE
    before = np.full((base - begin) // 4, NOP, np.uint32)
    after = np.full(-(len(before) + len(words)) % (PAGE // 4), NOP, np.uint32)
    whole = np.concatenate((before, words, after))
    inside = [one for one in image.functions.tolist() if base <= one < base + 4 * len(words)]
    copies, starts = [], []
    for number in range((megabytes << 20) // (4 * len(whole))):
        shift = AWAY + number * 4 * len(whole)
        copies.append(moved(whole, begin, base + 4 * len(words), shift))
        starts += [one + shift for one in (begin, *inside)]
    return Repeated(image, np.concatenate(copies), sorted(set(starts)))


def moved(words: NDArray[np.uint32], base: int, end: int, shift: int) -> NDArray[np.uint32]:
    """Instructions that do at another place what they did here, where functions go on to `end`."""
    found, kinds = words.copy(), kinds_of(words)
    jumps = np.flatnonzero((kinds == Kind.CALL) | (kinds == Kind.BRANCH))
    target = base + jumps * 4 + branch_offsets(words[jumps])
    jumps = jumps[(target < base) | (target >= end)]
    field = (words[jumps].astype(np.int64) - shift // 4) & 0x03FFFFFF
    found[jumps] = (words[jumps] & np.uint32(0xFC000000)) | field.astype(np.uint32)
    pages = np.flatnonzero(kinds == Kind.ADRP)
    word = words[pages].astype(np.int64)
    page = (((word >> 5 & 0x7FFFF) << 2 | word >> 29 & 3) - shift // PAGE) & 0x1FFFFF
    found[pages] = (word & 0x9F00001F | (page & 3) << 29 | page >> 2 << 5).astype(np.uint32)
    return found


def told(image: SliceImage) -> int:
    """How many calls are told."""
    classes, watch = Classes(), Watch(WATCHED)
    classes.add(image.classes)
    search = Search(SliceCode(image, classes), watch)
    return sum(len(search.calls(one)) for one in search.interesting())


def main() -> None:
    """Prints one row for each size."""
    print(f"{'MB':>4} {'calls':>8} {'CPU s':>7} {'MiB':>6}")
    for megabytes in MEGABYTES:
        runs = []
        for _ in range(RUNS):
            ran = subprocess.run(
                [sys.executable, "-c", PROGRAM, str(megabytes)],
                capture_output=True,
                text=True,
                check=True,
            )
            runs.append([float(word) for word in ran.stdout.split()])
        cpu, peak, calls = (statistics.median(run[which] for run in runs) for which in range(3))
        print(f"{megabytes:>4} {calls:>8.0f} {cpu:>7.2f} {peak:>6.0f}")


if __name__ == "__main__":
    main()
