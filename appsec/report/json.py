"""The saved form of an assessment: written the same way every time, read strictly, described."""

import json
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from json.encoder import encode_basestring
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from appsec.model.assessment import SCHEMA, Assessment
from appsec.model.frozen import frozen

if TYPE_CHECKING:
    from pydantic import TypeAdapter

T = TypeVar("T")

_compact = json.JSONEncoder(ensure_ascii=False).encode

MAX_BYTES = 512 * 1024 * 1024
"""Largest saved assessment that is read."""

_MAX_PROBLEMS = 5
_DIALECT = "https://json-schema.org/draft/2020-12/schema"

_HIDDEN = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
"""What JSON allows but nobody sees: DEL, C1 controls, line and direction marks."""

_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half of a character, from a file name that is not valid text; UTF-8 cannot hold it."""


class ReportProblem(Exception):
    """A saved assessment cannot be used; the text says which and why."""


@frozen
class _Head:
    schema: str


def dump(assessment: Assessment) -> str:
    """The saved form: keys in the model's order, free keys sorted, a newline at the end.

    Invisible characters are written as JSON escapes. A lone surrogate, which UTF-8 cannot hold, is
    written as the six characters of its escape.
    """
    return written(_plain(assessment))


def written(value: object) -> str:
    """A value as JSON for a file: what nobody sees is an escape, and a newline ends it."""
    text = _laid_out(value, "\n")
    try:
        text.encode()  # which takes a tenth of the time of a search
    except UnicodeEncodeError:
        text = _SURROGATE.sub(lambda m: f"\\\\u{ord(m[0]):04x}", text)
    return _HIDDEN.sub(lambda m: f"\\u{ord(m[0]):04x}", text) + "\n"


def _laid_out(value: object, line: str) -> str:
    """What `json.dumps` writes with an indent of two, in a third of the time: whoever asks it for
    one is given the encoder that is not compiled. `line` begins one where the value stands; keys
    are texts."""
    if type(value) is str:
        return encode_basestring(value)
    inner = f"{line}  "
    if value and isinstance(value, dict):
        each = [f"{encode_basestring(key)}: {_laid_out(one, inner)}" for key, one in value.items()]
        return f"{{{inner}{f',{inner}'.join(each)}{line}}}"
    if value and isinstance(value, list | tuple):
        return f"[{inner}{f',{inner}'.join([_laid_out(one, inner) for one in value])}{line}]"
    return _compact(value)


def dump_value(value: object) -> str:
    """A frozen value of ours in the saved form of an assessment."""
    return written(_plain(value))


def load(source: Path | str | bytes) -> Assessment:
    """An assessment from a file, or from the text itself. Raises ReportProblem.

    Keys that this version does not know are ignored when the saved form has the same major
    version: a minor version only adds.
    """
    name = str(source) if isinstance(source, Path) else "assessment"
    raw = _read(source) if isinstance(source, Path) else source
    saved = _conform(name, raw, _Head).schema
    if saved.split(".")[0] != SCHEMA.split(".")[0]:
        raise ReportProblem(
            f"{name}: saved as schema {saved[:20]!r}; this version reads {SCHEMA.split('.')[0]}.x"
        )
    assessment = _conform(name, raw, Assessment)
    _must_refer(name, assessment)
    return assessment


def _must_refer(name: str, assessment: Assessment) -> None:
    """Every verdict has its requirement's texts, once; a report could not name it otherwise."""
    ids = [r.id for r in assessment.requirements]
    judged = [v.requirement for v in (*assessment.verdicts, *assessment.verdicts_apart)]
    if lacking := set(judged) - set(ids):
        raise ReportProblem(f"{name}: verdicts: no texts for requirement {min(lacking)[:40]!r}")
    if len(set(ids)) < len(ids) or len(set(judged)) < len(judged):
        raise ReportProblem(f"{name}: a requirement is given twice")
    prints = [r.fingerprint for r in assessment.findings]
    if len(set(prints)) < len(prints):
        raise ReportProblem(f"{name}: findings: a fingerprint is given twice")


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the saved form."""
    described = _adapter(Assessment).json_schema(mode="serialization")
    return {"$schema": _DIALECT, **described, "title": f"appsec assessment {SCHEMA}"}


def _plain(value: object) -> Any:
    shape: Any = type(value)
    if shape is str or value is None:  # as most are
        return value
    if names := _fields(shape):
        return {name: _plain(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {str(key): _plain(value[key]) for key in sorted(value)}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, str) else value


@cache
def _fields(shape: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(shape)) if is_dataclass(shape) else ()


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ReportProblem(f"{path}: {error.strerror or error}") from error
    if len(raw) > MAX_BYTES:
        raise ReportProblem(f"{path}: larger than {MAX_BYTES} bytes")
    return raw


def _conform(name: str, raw: str | bytes, shape: type[T]) -> T:
    from pydantic import ValidationError

    try:
        adapter: TypeAdapter[T] = _adapter(shape)  # type: ignore[arg-type]
        return adapter.validate_json(raw)
    except ValidationError as error:
        problems = [
            f"{'.'.join(str(part) for part in e['loc']) or 'file'}: {e['msg']}"
            for e in error.errors(include_url=False, include_input=False)[:_MAX_PROBLEMS]
        ]
        raise ReportProblem(f"{name}: {'; '.join(problems)}") from error


@cache
def _adapter(shape: type[T]) -> "TypeAdapter[T]":
    from pydantic import TypeAdapter

    return TypeAdapter(shape)
