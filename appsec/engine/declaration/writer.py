"""Writes a declaration file with comments in both languages that say what to fill in."""

from collections.abc import Iterator

from appsec.engine.declaration.form import FormField, FormSection, form
from appsec.engine.declaration.prefill import Draft, Row, notes
from appsec.model.text import Lang, Text, visible

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_BYTE, _BASIC_PLANE = 0xFF, 0xFFFF


def written(draft: Draft) -> str:
    """The file. Loading it gives what the draft holds, whatever characters are in it."""
    return "\n".join(_lines(draft)) + "\n"


def _lines(draft: Draft) -> Iterator[str]:
    platform = draft.row("app")["platform"]
    for lang in Lang:
        yield from (f"# {line}" for line in notes()["head"][lang].split("\n"))
    for section in form().sections:
        yield ""
        yield from _headline(section)
        if section.many:
            yield from _many(section, draft, platform)
        else:
            yield from _single(section, draft, platform)


def _headline(section: FormSection) -> Iterator[str]:
    items = ", ".join(section.requirements)
    said = f" - {_both(notes()['requirements'], items=items)}" if items else ""
    yield f"# ==== {_both(section.title)}{said}"


def _single(section: FormSection, draft: Draft, platform: str) -> Iterator[str]:
    yield f"{section.key}:"
    yield from _remark(draft, section.key, "  ")
    for field in section.on(platform):
        yield f"  # {_label(field)}"
        yield from _remark(draft, f"{section.key}.{field.key}", "  ")
        yield f"  {field.key}: {quoted(draft.row(section.key)[field.key])}"


def _many(section: FormSection, draft: Draft, platform: str) -> Iterator[str]:
    """The cells are told once, before the rows; an empty section shows how a row looks."""
    fields = section.on(platform)
    yield from (f"#   {field.key}: {_label(field)}" for field in fields)
    rows = draft.rows(section.key)
    yield f"{section.key}:" if rows else f"{section.key}: []"
    if not rows:
        yield from (f"#{line}" for line in _row(fields, dict.fromkeys((f.key for f in fields), "")))
    for number, row in enumerate(rows):
        yield from _remark(draft, f"{section.key}.{number}", "  ")
        yield from _row(fields, row)


def _row(fields: tuple[FormField, ...], row: Row) -> Iterator[str]:
    for number, field in enumerate(fields):
        yield f"  {' ' if number else '-'} {field.key}: {quoted(row[field.key])}"


def _label(field: FormField) -> str:
    marks = [key for key in ("required", "prefilled") if getattr(field, key)]
    said = "".join(f" [{_both(notes()[key])}]" for key in marks)
    if field.choices:
        keys = ", ".join(choice.key for choice in form().choices[field.choices])
        said += f" ({_both(notes()['choices'], keys=keys)})"
    return f"{_both(field.label)}{said}"


def _remark(draft: Draft, place: str, indent: str) -> Iterator[str]:
    if place in draft.remarks:
        key, values = draft.remarks[place]
        shown = {name: visible(value) for name, value in values.items()}
        yield f"{indent}# >>> {_both(notes()[key], **shown)}"


def _both(text: Text, **values: str) -> str:
    zh, en = (text[lang].format(**values) for lang in (Lang.ZH_TW, Lang.EN))
    return zh if zh == en else f"{zh} / {en}"


def quoted(text: str) -> str:
    """A text as a double-quoted scalar of YAML. Half of a surrogate pair, which no file can hold,
    is written out."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char.isprintable():
        return char
    code = ord(char)
    if 0xD800 <= code <= 0xDFFF:  # noqa: PLR2004 - the surrogates
        return f"\\\\u{code:04x}"
    if code <= _BYTE:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= _BASIC_PLANE else f"\\U{code:08x}"
