"""Each form is what real encoders make of the value, wherever in their input it stands."""

import base64
import gzip
import hashlib
import html
import io
import json
import plistlib
import sqlite3
import urllib.parse
from pathlib import Path

import pytest

from appsec.engine.canaries.forms import What, forms, searchable
from appsec.readers.trace.searcher import CHUNK, Found, Searcher, Sought

NAME = "王堃綾"
MIXED = 'p"A5/&wörd+<堃>'


def names(what, value, data):
    """The forms of a value that are in some data, those within longer ones included."""
    found = {hit.form for hit in Searcher([Sought("c", what, value)]).found(data)}
    return found | {
        form.name for form in forms(what, value) if not form.bounded and form.pattern in data
    }


@pytest.mark.parametrize("value", [NAME, MIXED, "abcdefgh", "0912345678"])
@pytest.mark.parametrize("before", [b"", b"x", b"xy", b"xyz ", b"\xff" * 7])
@pytest.mark.parametrize("after", [b"", b"x", b"xy", b"\xff" * 6])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_base64_at_every_alignment(value, before, after, encoding):
    raw = before + value.encode(encoding) + after
    want = "base64" if encoding == "utf-8" else "utf-16le base64"
    assert want in names(What.TEXT, value, base64.b64encode(raw))
    assert {want, f"{want}url"} & names(What.TEXT, value, base64.urlsafe_b64encode(raw))


WRITERS = {
    "utf-8": lambda v: v.encode(),
    "utf-16le": lambda v: v.encode("utf-16-le"),
    "utf-16be": lambda v: v.encode("utf-16-be"),
    "json": lambda v: json.dumps(v).encode(),
    "url": lambda v: urllib.parse.quote(v, safe="").encode(),
    "form": lambda v: urllib.parse.urlencode({"q": f"a {v} b"}).encode(),
    "html": lambda v: html.escape(v).encode(),
    "html-decimal": lambda v: v.encode("ascii", "xmlcharrefreplace"),
    "hex": lambda v: v.encode().hex().encode(),
    "hex-upper": lambda v: v.encode().hex().upper().encode(),
    "big5": lambda v: v.encode("big5hkscs"),
}


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("value", [NAME, "a&b+c/堃堃堃", "plain-text"])
def test_what_a_real_encoder_writes_is_found(writer, value):
    data = b"[" + WRITERS[writer](value) + b"]"
    assert names(What.TEXT, value, data), data


def test_a_value_that_only_its_escapes_show_is_told_by_them():
    assert names(What.TEXT, NAME, json.dumps({"n": NAME}).encode()) == {"json"}
    assert names(What.TEXT, NAME, urllib.parse.quote(NAME).encode()) == {"url"}
    assert names(What.TEXT, NAME, urllib.parse.quote(urllib.parse.quote(NAME)).encode()) == {
        "url-twice"
    }


def test_binary_property_lists_and_databases_hold_plain_forms(tmp_path: Path):
    plist = plistlib.dumps({"name": NAME, "pw": "secret-pw"}, fmt=plistlib.FMT_BINARY)
    assert names(What.NAME, NAME, plist) == {"utf-16be"}
    assert names(What.PASSWORD, "secret-pw", plist) == {"utf-8"}
    database = sqlite3.connect(tmp_path / "a.db")
    database.execute("pragma secure_delete=off")
    with database:
        database.execute("create table t (v text)")
        database.execute("insert into t values (?)", (NAME,))
        database.execute("delete from t")
    database.close()
    assert names(What.NAME, NAME, (tmp_path / "a.db").read_bytes()) == {"utf-8"}


@pytest.mark.parametrize(
    ("what", "value", "written", "form"),
    [
        (What.PHONE, "0912345678", "+886912345678", "intl utf-8"),
        (What.PHONE, "0912345678", "tel:886912345678;", "intl-digits utf-8"),
        (What.PHONE, "0912-345-678", "+886912345678", "intl utf-8"),
        (What.PHONE, "+886912345678", " 0912345678 ", "national utf-8"),
        (What.PHONE, "0912345678", "0912-345-678", "dashed utf-8"),
        (What.PHONE, "0912345678", "+886 912 345 678", "grouped utf-8"),
        (What.PHONE, "+886912345678", "0912 345 678", "grouped utf-8"),
        (What.PHONE, "0912345678", "+886\xa0912\xa0345\xa0678", "grouped-nbsp utf-8"),
        (What.PHONE, "0912345678", "tel:+886-912-345-678", "grouped-dash utf-8"),
        (What.PHONE, "0912345678", "+886 912-345-678", "grouped-dash utf-8"),
        (What.PHONE, "0912345678", "(+886) 912.345.678", "grouped-dot utf-8"),
        (What.PHONE, "0912345678", "0912-345678", "halved-dash utf-8"),
        (What.PHONE, "0912345678", "%2B886%20912%20345%20678", "grouped url"),
        (What.PHONE, "0912345678", "(+886)912345678", "number utf-8"),
        (What.BIRTHDAY, "1990-06-15", "birth=645379200;", "epoch-s-utc+8 utf-8"),
        (What.BIRTHDAY, "1990-06-15", "645379200000", "epoch-ms-utc+8 utf-8"),
        (What.BIRTHDAY, "1990-06-15", '"645408000"', "epoch-s-utc+0 utf-8"),
        (What.BIRTHDAY, "1958-03-02", "-373536000000", "epoch-ms-utc+8 utf-8"),
        (What.BIRTHDAY, "1979-08-15", "303490800", "epoch-s-utc+9 utf-8"),
        (What.BIRTHDAY, "1990-06-15", "1990-06-14T16:00:00.000Z", "iso-utc+8 utf-8"),
        (What.BIRTHDAY, "1990-06-15", "Jun 15, 1990 12:00:00 AM", "english-american utf-8"),
        (What.BIRTHDAY, "1990-06-05", "Jun 05, 1990", "english-american utf-8"),
        (What.BIRTHDAY, "1990-06-05", "Tuesday, June 5, 1990", "english-american utf-8"),
        (
            What.BIRTHDAY,
            "1990-06-15",
            "Fri Jun 15 1990 00:00:00 GMT+0800",
            "english-american utf-8",
        ),
        (What.BIRTHDAY, "1990-06-05", "Tue, 05 Jun 1990 00:00:00 GMT", "english-european utf-8"),
        (What.BIRTHDAY, "1990-06-15", "15-Jun-1990", "english-european utf-8"),
        (What.BIRTHDAY, "1990-06-15", "Jun%2015%2C%201990", "english-american url"),
        (What.BIRTHDAY, "1990-06-05", "Tue Jun 05 00:00:00 GMT+08:00 1990", "english-moment utf-8"),
        (What.BIRTHDAY, "1990-06-15", "Fri Jun 15 08:00:00 CST 1990", "english-moment utf-8"),
        (What.BIRTHDAY, "1990-01-01", "Sun Dec 31 16:00:00 GMT 1989", "english-moment utf-8"),
        (What.BIRTHDAY, "1990-01-01", "Sun, 31 Dec 1989 16:00:00 GMT", "english-moment utf-8"),
        (What.BIRTHDAY, "1990-06-15", "1990-06-14 16:00:00 +0000", "iso-utc+8 utf-8"),
        (What.BIRTHDAY, "1990-06-15", "<real>-332928000</real>", "epoch-apple-utc+8 utf-8"),
        (What.PHONE, "0912345678", "8765432190", "reversed utf-8"),
        (What.PASSWORD, "Tr0ub4dor-7f3a", "a3f7-rod4bu0rT", "reversed utf-8"),
        (What.PASSWORD, "Tr0ub4dor-7f3a", "Ge0ho4qbe-7s3n", "rot13 utf-8"),
        (
            What.PASSWORD,
            "Tr0ub4dor-7f3a",
            base64.b64encode(b"a3f7-rod4bu0rT").decode(),
            "reversed base64",
        ),
        (What.BANK_ACCOUNT, "12345678901234", "123-45-678901-234", "dashed-3-2-6 utf-8"),
        (What.BANK_ACCOUNT, "12345678901234", "812 1234 5678 9012 34", "spaced utf-8"),
        (What.BANK_ACCOUNT, "12345678901234", "1234567-8901234", "dashed-7 utf-8"),
        (What.CARD, "4000221111111111", "4000 2211 1111 1111", "spaced utf-8"),
        (What.CARD, "4000-2211-1111-1111", "4000221111111111", "digits utf-8"),
        (What.BIRTHDAY, "1980-02-03", "0690203", "roc-compact utf-8"),
        (What.BIRTHDAY, "1980-02-03", "69/02/03", "roc-slashed utf-8"),
        (What.BIRTHDAY, "1980-02-03", "民國69年2月3日", "roc-written utf-8"),
        (What.BIRTHDAY, "1980-02-03", "19800203", "compact utf-8"),
        (What.BIRTHDAY, "1990-01-01", "19900101000000", "compact-midnight utf-8"),
        (What.BIRTHDAY, "1990-01-01", "79.01.01", "roc-dotted utf-8"),
        (What.BIRTHDAY, "1990-01-01", "079.01.01", "roc-dotted utf-8"),
        (What.BIRTHDAY, "1990-01-01", "79-01-01", "roc-dashed utf-8"),
        (What.BIRTHDAY, "1990-01-01", "民國079年01月01日", "roc-written-whole utf-8"),
        (What.BIRTHDAY, "1990-01-01", "1990年01月01日", "written-whole utf-8"),
        (What.BIRTHDAY, "1990-01-01", "1990.01.01", "dotted utf-8"),
        (What.BIRTHDAY, "1990-01-01", "1990/1/1", "slashed-short utf-8"),
        (What.BIRTHDAY, "1990-01-01", "1990%2F1%2F1%22", "slashed-short url"),
        (What.BIRTHDAY, "1990-01-01", "1990-1-1 00:00", "dashed-short utf-8"),
        (What.BIRTHDAY, "1990-01-02", "01/02/1990", "slashed-american utf-8"),
        (What.BIRTHDAY, "1990-01-02", "02.01.1990", "dotted-european utf-8"),
        (What.BIRTHDAY, "1990-12-25", "25-12-1990", "dashed-european utf-8"),
        (What.BIRTHDAY, "1990-01-01", "%2279%2F01%2F01%22", "roc-slashed url"),
        (What.OTP, "482913", "%7B%22otp%22%3A%22482913%22%7D", "utf-8"),
        (What.EMAIL, "Anna+x@example.tw", "anna+x@example.tw", "lower utf-8"),
        (What.IDENTIFIER, "38400000-8CF0-11bd", "384000008CF011bd", "compact utf-8"),
        (What.EMAIL, "a@b.tw", hashlib.sha256(b"a@b.tw").hexdigest(), "sha256 hex"),
        (What.EMAIL, "A@b.tw", hashlib.md5(b"a@b.tw").hexdigest(), "lower md5 hex"),
        (What.PHONE, "0912345678", hashlib.sha1(b"+886912345678").hexdigest(), "intl sha1 hex"),
    ],
)
def test_a_value_written_otherwise(what, value, written, form):
    assert form in names(what, value, f"<{written}>".encode())


@pytest.mark.parametrize("what", [What.PASSWORD, What.CARD, What.NATIONAL_ID])
@pytest.mark.parametrize("key", [1, 0x20, 0x5A, 0xFF])
def test_what_every_byte_was_changed_of_alike_is_found(what, key):
    data = bytes(one ^ key for one in b"..4539178326501947..")
    assert names(what, "4539178326501947", data) == {"xor"}
    assert names(What.TOKEN, "4539178326501947", data) == set()
    (found,) = Searcher([Sought("c", what, "4539178326501947")]).found(data)
    assert (found.offset, found.length) == (2, 16)


def test_a_row_of_equal_bytes_is_no_changed_value():
    assert names(What.PASSWORD, "aaaaaaaaaa", b"b" * 99) == set()
    assert names(What.PASSWORD, "12345678", bytes(range(256))[64:]) == set()


def test_a_plain_value_is_not_told_as_a_changed_one():
    assert names(What.PASSWORD, "Tr0ub4dor-7f3a", b" Tr0ub4dor-7f3a ") == {"utf-8"}


@pytest.mark.parametrize("text", ["6453792001", "1645379200", "x12645379200000", "65379200", "-1"])
def test_a_moment_within_a_longer_number_is_no_birthday(text):
    assert names(What.BIRTHDAY, "1990-06-15", f" {text}9 8{text} ".encode()) == set()


def test_a_birthday_around_an_epoch_is_no_small_number():
    assert names(What.BIRTHDAY, "1970-01-01", b"0 000 -28800 86400000 1970") == set()


@pytest.mark.parametrize(
    "text",
    [
        *("1979/01/01", "2079-01-01", "1979.01.01", "1979年1月1日", "1979年01月01日", "1990/1/10"),
        *("Jan 10, 1990", "Jan 1, 1991", "11 Jan 1990", "21-Jan-1990", "Mon Jan 15 1990"),
        *("1990-1-15", "1990.1.19", "1990%2F1%2F12", "790101", "11/1/1990", "1/1/1990"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_another_date_is_no_birthday(text, encoding):
    assert not list(
        Searcher([Sought("b", What.BIRTHDAY, "1990-01-01")]).found(f" {text} ".encode(encoding))
    )


@pytest.mark.parametrize("text", ["33482913", "48291301", "id=1482913x", "34829130"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_short_number_inside_a_longer_one_is_no_hit(text, encoding):
    hit = text == "id=1482913x"
    assert bool(names(What.OTP, "482913", text.encode(encoding))) is hit


@pytest.mark.parametrize("near", range(256))
def test_the_bytes_beside_a_value_do_not_hide_it(near):
    """In a journal of a database a checksum follows: with one byte in 25 it was not found."""
    for value, what in (("0912345678", What.PHONE), ("482913", What.OTP)):
        assert names(what, value, b"\0" + value.encode() + bytes([near]))
        assert names(what, value, bytes([near]) + value.encode() + b"\0")
        assert names(what, value, bytes([near, 0]) + value.encode("utf-16-le") + b"\xff\xff")


@pytest.mark.parametrize("text", ["886130912345678", "091234567800", "17000912345678"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_long_number_is_found_wherever_it_is(text, encoding):
    assert names(What.PHONE, "0912345678", text.encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_number_between_other_characters_is_one(encoding):
    assert names(What.PHONE, "0912345678", "x0912345678y".encode(encoding)) != set()


@pytest.mark.parametrize(
    ("value", "long_enough"),
    [("123", False), ("12345", False), ("123456", True), ("王", False), (NAME, True), ("", False)],
)
def test_what_turns_up_by_chance_is_not_looked_for(value, long_enough):
    assert searchable(value) is long_enough
    assert bool(forms(What.TEXT, value)) is long_enough
    assert Searcher([Sought("c", What.TEXT, value)]).unsought == (() if long_enough else ("c",))


@pytest.mark.parametrize(
    "at", [0, 1, CHUNK - 12, CHUNK - 9, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK - 5]
)
def test_a_hit_at_a_border_of_pieces_is_told_once(at):
    data = b"x" * at + b"0912345678" + b"y" * 100
    found = Searcher([Sought("c", What.PHONE, "0912345678")]).found_in(io.BytesIO(data))
    assert list(found) == [Found("c", "utf-8", at)]


@pytest.mark.parametrize("at", range(CHUNK - 9, CHUNK + 2))
def test_a_neighbour_beyond_a_border_is_seen(at):
    searcher = Searcher([Sought("c", What.OTP, "482913")])
    for data in (b"x" * at + b"48291312", b"x" * at + b"12482913", b"x" * at + b"14829131"):
        assert list(searcher.found_in(io.BytesIO(data))) == []


def test_compressed_data_hide_it_until_they_are_inflated():
    data = gzip.compress(b"user=0912345678", mtime=0)
    assert names(What.PHONE, "0912345678", data) == set()


def test_without_canaries_nothing_is_found():
    assert list(Searcher([]).found_in(io.BytesIO(b"x" * 100))) == []


def test_a_form_within_a_longer_one_is_told_once():
    searcher = Searcher([Sought("c", What.PHONE, "0912345678")])
    found = searcher.found(b"tel:+886912345678, 0912345678")
    assert [(hit.form, hit.offset) for hit in found] == [("intl utf-8", 4), ("utf-8", 19)]


@pytest.mark.parametrize("what", What)
def test_half_a_surrogate_pair_is_looked_for_as_well(what):
    if what is not What.KEY:
        assert "utf-8" in {form.name for form in forms(what, "abcdefghijkl\ud800")}
