"""The zip reader on honest archives, and on data that is not what its headers say."""

import hashlib
import io
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path
from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

import appsec.readers.archive as archive_module
from appsec.readers.archive import (
    Archive,
    Entry,
    EntryError,
    Limits,
    MissingEntry,
    Refusal,
)
from tests.hostile_zip import (
    MIB,
    STORED,
    SYMLINK,
    UTF8,
    Descriptor,
    End,
    Header,
    Item,
    Spoil,
    bomb,
    build,
    items_of,
    local_record,
    spoil,
)
from tests.readers.zips import HONEST, ONE, TEXT, TWO, opened, refusal_of


def test_an_honest_archive_is_read_whole() -> None:
    archive = opened(HONEST)
    assert archive.names == ("one.txt", "two.bin")
    assert [archive.read(name) for name in archive.names] == [TEXT, bytes(range(256))]
    assert (archive.refused, archive.hidden, archive.prefix, archive.is_whole) == ({}, (), 0, True)
    assert archive.entry("two.bin") == Entry(
        name="two.bin",
        method=STORED,
        compressed_size=256,
        size=256,
        crc=0x29058C73,
        offset=len(local_record(ONE)),
        data_offset=len(local_record(ONE)) + 37,
        is_symlink=False,
    )
    assert archive.raw(archive.directory_offset, 4) == b"PK\x01\x02"
    assert archive.sha256() == hashlib.sha256(HONEST).hexdigest()


def test_a_file_is_mapped_and_hashed(tmp_path: Path) -> None:
    path = tmp_path / "app.apk"
    path.write_bytes(HONEST)
    with Archive.open(path) as archive:
        assert archive.read("one.txt") == TEXT
        assert archive.sha256() == hashlib.sha256(HONEST).hexdigest()
    with pytest.raises(ValueError, match="closed"):
        archive.read("one.txt")


def test_a_name_that_is_nowhere_is_missing() -> None:
    with pytest.raises(MissingEntry) as caught:
        opened(HONEST).read("three")
    assert caught.value.name == "three"


@pytest.mark.parametrize("descriptor", Descriptor)
@pytest.mark.parametrize("method", [0, 8])
def test_sizes_may_follow_the_data(descriptor: Descriptor, method: int) -> None:
    archive = opened(build([replace(ONE, descriptor=descriptor, method=method), TWO]))
    assert (archive.read("one.txt"), archive.is_whole) == (TEXT, True)


@pytest.mark.parametrize("descriptor", [None, Descriptor.SIGNED_WIDE])
def test_zip64_fields_and_end_record(descriptor: Descriptor | None) -> None:
    item = replace(ONE, wide=True, descriptor=descriptor)
    archive = opened(build([item, TWO], end=End(wide=True, comment=b"made wide")))
    assert (archive.names, archive.read("one.txt")) == (("one.txt", "two.bin"), TEXT)
    assert archive.is_whole


def test_what_android_build_tools_leave_is_normal() -> None:
    padded = replace(TWO, local=Header(extra=bytes(3)))  # zipalign
    aligned = replace(ONE, local=Header(extra=pack("<3H", 0xD935, 2, 4)))
    filler = local_record(Item(b"", b"", STORED, local=Header(extra=bytes(200))))
    signing = pack("<Q", 24 + 100) + bytes(100) + pack("<Q", 24 + 100) + b"APK Sig Block 42"
    archive = opened(build([aligned, padded], prefix=filler, gap=signing))
    assert (archive.names, archive.is_whole, archive.prefix) == (("one.txt", "two.bin"), True, 0)
    assert archive.raw(archive.directory_offset - 16, 16) == b"APK Sig Block 42"


def test_directories_empty_files_and_symlinks_are_told_apart() -> None:
    items = [
        Item(b"Payload/", method=STORED),
        Item(b"Payload/link", b"../../etc/passwd", STORED, external=SYMLINK),
        Item(b"empty", packed=b""),
    ]
    archive = opened(build(items))
    kinds = [(e.name, e.is_dir, e.is_symlink) for e in map(archive.entry, archive.names)]
    assert kinds == [
        ("Payload/", True, False),
        ("Payload/link", False, True),
        ("empty", False, False),
    ]
    assert archive.read("Payload/link") == b"../../etc/passwd"
    assert archive.read("empty") == b""


@pytest.mark.parametrize(
    ("raw", "flags", "name"),
    [
        ("應用程式.app".encode(), UTF8, "應用程式.app"),
        ("應用程式.app".encode(), 0, "應用程式.app"),  # as macOS writes it
        (b"caf\x82", 0, "café"),
        (b"R.txt", 0, "R.txt"),
    ],
)
def test_names_are_utf8_or_else_cp437(raw: bytes, flags: int, name: str) -> None:
    assert opened(build([Item(raw, flags=flags)])).names == (name,)


def test_names_that_differ_in_case_are_both_kept() -> None:
    assert opened(build([Item(b"res/a.xml"), Item(b"res/A.xml")])).names == (
        "res/a.xml",
        "res/A.xml",
    )


def test_the_head_of_an_entry() -> None:
    archive = opened(build([ONE, TWO, bomb(b"bomb", 64 * MIB)]))
    assert (archive.head("one.txt", 9), archive.head("two.bin", 999)) == (
        b"The quick",
        bytes(range(256)),
    )
    assert archive.head("bomb", 4) == bytes(4)
    assert archive.head("one.txt", 0) == b""


def test_a_head_that_is_known_tells_shorter_ones_and_no_longer_one() -> None:
    archive = opened(HONEST)
    assert [archive.head("one.txt", count) for count in (4, 9, 3, 4)] == [
        b"The ",
        b"The quick",
        b"The",
        b"The ",
    ]


safe_names = st.lists(
    st.text(st.characters(categories=["L", "N"], include_characters=" _-+"), min_size=1),
    min_size=1,
    max_size=3,
).map("/".join)


class Unseekable(io.BytesIO):
    """Makes zipfile write data descriptors."""

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        raise io.UnsupportedOperation

    def seek(self, offset: int, whence: int = 0) -> int:
        raise io.UnsupportedOperation


@given(
    files=st.dictionaries(
        safe_names, st.tuples(st.binary(max_size=2000), st.booleans(), st.booleans()), min_size=1
    ),
    streamed=st.booleans(),
    comment=st.binary(max_size=50).filter(lambda comment: b"PK" not in comment),
)
def test_honest_archives_read_as_pythons_zipfile_reads_them(
    files: dict[str, tuple[bytes, bool, bool]], streamed: bool, comment: bytes
) -> None:
    out = Unseekable() if streamed else io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, (data, packed, wide) in files.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
            with made.open(info, "w", force_zip64=wide) as file:
                file.write(data)
        made.comment = comment
    archive = opened(out.getvalue())
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as other:
        expected = {name: other.read(name) for name in other.namelist()}
        assert archive.names == tuple(other.namelist())
    assert {name: archive.read(name) for name in archive.names} == expected
    assert archive.is_whole


def unfinished(data: bytes) -> bytes:
    """A deflate stream of all the data, but without its last block."""
    engine = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return engine.compress(data) + engine.flush(zlib.Z_SYNC_FLUSH)


@pytest.mark.parametrize(
    ("item", "refusal"),
    [
        (replace(ONE, crc=1), Refusal.BAD_CRC),
        (replace(TWO, crc=1), Refusal.BAD_CRC),
        (replace(ONE, packed=b"\xff" * 50), Refusal.BAD_DATA),
        (replace(ONE, packed=ONE.body[:-5]), Refusal.BAD_DATA),
        (replace(ONE, packed=ONE.body + b"tail"), Refusal.BAD_DATA),
        (replace(ONE, packed=ONE.body + bytes(100_000)), Refusal.BAD_DATA),
        (replace(ONE, packed=b""), Refusal.BAD_DATA),
        (replace(ONE, packed=unfinished(TEXT)), Refusal.BAD_DATA),
        (replace(ONE, size=len(TEXT) + 1), Refusal.BAD_DATA),
        (replace(ONE, size=len(TEXT) - 1), Refusal.TOO_LARGE),
        (replace(ONE, size=0), Refusal.TOO_LARGE),
        (replace(ONE, size=1 << 30), Refusal.TOO_LARGE),
    ],
)
def test_data_that_belies_its_headers(item: Item, refusal: Refusal) -> None:
    assert refusal_of(build([item]), item.name.decode()) is refusal


def test_a_limit_of_the_caller_only_tightens() -> None:
    archive = opened(HONEST, Limits(max_entry_bytes=200))
    assert archive.read("one.txt", len(TEXT)) == TEXT
    for name, limit in (("one.txt", len(TEXT) - 1), ("two.bin", 1 << 40)):
        with pytest.raises(EntryError) as caught:
            archive.read(name, limit)
        assert caught.value.refusal is Refusal.TOO_LARGE


def test_all_that_is_read_draws_on_one_budget() -> None:
    assert opened(HONEST, Limits(max_total_bytes=256)).read("two.bin") == bytes(range(256))
    archive = opened(HONEST, Limits(max_total_bytes=len(TEXT) + 255))
    assert archive.read("one.txt") == TEXT
    with pytest.raises(EntryError) as caught:
        archive.read("two.bin")
    assert caught.value.refusal is Refusal.OVER_BUDGET


SPOILT = {
    Spoil.ENCRYPTED: Refusal.ENCRYPTED,
    Spoil.UNKNOWN_METHOD: Refusal.UNKNOWN_METHOD,
    Spoil.CUT: Refusal.BAD_DATA,
    Spoil.BAD_CRC: Refusal.BAD_CRC,
    Spoil.DUPLICATED: Refusal.DUPLICATE_NAME,
    Spoil.HIDDEN: Refusal.HIDDEN,
}


@pytest.mark.parametrize("how", Spoil)
def test_a_spoilt_entry_is_never_read(how: Spoil) -> None:
    data = spoil(HONEST, "one.txt", how)
    assert opened(data).read("two.bin") == bytes(range(256))
    if how is Spoil.DROPPED:
        assert opened(data).names == ("two.bin",)
    else:
        assert refusal_of(data, "one.txt") is SPOILT[how]


def test_an_honest_archive_can_be_built_anew() -> None:
    assert build(items_of(HONEST)) == HONEST


def test_what_was_inflated_for_a_digest_is_verified_and_charged_when_it_is_read() -> None:
    archive = opened(HONEST, Limits(max_total_bytes=len(TEXT) + 255))
    for name, content in (("one.txt", TEXT), ("two.bin", bytes(range(256)))):
        assert b"".join(archive.pieces(name)) == b"".join(archive.pieces(name)) == content
    assert archive.read("one.txt") == TEXT
    with pytest.raises(EntryError) as caught:
        archive.read("two.bin")
    assert caught.value.refusal is Refusal.OVER_BUDGET

    spoilt = opened(spoil(HONEST, "one.txt", Spoil.BAD_CRC))
    assert b"".join(spoilt.pieces("one.txt")) == TEXT
    with pytest.raises(EntryError) as caught:
        spoilt.read("one.txt")
    assert caught.value.refusal is Refusal.BAD_CRC


def test_a_small_entry_is_inflated_once_and_verified(monkeypatch: pytest.MonkeyPatch) -> None:
    spoilt = opened(spoil(HONEST, "one.txt", Spoil.BAD_CRC))
    for _ in range(2):
        with pytest.raises(EntryError) as caught:
            spoilt.read("one.txt")
        assert caught.value.refusal is Refusal.BAD_CRC

    archive = opened(HONEST)
    assert archive.read("one.txt") == TEXT
    monkeypatch.setattr(archive_module.zlib, "decompressobj", None)
    assert archive.read("one.txt") == b"".join(archive.pieces("one.txt")) == TEXT
    assert archive.head("one.txt", 4) == TEXT[:4]


def test_no_more_is_kept_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_module, "_KEPT_IN_ALL", len(TEXT))
    archive = opened(build([ONE, Item(b"two.txt", TEXT)]))
    assert archive.read("one.txt") == archive.read("two.txt") == TEXT
    monkeypatch.setattr(archive_module.zlib, "decompressobj", None)
    assert archive.read("one.txt") == TEXT
    with pytest.raises(TypeError):
        archive.read("two.txt")


def test_an_archive_that_is_read_once_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive.from_bytes(HONEST, once=True)
    assert archive.read("one.txt") == TEXT
    monkeypatch.setattr(archive_module.zlib, "decompressobj", None)
    with pytest.raises(TypeError):
        archive.read("one.txt")


def test_what_its_reader_holds_is_not_inflated_for_a_digest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(archive_module, "_KEPT_IN_ALL", 0)
    archive = opened(HONEST)
    content = archive.read("one.txt")
    archive.hold("one.txt", content)
    assert next(archive.pieces("one.txt")) is content
