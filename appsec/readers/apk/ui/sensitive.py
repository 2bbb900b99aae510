"""What a text field asks for, going by its id, its hint, its label and its autofill hints.

The words stand in sensitive.yaml and other_words.yaml. A word that means nothing else makes it
sure if the name ends with it, or nearly: what follows may make it a thing of another kind
(`email_body`). One that may mean anything counts only where the name says nothing besides.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from appsec.engine.files import read_yaml
from appsec.facts.text_field import Datum
from appsec.model.frozen import frozen

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_POLITE = re.compile(
    r"[\s*:：,，。、!！?？()（）「」\[\]【】]|請再次輸入|請輸入|請填寫|請填入|請選擇|再次輸入|輸入|再次確認|確認"
    r"|您的|你的|必填|選填|會員|使用者(?!名稱|代號)"
)
_ASIDE = re.compile(r"[(（\[【「][^)）\]】」]*[)）\]】」]|\S+@\S+")
"""What stands in brackets, and an address as an example: neither changes what is asked for."""
_SIZE = re.compile(
    r"(?:至少|最少|須|需|為|限)*\s*\d+(?:\s*[~～〜至到–-]\s*\d+)?\s*(?:個|位數|位|碼|字元|字)+"
    r"(?:英數字|英文|數字|字母|混合|以上|以內|[及或、])*"
)
"""How long it must be: `6~12 碼英數字`."""
_SAMPLE = re.compile(r"[a-z]|x+|y+|m+|d+|\d+")
"""A word of a sample: `09xxxxxxxx`, `YYYY/MM/DD`, `A123456789`."""
_LONGEST = 40
"""A text longer than this is a sentence and not a name."""
_MOST = 400
"""What stands behind so many letters names nothing."""
_SECRET = frozenset((Datum.PASSWORD, Datum.PIN))
_ANYTHING = frozenset((Datum.NAME, Datum.ADDRESS, Datum.EMAIL, Datum.PHONE, Datum.ACCOUNT))
"""Of these, devices, files and shops have some, too."""


@frozen
class Asked:
    """What is asked for, and whether the words leave no doubt. `narrowed` says why they do: a
    word that leaves none on its own stands with others that make it something else."""

    datum: Datum
    sure: bool
    narrowed: bool = field(default=False, compare=False)


@frozen
class _Phrase:
    datum: Datum
    sure: bool
    words: tuple[str, ...]
    text: str
    """Of Chinese, where no spaces divide words; empty otherwise."""


class NotAsked(Exception):
    """The words say that the field is for searching, for comments, or only about such data."""


@cache
def _phrases() -> tuple[_Phrase, ...]:
    found = []
    for name, row in read_yaml(Path(__file__).with_name("sensitive.yaml")).items():
        for sure in (True, False):
            for phrase in row["sure" if sure else "maybe"]:
                text = "" if phrase.isascii() else phrase
                words = tuple(phrase.split()) if phrase.isascii() else ()
                found.append(_Phrase(Datum(name), sure, words, text))
    return tuple(found)


@cache
def _by_first_word() -> dict[str, tuple[_Phrase, ...]]:
    found: dict[str, tuple[_Phrase, ...]] = {}
    for phrase in _phrases():
        if phrase.words:
            found[phrase.words[0]] = (*found.get(phrase.words[0], ()), phrase)
    return found


@cache
def _autofill() -> dict[str, Datum]:
    rows = read_yaml(Path(__file__).with_name("sensitive.yaml"))
    return {hint: Datum(name) for name, row in rows.items() for hint in row["autofill"]}


@cache
def _others() -> dict[str, Any]:
    rows = read_yaml(Path(__file__).with_name("other_words.yaml"))
    return {name: frozenset(str(word) for word in words) for name, words in rows.items()}


def asked_by_autofill(hints: Iterable[str]) -> Asked | None:
    """By android:autofillHints."""
    known = _autofill()
    return next((Asked(known[hint], True) for hint in hints if hint in known), None)


def asked_by(name: str) -> Asked | None:
    """By an id or a text. Raises NotAsked."""
    is_other, asked = _looked_up(name[:_MOST])
    if is_other:
        raise NotAsked
    return asked


@lru_cache(maxsize=4096)
def _looked_up(name: str) -> tuple[bool, Asked | None]:
    """Whether it is something else for sure, and what is asked for."""
    words = [word.lower() for word in _WORD.findall(name)]
    bare = _POLITE.sub("", _ASIDE.sub("", name)) or _POLITE.sub("", name)
    others = _others()
    for kind in ("search", "comment", "about"):
        if _tells(others[kind], words, name):
            return True, None
    left = [word for word in words if word not in others["prefixes"]]
    found = _best([*_in_words(name, left), *_in_text(name, bare)])
    if found and _tells(others["other"], words, name):
        found = None if found.datum in _ANYTHING else Asked(found.datum, False, True)
    if found and _tells(others["nobody"], words, name):
        found = Asked(found.datum, False, True)
    return False, found


def agreed(found: Sequence[Asked]) -> Asked | None:
    """Of what several names say, the most reliable first."""
    if not found:
        return None
    first = next((one for one in found if one.sure), found[0])
    secrets = {one.datum in _SECRET for one in found if one.sure}
    narrowed = any(one.narrowed for one in found)
    return Asked(first.datum, first.sure and len(secrets) == 1 and not narrowed, narrowed)


def _tells(wanted: frozenset[str], words: list[str], name: str) -> bool:
    return any(word in wanted for word in words) or any(
        not word.isascii() and word in name for word in wanted
    )


def _ends(rest: str) -> bool:
    """Whether what follows a phrase says no more: `號碼`, `(選填)`, `6~12 碼`, `EditText2`."""
    rest = _SIZE.sub(" ", _ASIDE.sub(" ", rest))
    tails = _others()["tails"]
    for word in _WORD.findall(rest):
        if word.lower() not in tails and not _SAMPLE.fullmatch(word.lower()):
            return False
    left = _POLITE.sub("", _WORD.sub(" ", rest))
    for tail in sorted((tail for tail in tails if not tail.isascii()), key=len, reverse=True):
        left = left.replace(tail, "")
    return not any(letter.isalnum() for letter in left)


def _judged(phrase: _Phrase, short: bool, rest: str) -> Asked:
    ends = _ends(rest)
    return Asked(phrase.datum, phrase.sure and short and ends, phrase.sure and not ends)


def _in_words(name: str, left: list[str]) -> Iterator[tuple[int, int, Asked]]:
    """Where phrases lie in the name, as start and end. In English the last one is the noun."""
    found = list(_WORD.finditer(name))
    words = [match.group().lower() for match in found]
    short = sum(map(len, words)) <= _LONGEST
    for at, word in enumerate(words):
        for phrase in _by_first_word().get(word, ()):
            size = len(phrase.words)
            if tuple(words[at : at + size]) != phrase.words:
                continue
            if phrase.sure or tuple(left) == phrase.words:
                end = found[at + size - 1].end()
                yield found[at].start(), end, _judged(phrase, short, name[end:])


def _in_text(name: str, bare: str) -> Iterator[tuple[int, int, Asked]]:
    if name.isascii():
        return
    short = len(bare) <= _LONGEST // 2
    for phrase in _phrases():
        at = name.lower().rfind(phrase.text) if phrase.text else -1
        if at >= 0 and (phrase.sure or bare.lower() == phrase.text):
            end = at + len(phrase.text)
            yield at, end, _judged(phrase, short, name[end:])


def _best(found: list[tuple[int, int, Asked]]) -> Asked | None:
    """The one that ends last, of those that lie in no longer one. Chinese that names several
    things is a sentence: `以手機或信箱登入`."""
    outer = [
        (start, end, asked)
        for start, end, asked in found
        if not any(s <= start and end <= e and e - s > end - start for s, e, _ in found)
    ]
    if not outer:
        return None
    _, _, last = max(outer, key=lambda one: (one[1], one[2].sure))
    several = len({asked.datum for _, _, asked in outer}) > 1
    return Asked(last.datum, last.sure and not several, last.narrowed)
