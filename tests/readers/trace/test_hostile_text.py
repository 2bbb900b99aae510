"""What recorded traffic, files and logs are matched with takes no longer for an app's malice: each
pattern is given long texts that nearly match it, in a process that ends after some CPU seconds.

A pattern that can match a text in two ways doubles its time with each word of one; 120 s of CPU
time is all that an assessment has.
"""

import importlib
import pkgutil
import re
import resource
import subprocess
import sys
from re import _constants as kind
from re import _parser as parser

import pytest

import appsec.engine.canaries
import appsec.readers.trace
from appsec.engine import token_kinds

SECONDS = 60
"""Of CPU time for all patterns together, which take one or two."""
LONG = 1_000
REPEATS = (kind.MAX_REPEAT, kind.MIN_REPEAT)
_SAMPLES = {
    kind.CATEGORY_DIGIT: "1",
    kind.CATEGORY_WORD: "a",
    kind.CATEGORY_SPACE: " ",
    kind.CATEGORY_NOT_DIGIT: "a",
    kind.CATEGORY_NOT_SPACE: "a",
    kind.CATEGORY_NOT_WORD: "-",
}
ENDS = ("", "\x00", "!", "1", "-", " ", "\n")


def patterns():
    """Every pattern of a module that reads what was recorded, by where it stands."""
    names = [
        *(m.name for p in (appsec.readers.trace, appsec.engine.canaries)
          for m in pkgutil.iter_modules(p.__path__, p.__name__ + ".")),
        *(f"appsec.engine.{m.name}" for m in pkgutil.iter_modules(appsec.engine.__path__)
          if m.name.startswith("run_")),
        *("appsec.engine.token_kinds", "appsec.engine.trace_lines", "appsec.model.text"),
    ]  # fmt: skip
    for name in names:
        for attribute, value in vars(importlib.import_module(name)).items():
            each = value if isinstance(value, tuple) else (value,)
            parts = [x for one in each for x in (one if isinstance(one, tuple) else (one,))]
            yield from ((f"{name}.{attribute}", x) for x in parts if isinstance(x, re.Pattern))
    yield from ((f"token_kinds.yaml {of}", one) for of, one in token_kinds._table())


def sample(tree, times, pick):
    """A text that a part of a pattern matches, with as many of what may be repeated; `pick` is
    which member of a set stands for it."""
    return "".join(_one(op, value, times, pick) for op, value in tree)


def _one(op, value, times, pick):
    if op is kind.BRANCH:
        return sample(value[1][0], times, pick)
    if op is kind.SUBPATTERN:
        return sample(value[-1], times, pick)
    if op in REPEATS:
        least, most, inner = value
        return sample(inner, times, pick) * min(max(least, times), most)
    return _letter(op, value, pick)


def _letter(op, value, pick):
    if op is kind.LITERAL:
        return chr(value)
    if op is kind.NOT_LITERAL or op is kind.ANY:
        return "a" if value != ord("a") else "b"
    if op is kind.IN:
        return _of_set(value, pick)
    return _SAMPLES.get(value, "") if op is kind.CATEGORY else ""  # a place, or what is beside it


def _of_set(members, pick):
    if members[0][0] is kind.NEGATE:
        shut = {chr(value) for op, value in members if op is kind.LITERAL}
        return next(c for c in "ab1- x" if c not in shut)
    op, value = members[pick]
    return (
        _SAMPLES[value] if op is kind.CATEGORY else chr(value if op is kind.LITERAL else value[0])
    )


def pumps(tree, pick, before=""):
    """What comes before each repetition, and what is repeated in it, wherever that stands."""
    for op, value in tree:
        if op in REPEATS:
            if value[1] > 1:
                yield from ((before, sample(value[2], times, pick)) for times in (1, 2))
            yield from pumps(value[2], pick, before)
        elif op is kind.SUBPATTERN:
            yield from pumps(value[-1], pick, before)
        elif op is kind.BRANCH:
            for branch in value[1]:
                yield from pumps(branch, pick, before)
        before += _one(op, value, 1, pick)


def hostile(pattern):
    """Long texts that nearly match."""
    tree = parser.parse(pattern.pattern, pattern.flags)
    parts = [("", "a"), ("", "ab-"), ("", "1")]
    for pick in (0, -1):
        parts += [("", sample(tree, 1, pick)), *pumps(tree, pick)]
    for before, part in dict.fromkeys(parts):
        for end in ENDS if part else ():
            text = before + part * (LONG // len(part)) + end
            yield text if isinstance(pattern.pattern, str) else text.encode("latin-1", "replace")


def match_all():
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    for where, one in patterns():
        print(where, flush=True)
        for text in dict.fromkeys(hostile(one)):
            for match in (one.search, one.match, one.fullmatch):
                match(text)
    print("done", flush=True)


def test_no_pattern_takes_for_ever():
    ran = subprocess.run(
        [sys.executable, "-c", f"import {__name__} as t; t.match_all()"],
        capture_output=True, text=True, check=False, env={"PYTHONPATH": ":".join(sys.path)},
    )  # fmt: skip
    assert (ran.stdout.splitlines() or [ran.stderr])[-1] == "done"


def test_an_ambiguous_pattern_would_be_seen():
    """The texts that a pattern is given are those on which an ambiguous one takes for ever."""
    was = re.compile(r"(?:[A-Za-z]?[a-z]+|[A-Z]+)(?:[-_](?:[A-Za-z]?[a-z]+|[A-Z]+))*")
    assert any(re.fullmatch(r"a+(?:_aa)+[\0!]", text) for text in hostile(was))


FUNCTIONS = {
    "carried": (
        "from appsec.readers.trace import carried as c\n"
        "for t in T:\n"
        "    c.ordinary(t); list(c.tokens_in(t)); list(c.words_in(t.encode())); c.fits(t)\n"
        "    c.Carried(1, 2).recognises(t[:c.MAX_TOKEN], c.Phase.LOGIN)\n"
    ),
    "names": "from appsec.engine.token_kinds import kind_of\nfor t in T: kind_of(t)",
    "sessions": (
        "from appsec.engine.run_sessions import capacity, expiry, flaws_of\n"
        "for t in T: flaws_of([t + str(n) for n in range(5)]); expiry(t); capacity(t)"
    ),
    "refusals": "from appsec.readers.trace.refusals import refuses\nfor t in T: refuses(t.encode())",
    "encoded": "from appsec.readers.trace.encoded import encoded\nfor t in T: list(encoded(t.encode()))",
}
TEXTS = """
import resource; resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
W = ["ab-", "Ab", "aB", "A-", "a.", "1-", "type  ", "a@", "session_", "%41", "x" * 60 + "\\\\n", "."]
T = [one * (200_000 // len(one)) + end for one in W for end in ("", "2026", "!", "\\x00")]
"""


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_function_takes_for_ever(name):
    ran = subprocess.run(
        [sys.executable, "-c", TEXTS + FUNCTIONS[name]],
        capture_output=True, text=True, check=False, env={"PYTHONPATH": ":".join(sys.path)},
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, "")
