"""Rows of answers, a bit each, do what the same rows do with a byte each."""

import numpy as np
import pytest

from appsec.readers.texts.bits import earlier, later, packed, picked, places

ROWS = [
    np.random.default_rng(count).random(count) < 0.5 for count in (0, 1, 63, 64, 65, 1000, 300_000)
]


def answers(bits, count):
    return [bool(one) for one in picked(bits, np.arange(count))]


@pytest.mark.parametrize("row", ROWS, ids=len)
def test_a_row_is_the_same_with_a_bit_each(row):
    bits = packed(row.view(np.uint8), lambda some: some == 1)
    assert answers(bits, len(row)) == row.tolist()
    assert places(bits, len(row)).tolist() == np.flatnonzero(row).tolist()


@pytest.mark.parametrize("count", [1, 8, 63])
@pytest.mark.parametrize("row", ROWS, ids=len)
def test_a_row_is_moved_across_words(row, count):
    count_of = len(row)
    bits = packed(row.view(np.uint8), lambda some: some == 1)
    assert (
        answers(earlier(bits, count), count_of)
        == [*row.tolist()[count:], *[False] * count][:count_of]
    )
    assert answers(later(bits, count), count_of) == [*[False] * count, *row.tolist()][:count_of]
