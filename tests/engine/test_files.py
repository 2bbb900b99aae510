"""The YAML files that people write: what is refused before anything is built from it."""

import subprocess
import sys

import pytest

from appsec.engine.files import FileProblem, read_yaml
from appsec.engine.yaml_file import MAX_DEPTH

DEEP = {
    "flow mappings": "a: " + "{a: " * 100_000,
    "flow lists": "[" * 500_000,
    "block lists": "- " * 100_000 + "a",
    "block lists after a carriage return": "a:\r" + "- " * 100_000 + "a",
    "block lists after a line separator": "a:\u2028" + "- " * 100_000 + "a",
    "block lists in UTF-16": ("\ufeff" + "- " * 100_000 + "a").encode("utf-16-le"),
    "lists that hold closed ones": "[[a], {b: [c]}, " * 100_000,
    "lists that only a tag seems to close": "[ !<]> " * 100_000,
    "lists that only a text seems to close": '["]", ' * 100_000,
}


@pytest.mark.parametrize("kind", DEEP)
@pytest.mark.parametrize("as_text", [False, True])
def test_a_file_that_is_nested_too_deep_is_refused(tmp_path, kind, as_text):
    path = tmp_path / "a.yaml"
    text = DEEP[kind]
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    # In a process of its own: where it is not refused, the process dies.
    code = (
        "import sys, pathlib\nfrom appsec.engine.files import FileProblem, read_yaml\n"
        f"try: read_yaml(pathlib.Path(sys.argv[1]), as_text={as_text})\n"
        "except FileProblem as problem: print(problem.why)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False
    )
    line = 2 if "after" in kind else 1
    assert (ran.returncode, ran.stdout) == (0, f"line {line}: nested more than 50 levels deep\n")


def test_the_limit_itself_is_read(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    assert read_yaml(path) is not None
    path.write_text("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))
    with pytest.raises(FileProblem, match="nested more than"):
        read_yaml(path)
