"""Our answer to each rule of gitleaks, held against its own patterns where the file is at hand."""

import tomllib
import warnings
from pathlib import Path

import pytest
import yaml

from appsec.facts.placed_text import Medium
from appsec.readers.secrets.buffer import Buffer
from appsec.readers.secrets.rules import rules
from appsec.readers.secrets.search import Search
from tests.readers.secrets.matching import matching
from tests.readers.secrets.planted import block_of

ROOT = Path(__file__).parents[3]
THEIRS = ROOT.parent / "shared/data/gitleaks.toml"
ANSWERS = yaml.safe_load(Path(__file__).with_name("gitleaks.yaml").read_text("utf-8"))
RULES = {rule.id: rule for rule in rules()}
TRIED = 40
here = pytest.mark.skipif(
    not THEIRS.exists(), reason="../shared/data/gitleaks.toml is absent in a plain clone"
)


def test_answers_name_rules_or_say_why_not() -> None:
    for answer in ANSWERS.values():
        assert answer["rule"] in (*RULES, "none", "key-file")
        assert answer["rule"] != "none" or answer["note"]


@here
def test_every_rule_of_theirs_is_answered() -> None:
    theirs = tomllib.loads(THEIRS.read_text("utf-8"))["rules"]
    assert {rule["id"] for rule in theirs} == ANSWERS.keys()


@here
@pytest.mark.parametrize(
    "id",
    [id for id, answer in ANSWERS.items() if answer["rule"] != "none" and "note" not in answer],
)
def test_what_they_find_is_found(id: str) -> None:
    """Not each text that they take for one: theirs are wider than the form that is documented."""
    theirs = tomllib.loads(THEIRS.read_text("utf-8"))["rules"]
    (pattern,) = [rule["regex"] for rule in theirs if rule["id"] == id]
    search = Search()
    found: set[str] = set()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for seed in range(TRIED):
            try:
                text = matching(pattern, seed)
            except IndexError:  # a part that stands for the end of the text
                continue
            block = block_of(f'x = "{text}" ;', Medium.SCRIPT)
            found |= {hit.rule.id for hit in search.hits(Buffer(block))}
    assert ANSWERS[id]["rule"] in found
