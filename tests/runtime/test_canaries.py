"""Canaries: kept apart from the trace, learned from calls, and found by agents in every form."""

import json

import pytest

from appsec.engine.canaries.forms import What, forms
from appsec.model.trace import Bytes, Call, Hit, Phase, Thing
from appsec.readers.trace.index import index
from appsec.readers.trace.searcher import Searcher, Sought
from appsec.runtime.canaries import BadCanaries, Canaries, Kept, read_canaries


def call(hook, *arguments, result=None):
    return Call(hook, 1, 2, 3, Phase.LOGIN, arguments=arguments, result=result)


HEADER = "okhttp3.Request$Builder.addHeader"
LEARNED = {
    "bearer token": (call(HEADER, "Authorization", "Bearer abcdef-123456-xyz"), [("token", "abcdef-123456-xyz")]),
    "value before its name": (
        call("-[NSMutableURLRequest setValue:forHTTPHeaderField:]", "bearer abcdef-123456", "authorization"),
        [("token", "abcdef-123456")],
    ),
    "another header": (call(HEADER, "X-Trace", "Bearer abcdef-123456-xyz"), []),
    "too short to be a token": (call(HEADER, "Authorization", "Bearer abc"), []),
    "password of basic authentication": (call(HEADER, "Authorization", "Basic YWJjZGVmZ2hpams="), []),
    "android id": (
        call("android.provider.Settings$Secure.getString", None, "android_id", result="9774d56d682e549c"),
        [("identifier", "9774d56d682e549c")],
    ),
    "another setting": (
        call("android.provider.Settings$Secure.getString", None, "input_method", result="com.example/.Ime"), [],
    ),
    "identifier for vendors": (
        call("-[UIDevice identifierForVendor]", result=Thing("__NSConcreteUUID", "2F1D2C1A-55")),
        [("identifier", "2F1D2C1A-55")],
    ),
    "bytes": (call("-[UIDevice identifierForVendor]", result=Bytes("00", 1)), []),
}  # fmt: skip


@pytest.mark.parametrize(("seen", "expected"), LEARNED.values(), ids=LEARNED)
def test_what_a_call_brings_up(tmp_path, seen, expected):
    canaries = Canaries(tmp_path)
    learned = list(canaries.learn(seen))
    kept = json.loads((tmp_path / "canaries.json").read_text())
    assert [(one["what"], one["value"]) for one in kept] == expected
    assert [(one.id, one.learned) for one in learned] == [("learned-1", True)][: len(expected)]
    assert list(canaries.learn(seen)) == []
    assert canaries.typed == ()


def test_a_canary_keeps_what_a_declaration_calls_its_field(tmp_path):
    kept = (
        Kept("field-1", What.TEXT, "note-abcdefghjk", label="form 病歷號碼"),
        Kept("phone", What.PHONE, "0912345678"),
    )
    Canaries(tmp_path, kept)
    assert read_canaries(tmp_path / "canaries.json") == kept
    plain = json.loads((tmp_path / "canaries.json").read_text())
    assert [one.get("label") for one in plain] == ["form 病歷號碼", None]


BAD = {
    "no JSON": "x",
    "no list": "5",
    "no value": '[{"id": "a", "what": "phone"}]',
    "an empty value": '[{"id": "a", "what": "phone", "value": " "}]',
    "no such kind": '[{"id": "a", "what": "shoe", "value": "secret-5"}]',
    "an id of two lines": '[{"id": "a\\nb", "what": "phone", "value": "secret-5"}]',
    "the same id twice": '[{"id": "a", "what": "text", "value": "secret-5"}, {"id": "a", "what": "text", "value": "secret-6"}]',
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_a_file_of_canaries_that_is_none(tmp_path, text):
    (tmp_path / "c.json").write_text(text)
    with pytest.raises(BadCanaries) as error:
        read_canaries(tmp_path / "c.json")
    assert "secret" not in str(error.value)


def test_a_mistake_in_the_json_is_named_by_its_line_and_without_a_value(tmp_path):
    (tmp_path / "c.json").write_text('[{"id": "a", "what": "text",\n "value" "secret-5"}]')
    with pytest.raises(BadCanaries) as error:
        read_canaries(tmp_path / "c.json")
    assert str(error.value) == "c.json: JSONDecodeError line 2: Expecting ':' delimiter"


TYPED = (
    Kept("phone", What.PHONE, "0912345678"),
    Kept("name", What.NAME, "范姜堃"),
    Kept("birthday", What.BIRTHDAY, "1990-02-03"),
)


def texts():
    """Each form that a text can carry, with the canary that it must bring up. An agent leaves dates
    alone that the digit behind them makes another."""
    for kept in TYPED:
        for form in forms(kept.what, kept.value):
            if form.after:
                continue
            try:
                text = form.pattern.decode("utf-8")
            except UnicodeDecodeError:
                continue
            if text.isprintable():
                yield kept.id, text


def _as_in_files(text):
    """The canary that the search of a run's files finds in a line of the log."""
    searcher = Searcher(Sought(one.id, one.what, one.value) for one in TYPED)
    return next((one.canary for one in searcher.found(text.encode())), None), text


def test_an_agent_finds_each_form(objc, watched):
    from tests.runtime.targets import gnu_agent

    process = objc()
    seen = watched(process, "ios", agent=gnu_agent(), typed=TYPED, topics=("log",), rate=10**6)
    # What is as long as a phone number turns up within another by chance no more.
    longer = [("phone", "10912345678"), ("phone", "09123456789")]
    numbers = ["{}", "1{}", "{}2", "1{}2", "{}23", "01{}", "1.{}2", "x0{}-1", "9{}x1"]
    birthdays = [one.format(short) for one in numbers for short in ("19900203", "0790203")]
    sought = [*texts(), *longer, *map(_as_in_files, birthdays), (None, "nothing")]
    assert {each for each, text in sought if text in birthdays} == {"birthday", None}
    for _, text in sought:
        process.work(f"say <{text}>" if text.isascii() and not text.isdigit() else f"say {text}")
    seen.done()
    told = index(seen.folder / "trace.jsonl")
    assert told.trouble is None
    found = {hit.call: hit.canary for _, hit in told.of(Hit)}
    calls = [number for number, _ in told.calls("NSLog")]
    assert len(calls) == len(sought) > 60
    assert [found.get(number) for number in calls] == [canary for canary, _ in sought]
