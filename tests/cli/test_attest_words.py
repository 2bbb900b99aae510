"""Every sentence of `appsec attest` is there in both languages, and none without use."""

import re
from pathlib import Path

import pytest

import appsec.cli
from appsec.assess.confirm_items import Owner, items
from appsec.assess.words import load
from appsec.cli.attest import OWNERS
from appsec.cli.attest_add import METHODS, SCOPES
from appsec.engine.profiles import load_profile
from appsec.model.confirmation import ChangeKind, FileStanding, Method, Scope
from appsec.model.text import Lang
from appsec.model.verdict import Standing
from appsec.report.words import load as of_report

CODE = "\n".join(
    path.read_text(encoding="utf-8") for path in Path(appsec.cli.__file__).parent.glob("attest*.py")
)


def test_every_key_has_its_sentence_and_its_use():
    said = set(
        re.findall(r'say\(\s*(?:given\.|options\.|wanted\.)?lang, ["\']([a-z_-]+)["\']', CODE)
    )
    asked = {f"ask-{name}" for name in re.findall(r'ask\((?:options\.)?lang, "([a-z]+)"', CODE)}
    owners = {f"owner-{owner}" for owner in Owner}
    assert said | asked | owners == set(load("attest"))


def test_the_closed_sets_are_those_of_the_model():
    assert set(METHODS) == {m.value for m in Method}
    assert set(SCOPES) == {s.value for s in Scope}
    assert set(OWNERS) == {o.value for o in Owner}


@pytest.mark.parametrize("lang", list(Lang))
def test_the_report_has_words_for_every_standing(lang):
    words = of_report(lang)
    named = [f"standing-{s}" for s in Standing] + [f"change-{c}" for c in ChangeKind]
    named += [f"file-{s}" for s in FileStanding if s is not FileStanding.SAME]
    named += [f"method-{m}" for m in Method] + [f"scope-{s}" for s in Scope]
    assert [name for name in named if name not in words] == []


def test_every_item_has_an_owner_and_a_form_if_a_person_can_close_it():
    profile = load_profile("tw-v1.4")
    assert {r.id for r in profile.everything} == items().items.keys()
    for requirement in profile.everything:
        may = any(requirement.roles(p)[2].may_attest for p in profile.platforms)
        item = items().of(requirement.id)
        assert item.owners
        assert (item.form is not None) == may, requirement.id
        for form in filter(None, (item.form,)):
            blanks = {len(re.findall("〔[^〕]+〕", text)) for text in form.statement.values()}
            assert len(blanks) == 1, requirement.id
