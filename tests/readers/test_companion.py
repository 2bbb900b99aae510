"""One app from two: which facts come from where, and whose gaps they bring."""

import pytest

from appsec.facts.app import About, FactUnavailable, Known
from appsec.facts.ios import IosApp
from appsec.model.outcome import Build, Cause, Gap
from appsec.readers.companion import charged, code_facts, with_code_of

SOFTWARE = {"identified", "secrets", "texts"}

GAP = Gap("binaries", Cause.LOST, "not-macho", {"file": "x"})


def app(name, lost=False):
    def code(own):
        if lost:
            raise FactUnavailable(Cause.LOST, "malformed-macho", {"file": "x"})
        return Known((name, *own.binaries), (Gap("code", Cause.OUT_OF_REACH, "k"),))

    return IosApp({"binaries": lambda _: Known((name,), (GAP,)), "code": code})


def test_every_fact_says_what_it_is_about():
    assert code_facts(IosApp({})) == {"code", "fields_in_code", "native_code"} | SOFTWARE
    assert {f.about for f in IosApp.facts().values()} == set(About)


def test_code_is_the_companions_and_all_else_the_shipped_ones():
    joined = with_code_of(app("shipped"), app("companion"))
    assert joined.binaries == ("shipped",)
    assert joined.code == ("companion", "companion")
    assert joined.gaps_of("binaries") == (GAP,)
    # With the gaps of what the companion made it from.
    assert joined.gaps_of("code") == (
        Gap("binaries", Cause.LOST, "not-macho", {"file": "x"}, Build.COMPANION),
        Gap("code", Cause.OUT_OF_REACH, "k", build=Build.COMPANION),
    )


def test_a_fact_that_the_companion_has_not_is_unavailable_not_the_shipped_ones():
    joined = with_code_of(app("shipped"), app("companion", lost=True))
    with pytest.raises(FactUnavailable):
        _ = joined.code
    (gap,) = charged(joined.gaps_of("code"), code_facts(joined))
    assert (gap.fact, gap.cause, gap.build) == ("code", Cause.LOST, Build.COMPANION)
