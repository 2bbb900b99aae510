"""The sentences of reasons and gaps, in both languages, from the YAML beside this module."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from appsec.engine.files import conform, read_yaml
from appsec.engine.masked import OF_RUNS
from appsec.model.check import STRICT
from appsec.model.frozen import frozen
from appsec.model.outcome import Cause, Gap
from appsec.model.text import Lang, Text, visible
from appsec.model.verdict import Reason

_CALLED = {
    "phases": "phase",
    "outcomes": "outcome",
    "certificates": "certificate",
    "kinds": "what",
    "canary": "what",
    "root": "what",
}
"""Values that are called otherwise than what they are."""
_LISTS = {"canaries": ", ", "fields": "、"}
"""Lists of what a tester typed into, and what parts them. Some have names of an app's own."""
TYPED = "typed_"
"""What stands before the name of a value where a sentence says it as a tester types it."""
_AT = re.compile(r" at (\d+)\Z")
_HOURS = re.compile(r"(.+-utc)\+(\d+)\Z")
_GROUPS = re.compile(r"([a-z]+)((?:-\d+)+)\Z")
_NAMELESS: Text = {Lang.ZH_TW: "讀取程序", Lang.EN: "the reading itself"}


@frozen
class Words:
    """A sentence with `{value}` places, and what to do next if there is something to do."""

    __pydantic_config__ = STRICT

    text: Text
    next: Text | None = None


@frozen
class _File:
    __pydantic_config__ = STRICT

    words: Mapping[str, Words]


@frozen
class _Told:
    __pydantic_config__ = STRICT

    named: Mapping[str, Mapping[str, str]]


@cache
def load(kind: str) -> Mapping[str, Words]:
    """`reasons`, `gaps` or `coverage`: every key with its sentences."""
    path = Path(__file__).parent / "words" / f"{kind}.yaml"
    return conform(path, {"words": read_yaml(path)}, _File).words


def fill(text: Text, values: Mapping[str, str]) -> Text:
    """The sentence with its values, which come from an app and are made visible here."""
    shown = {key: visible(value) for key, value in values.items()}
    return {lang: template.format_map(shown) for lang, template in text.items()}


def fill_run(text: Text, values: Mapping[str, str]) -> Text:
    """As `fill`, of a recorded run: its phases, canaries and outcomes by their Chinese names."""
    typed = {f"{TYPED}{key}": value for key, value in values.items()}
    named = {key: told(key, value) for key, value in values.items()}
    by_lang = {Lang.ZH_TW: {**named, **typed}, Lang.EN: {**values, **typed}}
    return {lang: fill({lang: each}, by_lang[lang])[lang] for lang, each in text.items()}


def told(key: str, value: str) -> str:
    """What a Chinese sentence says for the words of a run in `value`, which is called `key`."""
    if key == "form":
        return _form(value)
    known = _told().get(_CALLED.get(key, key), {})
    if key in _LISTS:
        return "、".join(_told()["what"].get(one, one) for one in value.split(_LISTS[key]))
    parts = value.split(", ")
    return "、".join(known[one] for one in parts) if known.keys() >= {*parts} else value


def _form(value: str) -> str:
    """How a canary was written (`reversed utf-8`), and beneath what it lay (`zip a.txt > gzip at 0:
    utf-8`). The names of files and tables are an app's, and stay."""
    layers, _, form = value.rpartition(": ")
    inside = "中".join([*map(_layer, layers.split(" > ")), ""]) if layers else ""
    whole = _told()["form"].get(form)
    return f"{inside}{whole or '、'.join(map(_part, form.split(' ')))}"


def _part(word: str) -> str:
    known = _told()["form-part"]
    if match := _HOURS.match(word):
        return known[match[1]].replace("UTC", f"UTC+{match[2]}") if match[1] in known else word
    if word not in known and (match := _GROUPS.match(word)) and match[1] in known:
        return f"{known[match[1]]}（{match[2][1:]}）"
    return known.get(word, word)


def _layer(layer: str) -> str:
    known = _told()["layer"]
    if layer in known:
        return known[layer]
    if (match := _AT.search(layer)) and (head := layer[: match.start()]) in known:
        return f"{known[head]}（位移{match[1]}）"
    head, _, name = layer.partition(" ")
    return f"{known[head]}「{name}」" if head in known and name else layer


@cache
def _told() -> Mapping[str, Mapping[str, str]]:
    path = Path(__file__).parent / "words" / "told.yaml"
    return conform(path, {"named": read_yaml(path)}, _Told).named


def reason(
    key: str, values: Mapping[str, str] | None = None, texts: Mapping[str, Text] | None = None
) -> Reason:
    """A reason with its sentence in both languages. `texts` are values with a text for each."""
    given = dict(values or {})
    template = load("reasons")[key].text
    message = {
        lang: fill({lang: template[lang]}, given | {n: t[lang] for n, t in (texts or {}).items()})[
            lang
        ]
        for lang in Lang
    }
    return Reason(key, given, message)


def gap_reasons(gaps: Iterable[Gap]) -> list[Reason]:
    """Why something was not read, by cause and by what the fact is called: once for all gaps of
    one cause and fact, and once for all that the runs which were given do not show."""
    named = load("facts")
    each = dict.fromkeys(
        ("gap-of-runs", "runs")
        if _is_of_runs(gap)
        else (f"gap-{gap.cause}".replace("_", "-"), gap.fact)
        for gap in gaps
    )
    return [
        reason(
            key,
            {"fact": fact},
            {"what": named[fact].text} if fact in named else {"what": _NAMELESS},
        )
        for key, fact in each
    ]


def _is_of_runs(gap: Gap) -> bool:
    """Whether runs were given, and do not show all."""
    given = gap.cause is Cause.NOT_SUPPLIED and gap.key != "trace-not-supplied"
    return given and gap.fact in OF_RUNS
