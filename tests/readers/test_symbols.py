"""Symbols of iOS builds: a dSYM made by LLVM's dsymutil, and what a hostile one may hold."""

import struct
import subprocess
import zipfile
from pathlib import Path

import pytest

from appsec.assess.records import fingerprint, named
from appsec.engine.files import FileProblem
from appsec.model.outcome import Location, Question
from appsec.readers.mapping import read_names
from appsec.readers.symbol_files import read_symbols
from appsec.readers.symbols import Table, table_of
from tests.command import DAY, FIXED_APK, FIXED_IPA, SAMPLES, WEAK_IPA, appsec

DSYM = SAMPLES / "ios/symbols/Parcel.app.dSYM.zip"
INSIDE = "Parcel.app.dSYM/Contents/Resources/DWARF/Parcel"
UUID = "4c4c4459-5555-3144-a11f-cfe2ba4998ec"
OTHER = "11111111-2222-3333-4444-555555555555"
FILE = "Payload/Parcel.app/Parcel"
VIEW_DID_LOAD = "-[ParcelViewController viewDidLoad]"
NM = f"""\
UUID: {UUID.upper()} (arm64) Parcel
0000000100004000 t {VIEW_DID_LOAD}
0000000100004190 T _locations
00000001000041a0 d _data
00000001000041b0 t _last
                 U _printf
"""


@pytest.fixture(scope="module")
def dwarf() -> bytes:
    with zipfile.ZipFile(DSYM) as archive:
        return archive.read(INSIDE)


def written(folder: Path, data: bytes | str, name: str = "symbols") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


class TestForms:
    @pytest.fixture(
        params=["zip", "bundle", "folder of bundles", "file", "executable", "universal"]
    )
    def path(self, request, tmp_path, dwarf):
        match request.param:
            case "zip":
                return DSYM
            case "bundle":
                return written(tmp_path, dwarf, INSIDE).parents[3]
            case "folder of bundles":
                written(tmp_path, dwarf, f"dSYMs/{INSIDE}")
                return tmp_path / "dSYMs"
            case "file":
                return written(tmp_path, dwarf)
            case "universal":
                entry = struct.pack(">5I", 0x0100000C, 0, 4096, len(dwarf), 12)
                return written(
                    tmp_path, (struct.pack(">2I", 0xCAFEBABE, 1) + entry).ljust(4096, b"\0") + dwarf
                )
        with zipfile.ZipFile(FIXED_IPA) as ipa:
            return written(tmp_path, ipa.read(FILE))

    def test_the_name_of_each_address_of_a_function(self, path):
        symbols = read_symbols([path])
        (file,) = symbols.files
        assert (file.uuids, len(file.read.sha256)) == ({UUID}, 64)
        names = {a: symbols.name(UUID, 0x100000000 + a) for a in (0x4000, 0x4004, 0x4008, 0x4190)}
        assert set(list(names.values())[:3]) == {VIEW_DID_LOAD}
        assert names[0x4190] == "-[ParcelViewController locations]"
        # Before the code, in data, after everything, and in another binary nothing is known.
        for address in (0, 0x100003FFF, 0x10000C130, 0x200000000, (1 << 64) - 1):
            assert symbols.name(UUID, address) == ""
        assert symbols.name(OTHER, 0x100004000) == ""

    def test_as_the_tools_tell_it(self, dwarf, tmp_path):
        """Every function that `nm` of LLVM lists in the dSYM is named as it says."""
        try:
            told = subprocess.run(
                ["llvm-nm", written(tmp_path, dwarf)], capture_output=True, text=True, check=True
            )
        except FileNotFoundError:
            pytest.skip("no llvm-nm here to compare with")
        rows = [line.split(" ", 2) for line in told.stdout.splitlines() if line[:1] == "0"]
        wanted = {int(at, 16): name.removeprefix("_") for at, kind, name in rows if kind in "tT"}
        del wanted[0x100000000]  # the header, which is in no section
        symbols = read_symbols([DSYM])
        assert wanted.keys() == set(symbols.tables[UUID].starts)
        for address, name in wanted.items():
            assert symbols.name(UUID, address) == name


class TestText:
    def test_nm(self, tmp_path):
        symbols = read_symbols([written(tmp_path, NM)])
        found = {a: symbols.name(UUID, 0x100000000 + a) for a in (0x4004, 0x4191, 0x41A4, 0x41B0)}
        assert list(found.values()) == [VIEW_DID_LOAD, "locations", "", "last"]
        # nm does not tell where the last function ends.
        assert symbols.name(UUID, 0x1000041B1) == ""

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("UUID: nonsense\n", "line 1 is not of nm's form"),
            (NM + "nonsense\n", "line 7 is not of nm's form"),
            (NM + "0" * 20000, "line 7 is longer"),
        ],
    )
    def test_what_is_none(self, tmp_path, text, why):
        with pytest.raises(FileProblem, match=why):
            read_symbols([written(tmp_path, text)])

    def test_a_bcsymbolmap_gives_hidden_names_back(self, tmp_path):
        text = "BCSymbolMap Version: 2.0\n_login\nLoginView\nshow\n"
        names = read_symbols([written(tmp_path, text, f"{UUID.upper()}.bcsymbolmap")]).of_build(
            {FILE: (UUID,)}
        )
        assert names("__hidden#0_", FILE) == "login"
        assert names("-[__hidden#1_", FILE) == "-[LoginView"
        assert names("__hidden#3_", FILE) == "__hidden#3_"
        assert names("__hidden#0_", "other") == "__hidden#0_"
        with pytest.raises(FileProblem, match="must have the UUID of its binary as its name"):
            read_symbols([written(tmp_path, text, "App.bcsymbolmap")])

    def test_a_map_and_a_dsym_of_one_binary_are_joined(self, tmp_path):
        text = "BCSymbolMap Version: 2.0\n_login\n"
        hidden = written(tmp_path, text, f"{UUID}.bcsymbolmap")
        for paths in ([DSYM, hidden], [hidden, DSYM]):
            symbols = read_symbols(paths)
            assert symbols.name(UUID, 0x100004000) == VIEW_DID_LOAD
            assert symbols.revealed(UUID, "__hidden#0_") == "login"


class TestHostile:
    def test_cut_anywhere_is_refused_or_tells_no_wrong_name(self, dwarf, tmp_path):
        whole = read_symbols([DSYM]).tables[UUID]
        for end in range(0, len(dwarf), 97):
            path = written(tmp_path, dwarf[:end])
            try:
                tables = read_symbols([path]).tables
            except FileProblem:
                continue
            for table in tables.values():
                assert (
                    dict(zip(table.starts, table.names, strict=True)).items()
                    <= dict(zip(whole.starts, whole.names, strict=True)).items()
                )

    def test_any_flipped_byte_of_the_header_is_survived(self, dwarf, tmp_path):
        for at in range(0, 2400, 7):
            path = written(tmp_path, dwarf[:at] + b"\xff" + dwarf[at + 1 :])
            try:
                read_symbols([path])
            except FileProblem as problem:
                assert str(path) in str(problem)

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"\xcf\xfa\xed\xfe",
            b"\xca\xfe\xba\xbe\0\0\0\xff",
            b"\xcf\xfa\xed\xfe" + b"\xff" * 64,
        ],
    )
    def test_what_is_no_macho(self, data, tmp_path):
        with pytest.raises(FileProblem):
            read_symbols([written(tmp_path, data or b"\xcf\xfa\xed\xfe")])

    def test_a_zip_or_folder_without_a_dsym(self, tmp_path):
        with pytest.raises(FileProblem, match="holds no"):
            read_symbols([FIXED_APK])
        with pytest.raises(FileProblem, match="holds no"):
            read_symbols([tmp_path])

    def test_no_uuid(self, dwarf, tmp_path):
        at = dwarf.index(struct.pack("<2I", 0x1B, 24))
        path = written(tmp_path, dwarf[:at] + struct.pack("<I", 0x7F) + dwarf[at + 4 :])
        with pytest.raises(FileProblem, match="no UUID"):
            read_symbols([path])


def test_tables_are_bounded_by_sections_and_the_first_name_by_alphabet():
    table = table_of([(8, 20, "b"), (8, 20, "a"), (2, 20, "x"), (12, 20, ""), (30, 31, "z")])
    assert [table.at(n) for n in (1, 2, 7, 8, 11, 12, 19, 20, 30, 31)] == [
        "", "x", "x", "a", "a", "", "", "", "z", "",
    ]  # fmt: skip
    assert Table().at(0) == ""


class TestNames:
    def sighting(self, address: str) -> Question:
        return Question("k", Location(FILE, address), {"function": address, "host": address})

    def test_fingerprints_use_the_name_of_the_source(self):
        names = read_symbols([DSYM]).of_build({FILE: (UUID,)})
        given = named(self.sighting("0x100004008"), names)
        assert given.locations == (Location(FILE, VIEW_DID_LOAD),)
        assert given.values == {"function": VIEW_DID_LOAD, "host": "0x100004008"}
        member = [Question("k", Location(FILE, at)) for at in ("0x100004008", "0x100004100")]
        # An address is another one in the next build: without a name its file stands for it.
        assert len({fingerprint("c", m) for m in member}) == 1
        elsewhere = Question("k", Location("Payload/Other.app/Other2", "0x100004008"))
        assert fingerprint("c", elsewhere) != fingerprint("c", member[0])
        assert len({fingerprint("c", named(m, names)) for m in member}) == 1
        assert fingerprint("c", named(member[0], names)) != fingerprint("c", member[0])

    def test_what_two_architectures_tell_differently_stays(self, tmp_path):
        second = NM.replace(UUID.upper(), OTHER).replace("viewDidLoad", "other")
        names = read_symbols([DSYM, written(tmp_path, second)]).of_build({FILE: (UUID, OTHER)})
        assert names("0x100004000", FILE) == "0x100004000"
        assert names("0x100004190", FILE) == "0x100004190"
        assert names("0x1000042ff", FILE).startswith("-[ParcelAppDelegate")

    def test_symbols_of_another_build_are_refused(self):
        symbols = read_symbols([DSYM])
        with pytest.raises(FileProblem, match=f"it has UUID {UUID}; the build's are {OTHER}"):
            symbols.of_build({FILE: (OTHER,)})
        with pytest.raises(FileProblem, match="none that could be read"):
            symbols.of_build({})


class TestScan:
    def test_the_uuid_must_be_that_of_the_build(self, tmp_path):
        report = tmp_path / "r.json"
        ran = appsec("scan", FIXED_IPA, "--mapping", DSYM, "--quiet", "--class", "L2",
                     "--as-of", DAY, f"--format=json={report}")  # fmt: skip
        assert ran.code == 0
        assert DSYM.name in report.read_text()
        ran = appsec("scan", WEAK_IPA, "--mapping", DSYM)
        assert (ran.code, UUID in ran.err, "not of this build" in ran.err) == (2, True, True)

    def test_each_platform_takes_its_own(self, tmp_path):
        mapping = written(tmp_path, "a.B -> b:\n", "mapping.txt")
        names = read_names([mapping, DSYM])
        assert [f.name for f in names.files("android")] == ["mapping.txt"]
        assert [f.name for f in names.files("ios")] == [DSYM.name]
        assert appsec("scan", FIXED_APK, "--quiet", "--mapping", DSYM).code == 0
