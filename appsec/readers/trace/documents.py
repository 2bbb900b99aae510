"""What a body says under which names: JSON, XML, forms, and one of them inside another."""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import parse_qsl

MIN_SHORT = 4
"""A shorter text says nothing."""
MAX_WHOLE, MAX_JSON = 4 << 20, 16 << 20
"""Bytes up to which nobody cuts a document, and up to which it is looked at with its names."""
MAX_DEPTH = 3
"""So deep a document is opened inside another."""
_LEAST = 10 ** (MIN_SHORT - 1)
_PAGE = re.compile(
    r"(?i)\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body|p|div|span|table|[uo]l|br|a|h[1-6]"
    r"|form|input|script|style|meta|link|title|img|section|main|b|i|pre)\b",
    re.DOTALL,
)
"""Of a page and its parts the names of the elements say nothing."""
_FORM = re.compile(r"\s*[\w.%\[\]-]{1,100}=[^\s<>\"{}]*\s*")
_ELEMENT = re.compile(
    r"<([\w:.-]{1,100})((?:\s[^<>]{0,4000})?)>(?:<!\[CDATA\[([^<>\]]{0,20000})\]\]>|([^<>]{0,20000}))"
)
_ATTRIBUTE = re.compile(r"([\w:.-]{1,100})\s{0,5}=\s{0,5}(?:\"([^\"]*)\"|'([^']*)')")
_EMPTY = re.compile(r"<([\w:.-]{1,100})(\s[^<>]{1,4000})/?>")
_NAMES, _VALUES = ("name", "key"), ("value", "content")
_PLAIN = ("string", "value", "int", "integer", "entry", "item", "property", "field", "param", "add")
"""Elements whose names say nothing: another element or an attribute does."""
Pairs = Iterator[tuple[str, str]]


def told_in(data: bytes) -> tuple[Pairs, bool]:
    """The texts and numbers of a document that may say something, each with its name, and whether
    that is all it says. Of what is none, or too long to be looked at as one, there are none."""
    told = leaves(data)
    if told is not None:
        return told, True
    text = _decoded(data) if len(data) <= MAX_JSON else ""
    if text.lstrip("\ufeff \t\r\n")[:1] == "<":
        return _marked(text, MAX_DEPTH), False
    return _form(text) if _FORM.fullmatch(text) else iter(()), False


def leaves(data: bytes) -> Pairs | None:
    """The same of a JSON document; None if it is none."""
    if len(data) > MAX_JSON:
        return None
    try:
        return _leaves(json.loads(data), MAX_DEPTH)
    except UnicodeDecodeError:
        if data[:64].lstrip()[:1] not in (b"{", b"["):
            return None
    except (ValueError, RecursionError):
        return None
    try:
        return _leaves(json.loads(_decoded(data)), MAX_DEPTH)
    except (ValueError, RecursionError):
        return None


def unnamed(data: bytes) -> str:
    """Why the names of what a long document says are not known; empty if they are, or it has none.
    What was cut when it was kept is no document any more."""
    told = len(data) >= MAX_WHOLE and data[:64].lstrip()[:1] in (b"{", b"[")
    return "JSON" if told and leaves(data) is None else ""


def _decoded(data: bytes) -> str:
    """A text as servers here write it. A byte that is none of its character may end a Big5 one."""
    for encoding in ("utf-8", "cp950"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _leaves(root: Any, depth: int) -> Pairs:
    waiting: list[tuple[str, Any]] = [("", root)]
    while waiting:
        name, value = waiting.pop()
        if isinstance(value, dict):
            waiting += value.items()
        elif isinstance(value, list):
            waiting += ((name, each) for each in value)
        elif isinstance(value, str):
            if len(value) >= MIN_SHORT:
                yield from _text(name, value, depth)
        elif isinstance(value, int) and value >= _LEAST:
            yield name, str(value)


def _text(name: str, value: str, depth: int) -> Pairs:
    """A text, or what it says if it is a document: ASP.NET puts one into a field."""
    head = value.lstrip()[:1]
    if depth and head and head in "{[":
        try:
            inner = json.loads(value)
        except (ValueError, RecursionError):
            inner = None
        if isinstance(inner, dict | list):
            yield from _leaves(inner, depth - 1)
            return
    elif depth and head == "<" and ">" in value:
        yield from _marked(value, depth - 1)
        return
    yield name, value


def _marked(text: str, depth: int) -> Pairs:
    """The elements and attributes of XML; of a page, what its fields hold."""
    page = _PAGE.match(text) is not None
    for match in _EMPTY.finditer(text):
        told = {name: unescape(a or b) for name, a, b in _ATTRIBUTE.findall(match[2])}
        name = next((told[each] for each in _NAMES if each in told), "")
        values = [told[each] for each in _VALUES if name and each in told]
        every = [(name, each) for each in values] if page else [*told.items()]
        every += [] if page else [(name, each) for each in values]
        yield from ((n, value) for n, value in every if len(value) >= MIN_SHORT)
    label = ""
    for match in () if page else _ELEMENT.finditer(text):
        tag, value = match[1].rpartition(":")[2], unescape(match[3] or match[4] or "").strip()
        if tag.casefold() in _NAMES:  # of a property list, or XML-RPC
            label = value
        if not value or match[2].endswith("/"):
            continue
        told = {name: a or b for name, a, b in _ATTRIBUTE.findall(match[2])}
        own = next((told[each] for each in _NAMES if each in told), label)
        if len(value) >= MIN_SHORT:
            yield from _text(own if own and tag.casefold() in _PLAIN else tag, value, depth)
        label = label if tag.casefold() in _NAMES else ""


def _form(text: str) -> Pairs:
    every = parse_qsl(text.strip(), max_num_fields=None)
    return ((name, value) for name, value in every if len(value) >= MIN_SHORT)
