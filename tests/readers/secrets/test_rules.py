"""Every rule finds what is planted for it and nothing that only looks alike."""

import pytest
import re2

from appsec.engine.content import load_checks
from appsec.facts.placed_text import Medium
from appsec.facts.secret import Sensitivity
from appsec.readers.secrets.buffer import Buffer
from appsec.readers.secrets.proofs import PROOFS
from appsec.readers.secrets.rules import Rule, rules
from appsec.readers.secrets.search import Hit, Search
from tests.readers.secrets.planted import EXAMPLES, Maker, block_of

RULES = {rule.id: rule for rule in rules()}


def cases(kind: str) -> list[tuple[str, str]]:
    return [(id, text) for id, example in EXAMPLES.items() for text in example[kind]]


def media(text: str) -> tuple[Medium, ...]:
    return (Medium.SETTINGS, Medium.CODE) if "|" in text else (Medium.SCRIPT,)


def hits(rule: Rule, text: str, medium: Medium) -> list[Hit]:
    search = Search((rule,))
    found = {hit.value: hit for hit in search.hits(Buffer(block_of(text, medium)))}
    return [hit for hit in found.values() if not hit.lone or len(found) >= rule.least > 0]


def test_every_rule_has_examples() -> None:
    assert list(EXAMPLES) == list(dict.fromkeys(EXAMPLES))
    assert EXAMPLES.keys() == RULES.keys()
    assert all(example["planted"] and example["alike"] for example in EXAMPLES.values())


@pytest.mark.parametrize(("rule", "text"), cases("planted"))
def test_planted(rule: str, text: str) -> None:
    filled = Maker(text).fill(text)
    found = [hit for medium in media(text) for hit in hits(RULES[rule], filled, medium)]
    assert {hit.value for hit in found}, filled
    assert len({hit.value for hit in found}) == 1


@pytest.mark.parametrize(("rule", "text"), cases("planted"))
def test_planted_among_all_rules(rule: str, text: str) -> None:
    """No rule keeps another from what it finds."""
    filled = Maker(text).fill(text)
    found = [h for m in media(text) for h in Search().hits(Buffer(block_of(filled, m)))]
    assert rule in {hit.rule.id for hit in found}


@pytest.mark.parametrize(("rule", "text"), cases("alike"))
def test_alike(rule: str, text: str) -> None:
    filled = Maker(text).fill(text)
    assert not [hit for medium in media(text) for hit in hits(RULES[rule], filled, medium)]


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_row(rule: Rule) -> None:
    assert re2.compile(rule.format.encode()).groups <= 1
    assert rule.proof in (*PROOFS, "")
    assert rule.source and rule.name
    assert not set(rule.excluded) & {""}


def test_every_kind_of_personal_data_has_its_message() -> None:
    wanted = {rule.id for rule in rules() if rule.kind is Sensitivity.PERSONAL}
    for platform in ("android", "ios"):
        check = load_checks()[f"{platform}-secret-in-package"]
        assert wanted <= check.about.messages.keys()
