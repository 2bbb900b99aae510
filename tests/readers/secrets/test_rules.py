"""Every rule finds what is planted for it and nothing that only looks alike."""

import tracemalloc
from dataclasses import replace
from re import _parser  # type: ignore[attr-defined]

import pytest
import re2

from appsec.engine.content import load_checks
from appsec.facts.placed_text import Medium
from appsec.facts.secret import Sensitivity
from appsec.model.outcome import Location
from appsec.readers.secrets import search
from appsec.readers.secrets.buffer import Buffer
from appsec.readers.secrets.proofs import PROOFS
from appsec.readers.secrets.rules import Rule, rules
from appsec.readers.secrets.search import Hit, Search
from appsec.readers.texts.blocks import Gathered
from tests.readers.secrets.planted import EXAMPLES, Maker, block_of


class Counting:
    """A pattern that tells where it was tried."""

    def __init__(self, pattern):
        self.pattern, self.starts = pattern, []

    def match(self, data, start, end):
        self.starts.append(start)
        return self.pattern.match(data, start, end)


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


@pytest.mark.parametrize("rule", [one for one in rules() if one.begins], ids=lambda one: one.id)
def test_what_begins_alike_is_one_group_without_a_choice(rule: Rule) -> None:
    pattern = _parser.parse(rule.format)
    assert [str(kind) for kind, _ in pattern] == ["SUBPATTERN"]
    inside = list(pattern[0][1][-1])
    literals = [chr(value) for kind, value in inside[: len(rule.begins)] if str(kind) == "LITERAL"]
    assert "".join(literals) == rule.begins


def test_a_known_beginning_changes_nothing_that_is_found() -> None:
    key = "-----BEGIN RSA PRIVATE KEY-----\n" + "MIIEowIBAAKCAQEA" * 8 + "\n-----END RSA"
    begun = ["-----BEGIN PRIVATE KEY-----", "-----BEGIN ", "-----BEGIN A PRIVATE KEY BLOCK-----"]
    text = "\0".join([key, begun[0], key + key, begun[1] + key, begun[2] + key[32:], *begun, key])
    known = RULES["private-key"]
    found = [
        sorted(hit.value for hit in Search((rule,)).hits(Buffer(block_of(text, Medium.SCRIPT))))
        for rule in (known, replace(known, begins=""))
    ]
    assert found[0] == found[1]
    assert len(found[0]) == 6


def test_each_of_very_many_headers_without_a_key_is_tried_once() -> None:
    pattern = Counting(re2.compile(RULES["private-key"].format))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "_compiled", lambda _: pattern)
        block = block_of("-----BEGIN PRIVATE KEY-----" * 50, Medium.SCRIPT)
        assert [*Search((RULES["private-key"],)).hits(Buffer(block))] == []
    assert pattern.starts == [27 * number for number in range(50)]


def test_one_character_beyond_the_first_plane_does_not_widen_the_others() -> None:
    texts = ["a" * 1_000_000] * 8
    tracemalloc.start()
    for more in ("b", "\N{GRINNING FACE}"):
        block = Gathered(Medium.SCRIPT)
        for text in (*texts, more):
            block.add(text, Location("a.js"))
        buffer = Buffer(block)
        tracemalloc.reset_peak()
        before, _ = tracemalloc.get_traced_memory()
        assert len(buffer.data) == 8_000_008 + len(more.encode())
        _, peak = tracemalloc.get_traced_memory()
        assert peak - before < 20_000_000
    tracemalloc.stop()


def test_every_kind_of_personal_data_has_its_message() -> None:
    wanted = {rule.id for rule in rules() if rule.kind is Sensitivity.PERSONAL}
    for platform in ("android", "ios"):
        check = load_checks()[f"{platform}-secret-in-package"]
        assert wanted <= check.about.messages.keys()
