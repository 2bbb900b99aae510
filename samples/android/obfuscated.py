"""Build obfuscated/: topics of `code/` again, as R8 would leave them.

What the manifest does not keep is moved out of the app's package and renamed: the methods of the
kept classes become static ones of a single class, as R8 merges and hoists them, overloads share a
name, fields are renamed and made public, names of source files and of locals are gone. A renamed
library stands beside it. What a check knows of values and flows must come out as for the topic
itself; what it knows by a name cannot.
"""

import re
import tempfile
from dataclasses import replace
from pathlib import Path

from samples.android.build import ANDROID
from samples.android.build import build as build_one
from samples.android.code import CODE, code_samples

OBFUSCATED = ANDROID / "obfuscated"
TOPICS = ("crypto", "input", "storage")
TWINS = ("weak", "fixed")
PACKAGE = "Ltw/example/sample/code/"
MOVED = "Lb2/a;"
_METHOD = re.compile(r"^\.method (?P<flags>[^\n]*?)(?P<name>[\w<>$]+)\((?P<takes>[^)]*)\)"
                     r"(?P<gives>\S+)\n(?P<code>.*?)^\.end method\n", re.M | re.S)
_FIELD = re.compile(r"^\.field (?P<flags>[^\n]*?)(?P<name>\w+):(?P<rest>\S+)", re.M)
_DEBUG = re.compile(r"^\s*(?:\.(?:source|line|local|end local|param|prologue)\b|#).*\n", re.M)


def build(out: Path) -> None:
    """Write the twins of each topic below `out`."""
    for sample in code_samples():
        _, topic, apk = sample.target.split("/") if sample.target.count("/") == 2 else ("",) * 3
        if topic in TOPICS:
            with tempfile.TemporaryDirectory() as folder:
                work = Path(folder)
                obfuscate(sorted(sample.smali[0].glob("*.smali")), work)
                smali = (work, OBFUSCATED / "library")
                target = f"obfuscated/{topic}/{apk}"
                build_one(replace(sample, target=target, smali=smali), out)
