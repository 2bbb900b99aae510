"""Changes to a file that people write: comments stay, values change only as meant."""

import pytest
import yaml

from appsec.assess.confirm_text import Uneditable, append, put

COMMENTED = """\
# 本檔由資安負責人維護
people:   # who
- name: 王小明  # tester
  contact: "a: b"
confirmations:
    # the first
    - id: C-0001
      statement: |
        two
        lines

      evidence:
        - {id: E-0001, path: a.png}   # by phone
        # trailing
    # end of list
organisation: 範例公司 # last
"""


def values(text):
    return yaml.safe_load(text)


def test_a_comment_behind_an_empty_list_stays_with_it():
    text = "people: [] # none yet\nconfirmations: [] # list\n"
    changed = append(append(text, ("people",), {"name": "a"}), ("confirmations",), {"id": "b"})
    assert changed == "people: # none yet\n  - name: a\nconfirmations: # list\n  - id: b\n"


def test_an_entry_is_added_and_nothing_else_changes():
    entry = {"id": "C-0002", "statement": "x: # y\nsecond", "covers": [], "date": "2026-01-02"}
    changed = append(COMMENTED, ("confirmations",), entry)
    assert values(changed)["confirmations"][1] == entry
    kept = changed.splitlines()
    assert [line for line in COMMENTED.splitlines() if line not in kept] == []
    assert changed.index("# by phone") < changed.index("C-0002") < changed.index("organisation")


@pytest.mark.parametrize(
    "text",
    [
        "people: []\nconfirmations: []\n",
        "people: []\nconfirmations: []",
        "people: []\nconfirmations: [] # none yet\norganisation: a\n",
        "confirmations:\n# none yet\npeople: []\n",
        "{people: [], confirmations: []}\n",
    ],
)
def test_into_an_empty_list_or_refused(text):
    try:
        changed = append(text, ("confirmations",), {"id": "C-0001"})
    except Uneditable:
        assert text.startswith("{")
        return
    assert values(changed)["confirmations"] == [{"id": "C-0001"}]
    assert ("# none yet" in changed) == ("# none yet" in text)


def test_a_list_of_entries_on_one_line_is_refused():
    with pytest.raises(Uneditable, match="one line for each entry"):
        append("confirmations: [{id: C-0001}]\n", ("confirmations",), {"id": "C-0002"})
    with pytest.raises(Uneditable, match="people is not there"):
        append("confirmations: []\n", ("people",), {})


def test_line_ends_stay():
    changed = append(COMMENTED.replace("\n", "\r\n"), ("people",), {"name": "李四"})
    assert "\n" not in changed.replace("\r\n", "")
    assert values(changed)["people"][1] == {"name": "李四"}


@pytest.mark.parametrize(
    ("key", "value"),
    [("path", "evidence/新 檔.png"), ("redacted", True), ("history", [{"action": "deleted"}])],
)
def test_a_value_is_put_in_a_mapping_on_one_line(key, value):
    changed = put(COMMENTED, ("confirmations", 0, "evidence", 0), key, value)
    assert values(changed)["confirmations"][0]["evidence"][0][key] == value
    assert "# by phone" in changed


def test_a_value_is_put_in_a_mapping_of_lines():
    changed = put(COMMENTED, ("people", 0), "role", "測試人員")
    changed = put(changed, ("people", 0), "contact", "b\u200b@c")
    assert values(changed)["people"] == [
        {"name": "王小明", "contact": "b\u200b@c", "role": "測試人員"}
    ]
    assert "# tester" in changed
    assert "\u200b" not in changed


def test_what_spans_lines_is_not_replaced():
    with pytest.raises(Uneditable, match=r"confirmations\.0\.statement on one line"):
        put(COMMENTED, ("confirmations", 0), "statement", "x")


@pytest.mark.parametrize("text", ["2026-01-02", "yes", "null", "0x1f", "1e3", "a\tb", "'", '"', "@", "- x", "#", "\U0001f600"])  # fmt: skip
def test_any_text_comes_back_as_it_was(text):
    changed = append(COMMENTED, ("confirmations",), {"statement": text})
    assert values(changed)["confirmations"][1]["statement"] == text
    changed = put(changed, ("confirmations", 1), "statement", text * 2)
    assert values(changed)["confirmations"][1]["statement"] == text * 2


def test_what_would_come_back_otherwise_is_refused():
    with pytest.raises(Uneditable, match="cannot be changed here safely"):
        append(COMMENTED, ("confirmations",), {"statement": "\x85"})
