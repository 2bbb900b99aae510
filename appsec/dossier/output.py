"""The files that a dossier becomes: documents by stage and format, and a summary for machines."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from appsec.dossier.book import Book
from appsec.dossier.choices import Stage
from appsec.dossier.counts import (
    by_owner,
    released_assessed,
    tested_assessed,
    tested_released,
    unresolved,
)
from appsec.dossier.file import Dossier
from appsec.dossier.plan import build_plan
from appsec.dossier.report import build_report, product
from appsec.model.text import Lang
from appsec.report.document import Document
from appsec.report.json import written
from appsec.report.summary import closing_sentence

SCHEMA = "1.0"
"""Version of the summary's form. A minor version only adds."""

MAX_PART = 60
"""Bytes of each part of a file's name: systems take 255 for all."""

_UNSAFE = re.compile(r"[^\w.+]+")
"""What no part of a file's name holds: all but letters, digits, `_`, `.` and `+`."""

Writer = Callable[[Document, str, Path | None], bytes]


def _pdf(document: Document, date: str, template: Path | None) -> bytes:
    from appsec.report.pdf import write_pdf

    del template
    return write_pdf(document, date)


def _odt(document: Document, date: str, template: Path | None) -> bytes:
    from appsec.report.odt import write_odt

    return write_odt(document, date, template)


def _ods(document: Document, date: str, template: Path | None) -> bytes:
    from appsec.report.ods import write_ods

    del template
    return write_ods(document, date)


def _xlsx(document: Document, date: str, template: Path | None) -> bytes:
    from appsec.report.xlsx import write_xlsx

    del template
    return write_xlsx(document, date)


def _html(document: Document, date: str, template: Path | None) -> bytes:
    from appsec.report.html import write_html

    del date, template
    return write_html(document, "")


def _md(document: Document, date: str, template: Path | None) -> bytes:
    from appsec.report.markdown import write_markdown

    del date, template
    return write_markdown(document)


WRITERS: Mapping[str, Writer] = MappingProxyType(
    {"pdf": _pdf, "odt": _odt, "ods": _ods, "xlsx": _xlsx, "html": _html, "md": _md}
)


def files(
    dossier: Dossier, lang: Lang, stage: Stage, formats: tuple[str, ...], template: Path | None
) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file. The same dossier gives the same bytes."""
    book = Book(dossier, lang, stage)
    build = build_plan if stage.plans else build_report
    document = build(dossier, lang, stage)
    kind = "App資安防護規劃" if stage.plans else "App資安自評報告"
    for form in formats:
        yield f"{_name(book, kind)}.{form}", WRITERS[form](document, dossier.date, template)
    yield f"{_name(book, 'App資安自評摘要')}.json", written(summary(dossier, stage)).encode()


def _name(book: Book, kind: str) -> str:
    """`App資安自評報告_<App>_<platform>_<version>_<class>_<date>`; English ones say so."""
    versions = dict.fromkeys(part.assessment.artefact.version for part in book.parts)
    classes = dict.fromkeys(part.chosen_label for part in book.parts)
    parts = (
        kind,
        product(book.dossier),
        "+".join(part.name for part in book.parts),
        "+".join(versions),
        "-".join(classes),
        book.dossier.date,
        "" if book.lang is Lang.ZH_TW else str(book.lang),
    )
    return "_".join(safe(part) for part in parts if part)


def safe(part: str) -> str:
    """A part of a file's name that every system takes: no separator, no dot at an end."""
    cut = _UNSAFE.sub("-", part).encode()[:MAX_PART].decode(errors="ignore")
    return cut.replace("_", "-").strip("-.+") or "-"


def summary(dossier: Dossier, stage: Stage) -> dict[str, Any]:
    """What the report says in short, for programs: numbers, sentences, hashes, what is open."""
    books = {lang: Book(dossier, lang, stage) for lang in Lang}
    file = dossier.file
    tests = file.security_tests
    names = ("code", "website", "host", "penetration", "components")
    return {
        "schema": SCHEMA,
        "kind": "appsec-dossier-summary",
        "report_number": file.report.number,
        "edition": file.report.edition,
        "date": dossier.date,
        "stage": str(stage),
        "product": product(dossier),
        "builds": [_build(books, number) for number in range(len(dossier.builds))],
        "security_tests_unresolved": {name: getattr(tests, name).unresolved for name in names},
    }


def _build(books: Mapping[Lang, Book], number: int) -> dict[str, Any]:
    part = books[Lang.ZH_TW].parts[number]
    saved, told = part.assessment, unresolved(part)
    return {
        "platform": part.build.platform,
        "id": saved.artefact.id,
        "version": saved.artefact.version,
        "sha256": saved.artefact.sha256,
        "as_of": saved.as_of,
        "classes": {
            app_class: {
                "members": grade.members,
                "counts": {str(result): count for result, count in grade.counts.items()},
                "closing": {
                    str(lang): closing_sentence(book.parts[number], app_class)[1]
                    for lang, book in books.items()
                },
            }
            for app_class in part.chosen
            if (grade := saved.grades.get(app_class))
        },
        "unresolved": {
            "medium_or_above": told.findings,
            "accepted": told.accepted,
            "undecided_items": told.undecided,
        },
        "open_items": {
            str(owner): [item.verdict.requirement for item in items]
            for owner, items in by_owner(part).items()
        },
        "laboratory": {
            "state": str(part.build.entry.test.state or ""),
            "tested_released": str(tested_released(part.build)),
            "tested_assessed": str(tested_assessed(part.build)),
            "released_assessed": str(released_assessed(part.build)),
        },
    }
