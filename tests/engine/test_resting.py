"""The runs that a check rests on: enough by themselves, and none of them could be left out."""

from hypothesis import given
from hypothesis import strategies as st

from appsec.engine.resting import _fewest

PLACES = tuple(range(12))
wanted = st.frozensets(st.sampled_from(PLACES), min_size=1, max_size=4)


@given(st.lists(wanted, min_size=1, max_size=4))
def test_the_fewest_are_enough_and_no_more(each):
    def enough(places):
        return any(one <= {*places} for one in each)

    found = _fewest((), PLACES, enough)
    assert enough(found)
    assert not any(enough([p for p in found if p != left]) for left in found)


def test_one_of_many_takes_few_looks():
    looked = []

    def enough(places):
        looked.append(places)
        return 37 in places

    assert _fewest((), tuple(range(50)), enough) == (37,)
    assert len(looked) <= 12
