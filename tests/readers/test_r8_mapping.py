import hashlib

import pytest

from appsec.engine.files import FileProblem
from appsec.readers import r8_mapping
from appsec.readers.r8_mapping import read_mappings

MAPPING = """\
# compiler: R8
# {"id":"com.android.tools.r8.mapping","version":"2.2"}
com.example.Login -> a.b:
# {"id":"sourceFile","fileName":"Login.kt"}
    boolean shown -> a
    1:4:void open(int,java.lang.String):20:23 -> b
    1:1:void com.example.Other.inlined():7:7 -> c
    1:1:void first():8:8 -> c
    1:1:void show():30 -> c
    2:2:void show(int) -> c
      # {"id":"com.android.tools.r8.synthesized"}
    void com.example.Moved.gone() -> d
    int one() -> e
    void two(char[]) -> e
    1:2:void <init>():1:2 -> <init>
com.example.Login$1 -> a.b$a:
com.example.Kept -> com.example.Kept:

"""


def read(tmp_path, *texts):
    paths = []
    for number, text in enumerate(texts):
        paths.append(tmp_path / f"mapping{number}.txt")
        paths[-1].write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_mappings(paths)


@pytest.mark.parametrize(
    ("short", "original"),
    [
        ("a.b", "com.example.Login"),
        ("a.b$a", "com.example.Login$1"),
        ("com.example.Kept", "com.example.Kept"),
        ("a.b.a", "com.example.Login.shown"),
        ("a.b.b(int)", "com.example.Login.open(int)"),
        ("a.b.c", "com.example.Login.show"),
        ("a.b.d", "com.example.Login.d"),
        ("a.b.e", "com.example.Login.one|two"),
        ("a.b.unmapped", "com.example.Login.unmapped"),
        ("La/b;", "Lcom/example/Login;"),
        ("La/b;->b(La/b$a;I)V", "Lcom/example/Login;->open(Lcom/example/Login$1;I)V"),
        ("La/z;->b()V", "La/z;->b()V"),
        ("activity", "activity"),
        ("a.z", "a.z"),
        ("z", "z"),
        ("", ""),
    ],
)
def test_names(tmp_path, short, original):
    assert read(tmp_path, MAPPING)(short) == original


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_file_is_named_with_its_hash(tmp_path, newline):
    content = MAPPING.replace("\n", newline).encode()
    (file,) = read(tmp_path, content).files
    assert (file.name, file.sha256, file.size) == (
        "mapping0.txt",
        hashlib.sha256(content).hexdigest(),
        len(content),
    )


def test_several_files_are_one(tmp_path):
    names = read(tmp_path, MAPPING, "com.example.Feature -> f.a:\n")
    assert (names("a.b"), names("f.a")) == ("com.example.Login", "com.example.Feature")
    assert read_mappings([])("a.b") == "a.b"


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        ([""], "maps no class"),
        (["# only a comment\n"], "maps no class"),
        (["    int a -> b\n"], "line 1 is not"),
        (["com.example.Login -> a.b:\nnonsense\n"], "line 2 is not"),
        (["com.example.Login => a.b:\n"], "line 1 is not"),
        ([b"com.example.\xff -> a.b:\n"], "line 1 is not UTF-8"),
        (["a -> b:\nc -> b:\n"], "b is c and a"),
        (["a -> b:\n", "c -> b:\n"], "b is c and a"),
        (["x" * (64 * 1024) + " -> a:\n"], "line 1 is longer"),
        (["PK\x03\x04"], "line 1 is not"),
    ],
)
def test_what_is_no_mapping_is_refused(tmp_path, texts, why):
    with pytest.raises(FileProblem, match=why):
        read(tmp_path, *texts)


def test_a_missing_file_and_a_folder_are_named(tmp_path):
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(FileProblem, match=str(path)):
            read_mappings([path])


def test_size_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(r8_mapping, "MAX_BYTES", 100)
    with pytest.raises(FileProblem, match="larger than 100 bytes"):
        read(tmp_path, MAPPING)


def test_long_lines_take_no_time(tmp_path):
    for line in (" " * 60000, "a.b " * 15000, " a" * 30000, "    " + "1" * 60000):
        with pytest.raises(FileProblem):
            read(tmp_path, f"a -> b:\n{line}x\n")
    assert read(tmp_path, MAPPING)("a." * 30000) == "a." * 30000
