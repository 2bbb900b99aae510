"""The annex on the declaration, in every word that it may have to say."""

from dataclasses import replace

import pytest

from appsec.model.declared import Agreement, Cell, Comparison, Declared, Section
from appsec.model.observed import Observed, Trait
from appsec.model.text import Lang, visible
from appsec.model.verdict import Reason
from appsec.report.checklist import build
from appsec.report.declaration import (
    MAX_COMPARED,
    contradictions,
    declaration,
    label_of,
    open_parts,
)
from appsec.report.document import Heading, KeyValues, Paragraph, Table, plain
from appsec.report.html import html
from appsec.report.view import View
from tests.report.sample import SAMPLE, SHA, both

SIGNED = Section(
    "sign_off",
    both("簽署", "Sign-off"),
    ((Cell("prepared_by", both("填表人", "by"), "陳"), Cell("date", both("日期", "on"), "2026-01-01")),),
)  # fmt: skip
TOLD = Declared(
    file="appsec-declaration.yaml",
    sha256="c" * 64,
    prepared_for=SHA,
    sections=(SIGNED,),
    comparisons=tuple(
        Comparison(trait, f"<b>{agreement}</b>", agreement, ("22",))
        for trait, agreement in zip(Trait, [*Agreement, Agreement.BOTH], strict=False)
    ),
    missing=("applicant.company", "domains.0.owner"),
)


def blocks(told=TOLD, lang=Lang.EN, **changes):
    return declaration(View(replace(SAMPLE, declaration=told, **changes), lang))


def about(told):
    (values,) = (block for block in blocks(told) if isinstance(block, KeyValues))
    return {label: plain(inlines) for label, inlines in values.pairs}


def test_without_a_declaration_there_is_no_annex():
    assert blocks(None) == ()
    assert not any(h.anchor == "declaration" for h in build(SAMPLE, Lang.EN).headings)


@pytest.mark.parametrize("lang", Lang)
def test_it_stands_at_the_end_of_the_report(lang):
    document = build(replace(SAMPLE, declaration=TOLD), lang)
    assert [h.anchor for h in document.headings][-3:] == [
        "declaration", "declaration-missing", "declaration-form",
    ]  # fmt: skip


def test_what_is_to_be_settled_comes_first():
    (table,) = (block for block in blocks() if isinstance(block, Table))
    names = [plain(row.cells[0]) for row in table.rows]
    assert names == [f"<b>{one}</b>" for one in ("only_observed", "not_read", "only_declared", "both", "both")]  # fmt: skip


def test_a_name_from_the_app_is_never_markup():
    page = html(replace(SAMPLE, declaration=TOLD), Lang.ZH_TW).decode()
    assert "<b>only_observed</b>" not in page
    assert "&lt;b&gt;only_observed&lt;/b&gt;" in page


@pytest.mark.parametrize(
    ("named", "said"),
    [(SHA, "this build"), ("d" * 64, "another build (SHA-256 dddd"), (" ", "no build named")],
)
def test_for_which_build_it_was_filled_in(named, said):
    assert about(replace(TOLD, prepared_for=named))["Filled in for"].startswith(said)


def test_who_signed():
    assert about(TOLD)["Filled in by / approved by / date"] == "陳 / － / 2026-01-01"


def test_cells_are_named_as_in_the_form():
    assert label_of("applicant.company", Lang.ZH_TW) == "申請單位：公司名稱"
    assert label_of("domains.0.owner", Lang.EN) == "Hosts, row 1: Owner"
    for strange in ("gone.key", "domains.0.gone", "", "\u202e"):
        assert label_of(strange, Lang.EN) == visible(strange)


def test_a_long_comparison_says_what_it_leaves_out():
    many = (TOLD.comparisons[0],) * (MAX_COMPARED + 2)
    said = [plain(b.inlines) for b in blocks(replace(TOLD, comparisons=many)) if isinstance(b, Paragraph)]  # fmt: skip
    assert "2 more rows are in the assessment's JSON." in said


def test_nothing_to_compare():
    made = blocks(replace(TOLD, comparisons=(), missing=()))
    assert [type(block) for block in made] == [Heading, Paragraph, KeyValues, Heading, Paragraph, Paragraph]  # fmt: skip


def test_what_contradicts_and_what_is_open():
    why = Reason("absence-contradicted", {}, both("不符", "not so"))
    verdict = replace(SAMPLE.verdicts[0], reasons=(why,))
    told = replace(
        SAMPLE, declaration=TOLD, verdicts=(verdict,), observed=Observed(unread=(Trait.SDK, Trait.DOMAIN))
    )  # fmt: skip
    lines = list(contradictions(told, Lang.EN))
    assert lines == [
        "Third-party library\t<b>only_observed</b>\tonly observed (not declared)",
        "The given class L2 asks less than L3, to which the app points.",
        f"{verdict.requirement}\tnot so",
    ]
    assert list(open_parts(told, Lang.EN)) == ["Not all read, so that more may be there: Third-party library, Host"]  # fmt: skip
