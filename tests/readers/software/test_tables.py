"""The tables as such: names are one thing, and what finds a component is specific enough."""

import re

import pytest
from license_expression import get_spdx_licensing

from appsec.readers.apk.frameworks import marks
from appsec.readers.software.table import PLACE, table, wording

TABLES = ("android", "native", "scripts", "frameworks", "ios")
MIN_TEXT = 4
_URL = re.compile(r"(pkg:(maven|npm|cocoapods|generic|swift)/[\w./%:+-]+)?")


@pytest.mark.parametrize("name", TABLES)
def test_a_name_stands_once(name):
    names = [row.name for row in table(name).components]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", TABLES)
def test_each_row_is_sound(name):
    for row in table(name).components:
        assert _URL.fullmatch(row.package_url), row.name
        assert row.country in ("", "CN"), row.name
        assert not row.country or (row.supplier and row.source), f"{row.name}: who says so?"
        for text in row.texts:
            assert len(wording(text).anchor) >= MIN_TEXT, f"{text}: too short to find anything by"
            assert text.count(PLACE) <= 1, text
        for licence in row.licences.values():
            assert get_spdx_licensing().validate(licence).errors == [], row.name
            # Bytecode is searched by how its strings begin.
            assert name != "android" or wording(text).before, text


def test_a_class_or_module_belongs_to_one_row():
    for name in ("android", "ios"):
        for kind in ("classes", "modules"):
            every = [one for row in table(name).components for one in getattr(row, kind)]
            assert sorted(every) == sorted(set(every))


def test_frameworks_and_packers_go_by_the_names_of_the_reader():
    known = {mark.name for mark in marks()}
    assert {row.name for row in table("frameworks").components} <= known
