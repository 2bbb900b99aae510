"""Annotations of methods, against what the samples' sources say, and in files that lie."""

import contextlib
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from appsec.readers.dex.annotations import Annotated, annotated_methods
from appsec.readers.dex.file import BadDex, Dex, read_dex
from tests.command import SAMPLES

GET, POST = "Lretrofit2/http/GET;", "Lretrofit2/http/POST;"
DIRECTORY = 5


def dex_of(apk: Path) -> Dex:
    with zipfile.ZipFile(apk) as archive:
        return next(read_dex(archive.read("classes.dex")))


@pytest.fixture(scope="module")
def dex() -> Iterator[Dex]:
    yield dex_of(SAMPLES / "android/code/channels/weak.apk")


def told(found: Iterator[Annotated], dex: Dex) -> list[tuple[str, str, dict[str, str]]]:
    return [(dex.method(one.method).api, one.kind, dict(one.texts)) for one in found]


def test_the_texts_of_an_annotation_are_told(dex: Dex) -> None:
    expected = (
        "tw.example.sample.code.Api.parcels",
        GET,
        {"value": "http://api.example.tw/parcels"},
    )
    assert told(annotated_methods(dex, frozenset((GET, POST))), dex) == [expected]


def test_other_types_are_not_looked_for(dex: Dex) -> None:
    assert list(annotated_methods(dex, frozenset((POST, "Ljava/lang/Object;")))) == []


@pytest.mark.parametrize("at", [1, 8, 0x7FFFFFFF])
def test_a_directory_elsewhere_is_refused_or_ends(dex: Dex, at: int) -> None:
    classes = dex.classes.copy()
    classes[:, DIRECTORY] = at
    with contextlib.suppress(BadDex):
        list(annotated_methods(replace(dex, classes=classes), frozenset((GET,))))


def test_one_directory_for_very_many_classes_is_refused(dex: Dex) -> None:
    real = int(dex.classes[:, DIRECTORY].max())
    row = dex.classes[:1].copy()
    row[:, DIRECTORY] = real
    many = np.repeat(row, len(dex.data), axis=0)
    with pytest.raises(BadDex, match="overlap"):
        list(annotated_methods(replace(dex, classes=many), frozenset((GET,))))


def test_every_changed_byte_is_survived(dex: Dex) -> None:
    for place in range(0x70, len(dex.data)):
        for value in (0x00, 0x7F, 0xFF):
            data = dex.data[:place] + bytes([value]) + dex.data[place + 1 :]
            with contextlib.suppress(BadDex):
                list(annotated_methods(replace(dex, data=data), frozenset((GET,))))
