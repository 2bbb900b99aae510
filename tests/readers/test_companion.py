"""One app from two: which facts come from where, and whose gaps they bring."""

import pytest

from appsec.facts.app import About, FactUnavailable, Known
from appsec.facts.ios import IosApp
from appsec.facts.placed_text import Medium
from appsec.model.outcome import Build, Cause, Gap, Location
from appsec.readers.companion import charged, code_facts, with_code_of
from appsec.readers.texts.blocks import AllTexts, Gathered, Lost

SOFTWARE = {"identified", "texts"}

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


def block(medium, text):
    gathered = Gathered(medium)
    gathered.add(text, Location(f"{text}.file"))
    return gathered


def with_texts(name, *lost):
    def read(left):
        for key in lost:
            left.add(key, {"file": name})
        yield block(Medium.CODE, f"code of {name}")
        yield block(Medium.SETTINGS, f"settings of {name}")

    def texts(_):
        found = AllTexts(read, Lost())
        return Known(found, found.gaps)

    return IosApp({"texts": texts})


def test_texts_are_the_companions_and_those_of_the_shipped_files():
    """Were they the companion's alone, nobody would look into what only the shipped build has."""
    shipped = with_texts("shipped", "packed-file", "encrypted-code")
    joined = with_code_of(shipped, with_texts("companion", "malformed-macho"))
    texts = joined.texts
    assert [one.text for one in texts] == [
        "code of companion",
        "settings of companion",
        "settings of shipped",
    ]
    assert [(gap.key, gap.build) for gap in joined.gaps_of("texts")] == [
        ("malformed-macho", Build.COMPANION),
        ("packed-file", Build.SHIPPED),
    ]


def test_a_fact_that_the_companion_has_not_is_unavailable_not_the_shipped_ones():
    joined = with_code_of(app("shipped"), app("companion", lost=True))
    with pytest.raises(FactUnavailable):
        _ = joined.code
    (gap,) = charged(joined.gaps_of("code"), code_facts(joined))
    assert (gap.fact, gap.cause, gap.build) == ("code", Cause.LOST, Build.COMPANION)
