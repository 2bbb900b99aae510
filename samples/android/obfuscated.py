"""Build obfuscated/: topics of `code/` again, much as R8 leaves an app.

The manifest keeps names of classes; what else the app has goes to a package `b2`. Methods become
static and are merged into two classes, one for those that need the object they were called on and
one for the rest; overloads share a name; fields are renamed and public; source files, lines and
locals are gone. Beside the weak twin stands a renamed library. What checks tell by values and flows
must come out as for the topic itself, what they tell by a name of the app's own cannot.
"""

import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from samples.android.build import ANDROID
from samples.android.build import build as build_sample
from samples.android.code import code_samples

FOLDER = "obfuscated"
LIBRARY = ANDROID / FOLDER / "library"
TOPICS = ("crypto", "input", "storage")
MERGED, HELPERS = "Lb2/a;", "Lb2/b;"
_CALL_LIBRARY = "    invoke-static {}, Lc3/a;->a()V\n"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_CLASS = re.compile(r"^\.class .*?(L[\w/$]+;)", re.M)
_METHOD = re.compile(
    r"^\.method (?P<flags>(?:[a-z]+ )*)(?P<name>[\w<>$]+)\((?P<takes>\S*)\)(?P<gives>\S+)\n"
    r"(?P<code>.*?)^\.end method\n",
    re.M | re.S,
)
_FIELD = re.compile(r"^\.field (?:[a-z]+ )*?(?P<static>static )?(?:final )?(?P<name>\w+):", re.M)
_DEBUG = re.compile(r"^ *(?:\.(?:source|line|local|end local|param|prologue)\b|#).*\n", re.M)
_PARAMETER = re.compile(r"\bp(\d+)\b")


@dataclass(frozen=True, slots=True)
class Moved:
    """A method where it was, as `(class, name, parameters)`, and where it comes to stand."""

    home: str
    name: str
    takes: str
    keeps_object: bool


def build(out: Path) -> None:
    """Write the twins of each topic below `out`."""
    for sample in code_samples():
        topic = Path(sample.target).parent.name
        if topic in TOPICS:
            with tempfile.TemporaryDirectory() as folder:
                apk = Path(sample.target).name
                library = (LIBRARY,) if apk.startswith("weak") else ()
                obfuscate(sorted(sample.smali[0].glob("*.smali")), Path(folder), bool(library))
                target = f"{FOLDER}/{topic}/{apk}"
                build_sample(replace(sample, target=target, smali=(Path(folder), *library)), out)


def obfuscate(sources: Iterable[Path], out: Path, with_library: bool) -> None:
    """Write the classes of some smali files, obfuscated, into a folder."""
    texts = {path.stem: _DEBUG.sub("", path.read_text(encoding="utf-8")) for path in sources}
    owners = {stem: _CLASS.search(text)[1] for stem, text in texts.items()}  # type: ignore[index]
    moves: dict[tuple[str, str, str], Moved] = {}
    bodies: dict[str, list[str]] = {MERGED: [], HELPERS: []}
    taken: Counter[tuple[str, str]] = Counter()
    for stem, text in texts.items():
        for found in filter(_is_movable, _METHOD.finditer(text)):
            owner, static = owners[stem], "static " in found["flags"]
            keeps = not static and "p0" in _registers(found["code"])
            home = MERGED if keeps or owner in found["code"] else HELPERS
            takes = owner + found["takes"] if keeps else found["takes"]
            name = _LETTERS[taken[home, takes]]
            taken[home, takes] += 1
            moves[owner, found["name"], found["takes"]] = Moved(home, name, takes, keeps or static)
            code = found["code"] if keeps or static else _without_object(found["code"])
            head = f".method public static {name}({takes}){found['gives']}\n"
            bodies[home].append(f"{head}{code}.end method\n")
    fields = _fields(texts, owners)
    for stem, text in texts.items():
        kept = _METHOD.sub(lambda one: "" if _is_movable(one) else one[0], text)
        kept = _FIELD.sub(lambda one: f".field public {one['static'] or ''}{one['name']}:", kept)
        if stem == "MainActivity" and with_library:
            kept = kept.replace("    return-void\n", f"{_CALL_LIBRARY}    return-void\n", 1)
        _write(out / f"{stem}.smali", _renamed(kept, moves, fields))
    for number, (home, code) in enumerate(bodies.items()):
        head = f".class public {home}\n.super Ljava/lang/Object;\n"
        _write(out / f"moved{number}.smali", _renamed(head + "\n".join(code), moves, fields))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _is_movable(method: re.Match[str]) -> bool:
    """Constructors, what Android calls, and what calls a parent's method stay where they are."""
    name = method["name"]
    return not name.startswith(("<", "on", "openFile")) and "invoke-super" not in method["code"]


def _registers(code: str) -> set[str]:
    return {one[0] for one in _PARAMETER.finditer(code)}


def _without_object(code: str) -> str:
    return _PARAMETER.sub(lambda one: f"p{int(one[1]) - 1}", code)


def _fields(texts: Mapping[str, str], owners: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """A letter for each field of a class."""
    return {
        (owners[stem], found["name"]): _LETTERS[number]
        for stem, text in texts.items()
        for number, found in enumerate(_FIELD.finditer(text))
    }


def _renamed(
    text: str,
    moves: Mapping[tuple[str, str, str], Moved],
    fields: Mapping[tuple[str, str], str],
) -> str:
    """With the new names of fields and methods, and calls of these as they now are."""
    for (owner, old, takes), moved in moves.items():
        call = re.compile(
            r"invoke-\w+ \{(?P<object>[pv]\d+)?(?P<comma>, )?(?P<rest>[^}]*)\}, "
            + re.escape(f"{owner}->{old}({takes})")
        )
        text = call.sub(partial(_call, to=moved), text)
    for (owner, old), new in fields.items():
        text = text.replace(f"{owner}->{old}:", f"{owner}->{new}:")
        text = re.sub(rf"^(\.field .*)\b{old}:", rf"\g<1>{new}:", text, flags=re.M)
    return text


def _call(found: re.Match[str], to: Moved) -> str:
    first = f"{found['object'] or ''}{found['comma'] or ''}" if to.keeps_object else ""
    return f"invoke-static {{{first}{found['rest']}}}, {to.home}->{to.name}({to.takes})"
