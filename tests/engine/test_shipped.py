"""What was made of files that ship is kept, and never taken for anything else."""

import pytest
import yaml

from appsec.engine import shipped
from appsec.engine.files import FileProblem, read_yaml
from appsec.engine.shipped import kept


@pytest.fixture
def ours(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    monkeypatch.setattr(shipped, "_ours", lambda: (f"{tmp_path}/",))
    return tmp_path


def beside(folder):
    return sorted((folder / "__pycache__").iterdir()) if (folder / "__pycache__").exists() else []


def test_makes_a_thing_once(ours):
    made = []
    for _ in range(2):
        assert kept(ours / "a", b"raw", "form", lambda: made.append(1) or b"made") == b"made"
    assert made == [1]
    assert [path.name for path in beside(ours)] == ["a.form"]


@pytest.mark.parametrize("change", ["file", "form", "kept", "cut", "emptied"])
def test_makes_it_anew_when_anything_changed(ours, change):
    kept(ours / "a", b"raw", "form", lambda: b"made")
    (path,) = beside(ours)
    whole = path.read_bytes()
    if change == "kept":
        path.write_bytes(whole[:-1] + b"?")
    elif change == "cut":
        path.write_bytes(whole[:-1])
    elif change == "emptied":
        path.write_bytes(b"")
    raw = b"other" if change == "file" else b"raw"
    assert kept(ours / "a", raw, "new" if change == "form" else "form", lambda: b"new") == b"new"


def test_what_moves_from_the_file_to_what_is_kept_is_another(ours):
    kept(ours / "a", b"raw", "form", lambda: b"made")
    assert kept(ours / "a", b"rawm", "form", lambda: b"new") == b"new"


def test_keeps_nothing_of_files_of_others(ours, tmp_path_factory):
    folder = tmp_path_factory.mktemp("theirs")
    kept(folder / "a", b"raw", "form", lambda: b"made")
    assert beside(folder) == []


def test_keeps_nothing_where_python_keeps_no_bytecode(ours, monkeypatch):
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    kept(ours / "a", b"raw", "form", lambda: b"made")
    assert beside(ours) == []


def test_keeps_nothing_beside_where_python_keeps_bytecode_elsewhere(ours, monkeypatch):
    monkeypatch.setattr("sys.pycache_prefix", str(ours / "elsewhere"))
    assert kept(ours / "a", b"raw", "form", lambda: b"made") == b"made"
    assert list(ours.iterdir()) == []


def test_leaves_nothing_unfinished(ours):
    (ours / "__pycache__" / "a.form").mkdir(parents=True)
    assert kept(ours / "a", b"raw", "form", lambda: b"made") == b"made"
    assert [path.name for path in beside(ours)] == ["a.form"]


def test_does_without_where_it_may_not_write(ours):
    (ours / "__pycache__").write_text("no folder")
    assert kept(ours / "a", b"raw", "form", lambda: b"made") == b"made"


@pytest.mark.parametrize(
    "text", ["a: 1", "a: [true, 1.5, null, 'x', {b: 臺}]", "1: a", "a: 2026-11-22", "- .inf", ""]
)
def test_yaml_gives_the_same_the_second_time(ours, text):
    path = ours / "a.yaml"
    path.write_text(text)
    first = read_yaml(path)
    assert repr(read_yaml(path)) == repr(first) == repr(yaml.safe_load(text))


def test_yaml_that_is_refused_is_refused_again(ours):
    path = ours / "a.yaml"
    path.write_text("a: 1\na: 2\n")
    for _ in range(2):
        with pytest.raises(FileProblem, match="given twice"):
            read_yaml(path)
    assert beside(ours) == []


def test_yaml_as_text_is_kept_apart(ours):
    path = ours / "a.yaml"
    path.write_text("a: no\n")
    for _ in range(2):
        assert read_yaml(path) == {"a": False}
        assert read_yaml(path, as_text=True) == {"a": "no"}
