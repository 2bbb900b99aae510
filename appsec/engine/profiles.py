"""Load a standard: a profile folder that ships with the tool, or a file that corrects one."""

from collections.abc import Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Any

from appsec.engine.files import FileProblem, conform, read_yaml
from appsec.engine.shipped import content_dir
from appsec.model.check import STRICT
from appsec.model.frozen import frozen
from appsec.model.profile import AppClass, Chapter, Condition, Profile, Requirement
from appsec.model.text import Lang, Text

DEFAULT = "tw-v1.4"


@frozen
class _ProfileFile:
    __pydantic_config__ = STRICT

    id: str
    title: Text
    source: Text
    chapters: tuple[str, ...]
    platforms: tuple[str, ...] = ()
    classes: tuple[AppClass, ...] = ()
    conditions: tuple[Condition, ...] = ()
    variant_checks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    baseline: str = ""
    extends: str = ""


@frozen
class _ChapterFile:
    __pydantic_config__ = STRICT

    requirements: tuple[Requirement, ...]
    id: str = ""
    title: Text | None = None


@frozen
class Correction:
    """A user's file: another matrix of classes for a profile that ships with the tool."""

    __pydantic_config__ = STRICT

    extends: str
    id: str
    title: Text
    source: Text
    requirements: tuple["CorrectedRow", ...]


@frozen
class CorrectedRow:
    __pydantic_config__ = STRICT

    id: str
    classes: tuple[str, ...] | None = None
    reference: bool | None = None
    text: Text | None = None
    title: Text | None = None


def available() -> tuple[str, ...]:
    """The ids of the profiles that ship with the tool."""
    return tuple(sorted(p.parent.name for p in content_dir("profiles").glob("*/profile.yaml")))


def load_profile(name: str = DEFAULT) -> Profile:
    """A profile by id, or by the path of a file that corrects one. Raises FileProblem."""
    if name in available():
        profile = _load_folder(content_dir("profiles") / name)
    elif Path(name).suffix in (".yaml", ".yml") or Path(name).exists():
        profile = _corrected(Path(name))
    else:
        raise FileProblem(name, f"no such profile; there are {', '.join(available())}")
    _must_hold(profile, name)
    return profile


def _load_folder(folder: Path) -> Profile:
    path = folder / "profile.yaml"
    file = conform(path, read_yaml(path), _ProfileFile)
    if file.extends:
        return _overlaid(folder, file, _load_folder(folder.parent / file.extends))
    chapters, requirements = [], []
    for name in file.chapters:
        chapter = _chapter(folder / f"{name}.yaml")
        chapters.append(Chapter(chapter.id, chapter.title or {}))
        requirements += [replace(r, chapter=chapter.id) for r in chapter.requirements]
    profile = Profile(
        id=file.id,
        title=file.title,
        source=file.source,
        platforms=file.platforms,
        classes=file.classes,
        conditions={c.id: c for c in file.conditions},
        chapters=tuple(chapters),
        requirements=tuple(requirements),
        variant_checks=file.variant_checks,
        baseline=file.baseline,
    )
    return _with_baseline(profile, folder.parent) if file.baseline else profile


def _with_baseline(profile: Profile, profiles: Path) -> Profile:
    """Adds the clauses that only the baseline has, to be shown apart."""
    folder = profiles / profile.baseline
    path = folder / "profile.yaml"
    file = conform(path, read_yaml(path), _ProfileFile)
    extra = {c.id: c for c in file.conditions}
    return replace(
        profile,
        conditions={**profile.conditions, **extra},
        baseline_title=file.title,
        apart=tuple(
            r
            for name in file.chapters
            if name != "clauses"
            for r in _chapter(folder / f"{name}.yaml").requirements
        ),
    )


def _overlaid(folder: Path, file: _ProfileFile, base: Profile) -> Profile:
    """The baseline: each clause takes a requirement of `extends` and says what differs."""
    rows = read_yaml(folder / "clauses.yaml")
    path = folder / "clauses.yaml"
    if not isinstance(rows, dict) or rows.keys() != {"clauses"}:
        raise FileProblem(path, "must hold the one key `clauses`")
    by_id = {r.id: r for r in base.requirements}
    taken = [_clause(path, row, by_id) for row in rows["clauses"]]
    order = [c.id for c in base.chapters]
    together = sorted(
        [*taken, *base.apart],
        key=lambda r: (order.index(r.chapter), [int(n) for n in r.clause.split(".")]),
    )
    return replace(
        base,
        id=file.id,
        title=file.title,
        source=file.source,
        requirements=tuple(together),
        baseline="",
        baseline_title=None,
        apart=(),
    )


def _clause(path: Path, row: dict[str, Any], base: Mapping[str, Requirement]) -> Requirement:
    source = base.get(str(row.get("from")))
    if source is None:
        raise FileProblem(path, f"clause {row.get('id')}: no requirement {row.get('from')!r}")
    given = {key: value for key, value in row.items() if key != "from"}
    if isinstance(given.get("text"), dict):
        # A V4.0 title whose English meaning is that of V1.4 is written in zh-TW only.
        given["text"] = {**{k.value: v for k, v in source.text.items()}, **given["text"]}
    return conform(path, {**_plain(source), **given}, Requirement)


def _plain(requirement: Requirement) -> dict[str, Any]:
    from pydantic import TypeAdapter

    plain: dict[str, Any] = TypeAdapter(Requirement).dump_python(requirement, mode="json")
    return plain


def _chapter(path: Path) -> _ChapterFile:
    return conform(path, read_yaml(path), _ChapterFile)


def _corrected(path: Path) -> Profile:
    file = conform(path, read_yaml(path), Correction)
    if file.extends not in available():
        raise FileProblem(path, f"extends: no such profile; there are {', '.join(available())}")
    base = _load_folder(content_dir("profiles") / file.extends)
    rows = {row.id: row for row in file.requirements}
    if len(rows) < len(file.requirements):
        raise FileProblem(path, "a requirement is given twice")
    if strange := rows.keys() - {r.id for r in base.everything}:
        raise FileProblem(path, f"requirements that {base.id} lacks: {', '.join(sorted(strange))}")
    return replace(
        base,
        id=file.id,
        title=file.title,
        source=_with_changes(file.source, base, rows),
        requirements=tuple(_correct(r, rows.get(r.id)) for r in base.requirements),
        apart=tuple(_correct(r, rows.get(r.id)) for r in base.apart),
        corrected=str(path.name),
    )


def _with_changes(source: Text, base: Profile, rows: Mapping[str, CorrectedRow]) -> Text:
    """The source and what was changed, so that no reader takes the matrix for the original."""
    changed = [
        f"{r.id}: {' '.join(r.classes) or '-'} → {' '.join(c.classes) or '-'}"
        for r in base.everything
        if (c := _correct(r, rows.get(r.id))).classes != r.classes
    ]
    told = "; ".join(changed) or "-"
    return {
        Lang.ZH_TW: f"{source[Lang.ZH_TW]}（與 {base.id} 之類別差異：{told}）",
        Lang.EN: f"{source[Lang.EN]} (classes that differ from {base.id}: {told})",
    }


def _correct(requirement: Requirement, row: CorrectedRow | None) -> Requirement:
    if row is None:
        return requirement
    return replace(
        requirement,
        classes=requirement.classes if row.classes is None else row.classes,
        reference=requirement.reference if row.reference is None else row.reference,
        text=row.text or requirement.text,
        title=row.title or requirement.title,
    )


def _must_hold(profile: Profile, name: str) -> None:
    """What a profile promises, whoever wrote it: ids unique, classes known and not empty."""
    ids = [r.id for r in profile.everything]
    known = {c.id for c in profile.classes}
    for requirement in profile.everything:
        if ids.count(requirement.id) > 1:
            raise FileProblem(name, f"requirement {requirement.id} is given twice")
        if strange := set(requirement.classes) - known:
            raise FileProblem(name, f"requirement {requirement.id}: no class {sorted(strange)}")
        if not requirement.reference and not requirement.classes:
            raise FileProblem(name, f"requirement {requirement.id}: no class, and no reference")
        if requirement.reference and requirement.classes:
            raise FileProblem(name, f"requirement {requirement.id}: reference items have no class")
        if requirement.condition and requirement.condition not in profile.conditions:
            raise FileProblem(name, f"requirement {requirement.id}: no such condition")
        if any(not requirement.text.get(lang) for lang in Lang):
            raise FileProblem(name, f"requirement {requirement.id}: a text is missing")
    for app_class in known:
        if not profile.members(app_class):
            raise FileProblem(name, f"class {app_class} has no requirement")
