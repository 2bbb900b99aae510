"""What a dossier still lacks for a stage: by chapter, and by who has to see to it."""

from collections.abc import Iterator

from appsec.assess.confirm_items import Owner
from appsec.dossier.book import Book, Part
from appsec.dossier.chapters.components import gathered
from appsec.dossier.chapters.testing import expired
from appsec.dossier.choices import Handled, LabState, Origin, Stage
from appsec.dossier.counts import Same, by_owner, tested_released, treated, unmatched, unresolved
from appsec.dossier.papers import OUTSIDE, PAPERS, ready
from appsec.dossier.shape import SecurityTest
from appsec.model.frozen import frozen
from appsec.model.outcome import Severity
from appsec.report.declaration import label_of

_COVER = (
    ("front-company", "applicant.company"),
    ("front-company", "applicant.tax_id"),
    ("front-owner", "applicant.security_owner"),
    ("front-owner", "applicant.contact"),
    ("front-project", "project.name"),
    ("front-project-number", "project.number"),
    ("front-programme", "project.programme"),
    ("scope-name", "product.name"),
    ("scope-functions", "product.functions"),
)
"""What every stage needs: the words for it, and its place in the file."""

_REPORTED = (
    ("front-number", "report.number"),
    ("front-number", "report.edition"),
    ("front-secrecy", "report.confidentiality"),
    ("front-milestone", "project.milestone"),
    ("front-period", "period.begins"),
    ("front-period", "period.ends"),
    ("people-prepared_by", "people.prepared_by"),
    ("people-reviewed_by", "people.reviewed_by"),
    ("people-approved_by", "people.approved_by"),
)
_OBTAINED = ("lab", "taf_no", "report_no", "report_date", "baseline", "app_class",
             "certificate_no", "valid_until", "tested_sha256")  # fmt: skip
_NEEDED = {
    None: ("state",),
    LabState.NOT_YET: ("planned", "contract"),
    LabState.RUNNING: ("lab", "taf_no", "contract"),
    LabState.OBTAINED: _OBTAINED,
}
_TESTS = ("code", "website", "host", "penetration", "components")


@frozen
class Missing:
    """One thing that is not there. `chapter` 0 is the front matter, 15 the annex; `place` is the
    key in the file, or empty where something else has to be done."""

    chapter: int
    owner: Owner
    told: str
    place: str = ""


def missing(book: Book) -> tuple[Missing, ...]:
    """Everything, in the order of the chapters."""
    found = [*_fields(book), *_stage(book)]
    if not book.stage.plans:
        if not book.parts:
            found.append(Missing(3, Owner.MANAGER, book.say("lacks-builds"), "builds"))
        for part in book.parts:
            found += _tested(book, part)
            found += _declared(book, part)
            found += _open(book, part)
            found += _handled(book, part)
        found += _whole(book)
    return tuple(sorted(found, key=lambda one: one.chapter))


def _fields(book: Book) -> Iterator[Missing]:
    wanted = _COVER if book.stage.plans else (*_COVER, *_REPORTED)
    for key, place in wanted:
        section, name = place.split(".")
        if not getattr(getattr(book.dossier.file, section), name).strip():
            yield Missing(0, Owner.MANAGER, book.say(key), place)


def _stage(book: Book) -> Iterator[Missing]:
    """What the stage itself asks for."""
    for paper in PAPERS[book.stage]:
        if not ready(book, paper):
            place = "annexes" if paper in OUTSIDE else ""
            yield Missing(15, Owner.MANAGER, book.say(f"paper-{paper}"), place)
    if book.stage.ends and not book.dossier.file.project.closes:
        yield Missing(0, Owner.MANAGER, book.say("front-retention"), "project.closes")


def _tested(book: Book, part: Part) -> Iterator[Missing]:
    """The laboratory's test."""
    test = part.build.entry.test
    for name in _NEEDED[test.state]:
        if not getattr(test, name):
            told = f"{part.name}{book.say('colon')}{book.say(_LABELS[name])}"
            yield Missing(2, Owner.MANAGER, told, f"builds.{_at(book, part)}.test.{name}")
    if expired(book, part):
        yield _of(book, 2, Owner.MANAGER, part, "testing-expired")
    if book.stage.ends:
        same = tested_released(part.build)
        if same is Same.DIFFERS:
            yield _of(book, 2, Owner.DEVELOPER, part, "differs-tested-released")
        if not part.build.entry.released_sha256:
            place = f"builds.{_at(book, part)}.released_sha256"
            told = f"{part.name}{book.say('colon')}{book.say('testing-released')}"
            yield Missing(2, Owner.DEVELOPER, told, place)


_LABELS = {
    "state": "testing-state",
    "planned": "testing-plan",
    "contract": "testing-plan",
    "lab": "testing-lab",
    "taf_no": "testing-lab",
    "report_no": "testing-report",
    "report_date": "testing-report",
    "baseline": "testing-baseline",
    "app_class": "testing-baseline",
    "certificate_no": "testing-certificate",
    "valid_until": "testing-certificate",
    "tested_sha256": "testing-tested",
}


def _at(book: Book, part: Part) -> int:
    return book.dossier.file.builds.index(part.build.entry)


def _of(book: Book, chapter: int, owner: Owner, part: Part, key: str, **values: object) -> Missing:
    told = f"{part.name}{book.say('colon')}{book.say(key, **values)}"
    return Missing(chapter, owner, told)


def _declared(book: Book, part: Part) -> Iterator[Missing]:
    told = part.assessment.declaration
    if told is None:
        yield _of(book, 9, Owner.DEVELOPER, part, "lacks-declaration")
        return
    for key in told.missing:
        label = label_of(key, book.lang)
        yield Missing(
            9, Owner.DEVELOPER, f"{part.name}{book.say('colon')}{label}", f"declaration: {key}"
        )


def _open(book: Book, part: Part) -> Iterator[Missing]:
    """Items of the class that are not closed."""
    for owner, items in by_owner(part).items():
        for item in items:
            values = {
                "item": item.verdict.requirement,
                "title": part.line(item.text.title),
                "result": book.say(f"result-{item.verdict.result}"),
            }
            yield _of(book, 6, owner, part, "lacks-item", **values)


def _handled(book: Book, part: Part) -> Iterator[Missing]:
    """Findings without an owner and a day, or whose handling the assessment does not bear out."""
    for one in treated(part, book.dossier):
        named = part.number(one.record) if one.record else one.fingerprint[:16]
        if one.doubt:
            words = book.say(f"doubt-{one.doubt}")
            values = {"finding": named, "why": words}
            yield _of(book, 7, Owner.DEVELOPER, part, "lacks-handling", **values)
        grave = one.record and one.record.severity.rank >= Severity.MEDIUM.rank
        settled = one.written and one.written.owner and one.written.due
        if grave and one.state in (Handled.OPEN, Handled.RUNNING) and not settled:
            why = book.say("lacks-owner-and-due")
            yield _of(book, 7, Owner.DEVELOPER, part, "lacks-handling", finding=named, why=why)
    if book.stage.ends and (count := unresolved(part).findings):
        yield _of(book, 7, Owner.DEVELOPER, part, "lacks-zero", count=count)


def _whole(book: Book) -> Iterator[Missing]:
    """What belongs to no single build."""
    file = book.dossier.file
    if not file.method.tool_origin:
        told = book.say("method-tool-origin")
        yield Missing(4, Owner.MANAGER, told, "method.tool_origin")
    for handling in unmatched(book.dossier, book.parts):
        told = f"{book.say('handling-unmatched')}{book.say('colon')}{handling.fingerprint[:16]}"
        yield Missing(7, Owner.DEVELOPER, told)
    if not (file.server.declaration or file.server.certificate):
        place = "server.declaration"
        yield Missing(10, Owner.SERVER_TEAM, book.say("server-declaration"), place)
    if book.stage.ends:
        for name in _TESTS:
            yield from _test(book, name, getattr(file.security_tests, name))
        if unknown := sum(one.component.origin is Origin.UNKNOWN for one in gathered(book)):
            told = book.say("lacks-origin", count=unknown)
            yield Missing(8, Owner.DEVELOPER, told, "components")
    if book.stage in (Stage.MIDTERM, Stage.FINAL, Stage.CLOSING):
        for part in book.parts:
            if part.build.difference is None:
                place = f"builds.{_at(book, part)}.previous"
                told = book.say("changes-none", platform=part.name)
                yield Missing(12, Owner.TESTER, told, place)


def _test(book: Book, name: str, test: SecurityTest) -> Iterator[Missing]:
    place = f"security_tests.{name}"
    label = book.say(f"test-{name}")
    for field, key in (
        ("by", "column-tested-by"),
        ("date", "column-date"),
        ("unresolved", "column-unresolved"),
        ("annex", "column-annex"),
    ):
        if not getattr(test, field):
            told = f"{label}{book.say('colon')}{book.say(key)}"
            yield Missing(7, Owner.MANAGER, told, f"{place}.{field}")
    if test.unresolved and int(test.unresolved):
        told = f"{label}{book.say('colon')}{book.say('lacks-zero', count=test.unresolved)}"
        yield Missing(7, Owner.MANAGER, told, f"{place}.unresolved")
