"""Every form of every canary is found, however many canaries there are."""

import io

import pytest

from appsec.engine.canaries.forms import What, forms
from appsec.readers.trace import searcher
from appsec.readers.trace.searcher import Searcher, Sought

MANY = [Sought(f"t{n}", What.TOKEN, f"tok-{n:05d}-{n * 7919 % 100003:05d}") for n in range(1500)]


def test_each_of_many_tokens_is_found():
    found = Searcher(MANY).found(b" ".join(one.value.encode() for one in MANY))
    assert [one.canary for one in found] == [one.id for one in MANY]


def test_forms_that_begin_within_one_another_are_found():
    values = [Sought("a", What.TEXT, "abcabcabcd"), Sought("b", What.TEXT, "bcabcdefgh")]
    hits = {(one.canary, one.offset) for one in Searcher(values).found(b"abcabcabcdefgh")}
    assert hits == {("a", 0), ("b", 4)}


@pytest.mark.parametrize("chunk", [100, 128])
def test_pieces_of_a_file_share_what_lies_between_them(monkeypatch, chunk):
    monkeypatch.setattr(searcher, "CHUNK", chunk)
    one = Sought("p", What.PHONE, "0912345678")
    for form in forms(one.what, one.value):
        for before in range(chunk - len(form.pattern) - 2, chunk + 2):
            data = b"." * before + form.pattern + b"." * 200
            hit = next(Searcher([one]).found_in(io.BytesIO(data)))
            assert hit.offset == before, form.name
