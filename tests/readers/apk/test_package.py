"""An opened APK: what was read, what was not, and what points to a class."""

import time
import zipfile
from pathlib import Path

import pytest

from appsec.assess.words import fill, load
from appsec.facts.app import FactUnavailable, Known
from appsec.model.outcome import Cause
from appsec.model.package import ClassHint, Package, Part, Purpose
from appsec.readers.apk.files import MAX_TABLE
from appsec.readers.apk.package import open_apk
from appsec.readers.apk.resources import Resources
from appsec.readers.archive import Archive, Refusal
from appsec.readers.opened import Unreadable
from tests.apks import Silent, manifest, opened, pack_zip
from tests.axml_builder import E, arsc, axml, el, large_arsc, ref

LABEL = 0x7F010000
APPLICATION = el("application", label=ref(LABEL))


def test_the_package_tells_what_was_read_and_what_was_not() -> None:
    files = {
        "resources.arsc": arsc({LABEL: "包裹小幫手"}),
        "classes2.dex": b"dex2",
        "lib/arm64-v8a/libx.so": b"elf",
        "res/layout/a.xml": b"xml",
        "assets/index.html": b"html",
        "kotlin/x.kotlin_builtins": b"k",
        "META-INF/x.version": b"1.0",
    }
    found = opened(manifest(APPLICATION, versionName="1.0", versionCode=3), files)
    assert found.package() == Package(
        kind="apk",
        platform="android",
        id="tw.example.app",
        name="包裹小幫手",
        version="1.0",
        build="3",
        read=("AndroidManifest.xml", "resources.arsc"),
        skipped=(
            Part("assets", 3, 8),
            Part("code", 2, 7),
            Part("native", 1, 3),
            Part("resources", 1, 3),
        ),
    )
    words = load("coverage")
    assert all(f"skipped-{part.what}" in words for part in found.package().skipped)


def test_a_lost_manifest_leaves_a_package_without_name() -> None:
    assert opened(b"junk").package() == Package(
        kind="apk", platform="android", read=("AndroidManifest.xml",), skipped=(Part("code", 1, 3),)
    )


def test_a_label_that_cannot_be_resolved_is_no_name() -> None:
    assert opened(manifest(APPLICATION)).package().name == ""


def test_a_label_in_several_languages_is_the_default_one() -> None:
    table = {"resources.arsc": arsc({LABEL: {24: "24", 0: "default"}})}
    assert opened(manifest(APPLICATION), table).package().name == "default"


class Told(Silent):
    """A journal that keeps what is being read."""

    def __init__(self) -> None:
        self.reading: list[str] = []

    def begin(self, fact: str) -> None:
        self.reading.append(fact)

    def end(self, fact: str) -> None:
        assert self.reading.pop() == fact


def labelled() -> Archive:
    files = {"AndroidManifest.xml": axml(manifest(APPLICATION)), "resources.arsc": b"junk"}
    return Archive.from_bytes(pack_zip(files))


def test_a_crash_over_the_label_is_charged_to_the_manifest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    journal, seen = Told(), list[str]()
    found = open_apk(labelled(), journal, {})
    assert found.app.read("manifest")

    def fails(*_: object) -> None:
        seen.extend(journal.reading)
        raise MemoryError

    monkeypatch.setattr(Resources, "meanings", fails)
    assert found.package().name == ""
    assert seen == ["manifest"]
    assert journal.reading == []


def test_memory_that_runs_out_over_a_split_is_left_to_the_fact(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("appsec.readers.apk.files.parse_xml", fails)
    found = open_apk(labelled(), Silent(), {})
    with pytest.raises(FactUnavailable, match="out-of-memory"):
        found.app.read("manifest")


def test_a_table_of_many_megabytes_costs_neither_the_label_nor_the_rest() -> None:
    """It packs into little: an app of some kilobytes could otherwise stop the whole scan."""
    files = {"resources.arsc": large_arsc(60_000, 50)}
    began = time.process_time()
    found = opened(manifest(APPLICATION), files)
    assert found.package().name == "here"
    assert time.process_time() - began < 8


def test_a_table_beyond_the_limit_is_lost_to_what_needs_it() -> None:
    """And the label is empty."""
    files = {"resources.arsc": large_arsc(60_000, 50) + bytes(MAX_TABLE)}
    found = opened(manifest(APPLICATION), files)
    assert found.app.read("manifest")
    assert found.app.gaps_of("manifest") == ()
    assert found.package().name == ""
    found = opened(manifest(el("application", debuggable=ref(LABEL))), files)
    assert found.app.read("manifest")
    assert [gap.key for gap in found.app.gaps_of("manifest")] == ["refused-file"]


def test_a_signing_block_is_not_skipped() -> None:
    plain = pack_zip({"AndroidManifest.xml": axml(manifest(APPLICATION))})
    block = (32).to_bytes(8, "little") + bytes(8) + (32).to_bytes(8, "little") + b"APK Sig Block 42"
    at = plain.index(b"PK\1\2")
    signed = bytearray(plain[:at] + block + plain[at:])
    end = signed.index(b"PK\5\6")
    signed[end + 16 : end + 20] = (at + len(block)).to_bytes(4, "little")
    found = open_apk(Archive.from_bytes(bytes(signed)), Silent(), {})
    assert found.package().skipped == ()


def encrypted(name: str) -> bytes:
    """An APK one of whose files claims to be encrypted."""
    files = {
        "AndroidManifest.xml": axml(manifest(APPLICATION)),
        "resources.arsc": arsc({LABEL: "x"}),
        "assets/x": b"x",
    }
    data = bytearray(pack_zip(files))
    for magic, flags, at in ((b"PK\3\4", 6, 30), (b"PK\1\2", 8, 46)):
        start = data.find(magic)
        while start >= 0:
            if data[start + at :].startswith(name.encode()):
                data[start + flags] |= 1
            start = data.find(magic, start + 1)
    return bytes(data)


def test_refused_files_are_told_with_their_cause() -> None:
    found = open_apk(Archive.from_bytes(encrypted("assets/x")), Silent(), {})
    assert found.package().refused == {"assets/x": "encrypted"}


def test_a_refused_table_is_a_gap() -> None:
    found = open_apk(Archive.from_bytes(encrypted("resources.arsc")), Silent(), {})
    assert found.app.read("manifest")
    assert found.app.gaps_of("manifest") == ()  # nothing of it is in the table
    assert found.package().refused == {"resources.arsc": "encrypted"}
    assert found.package().name == ""


def test_a_refused_manifest_leaves_nothing_to_assess() -> None:
    with pytest.raises(Unreadable) as caught:
        open_apk(Archive.from_bytes(encrypted("AndroidManifest.xml")), Silent(), {})
    assert (caught.value.key, caught.value.values) == ("manifest-refused", {"refusal": "encrypted"})


def test_a_damaged_manifest_is_refused() -> None:
    data = bytearray(pack_zip({"AndroidManifest.xml": axml(manifest(APPLICATION))}))
    data[60] ^= 0xFF
    with pytest.raises(Unreadable, match="manifest-refused"):
        open_apk(Archive.from_bytes(bytes(data)), Silent(), {})


def test_a_split_alone_is_refused() -> None:
    with pytest.raises(Unreadable) as caught:
        opened(manifest(APPLICATION, split="config.arm64_v8a"))
    assert (caught.value.key, caught.value.values) == (
        "only-a-split",
        {"split": "config.arm64_v8a"},
    )


def test_facts_that_killed_a_child_are_not_read_again() -> None:
    def lost(_: object) -> Known[object]:
        raise FactUnavailable(Cause.LOST, "child-timeout")

    found = opened(manifest(APPLICATION, split="x"), instead={"manifest": lost})
    with pytest.raises(FactUnavailable, match="child-timeout"):
        found.app.read("manifest")
    assert found.package().id == ""


def hints(*children: E, root: tuple[E, ...] = ()) -> tuple[ClassHint, ...]:
    return opened(manifest(*root, el("application", *children))).package().hints


def test_hints_name_product_and_place() -> None:
    login = el("activity", name="com.linecorp.linesdk.auth.internal.LineAuthenticationActivity")
    other = el("activity", name="com.linecorp.linesdk.Other")
    account = el(
        "service",
        el("intent-filter", el("action", name="android.accounts.AccountAuthenticator")),
        name=".S",
    )
    wallet = el("meta-data", name="com.google.android.gms.wallet.api.enabled", value=True)
    billing = el("uses-permission", name="com.android.vending.BILLING")
    place = "AndroidManifest.xml/"
    assert hints(login, other, account, wallet, root=(billing,)) == (
        ClassHint(
            Purpose.LOGIN,
            "LINE Login",
            f"{place}activity com.linecorp.linesdk.auth.internal.LineAuthenticationActivity",
        ),
        ClassHint(
            Purpose.LOGIN,
            "Android account of the app's own (AccountAuthenticator)",
            f"{place}service tw.example.app.S",
        ),
        ClassHint(
            Purpose.TRANSACTION,
            "Google Play Billing",
            f"{place}uses-permission com.android.vending.BILLING",
        ),
        ClassHint(
            Purpose.TRANSACTION,
            "Google Pay",
            f"{place}meta-data com.google.android.gms.wallet.api.enabled",
        ),
    )


def test_names_that_only_look_alike_are_no_hints() -> None:
    assert (
        hints(
            el("activity", name="com.linecorp.linesdkx.A"),
            el("activity", name="x.com.facebook.FacebookActivity"),
        )
        == ()
    )


def test_every_refusal_has_words() -> None:
    assert {f"refused-{refusal}" for refusal in Refusal} <= load("coverage").keys()


def test_an_apk_may_be_stored_uncompressed(tmp_path: Path) -> None:
    path = tmp_path / "x"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("AndroidManifest.xml", axml(manifest(APPLICATION)))
    with Archive.open(path) as found:
        assert open_apk(found, Silent(), {}).package().id == "tw.example.app"


GAPS = {
    "malformed-xml": {"file": "f"},
    "malformed-resources": {"file": "f"},
    "missing-file": {"file": "f"},
    "refused-file": {"file": "f", "refusal": "r"},
    "unresolved-reference": {"file": "f", "member": "m", "attribute": "a", "id": "i"},
    "several-values": {"file": "f", "member": "m", "attribute": "a"},
    "ambiguous-manifest": {"file": "f", "element": "e", "count": "2"},
    "splits-missing": {"file": "f", "types": ""},
}


@pytest.mark.parametrize("key", GAPS)
def test_every_gap_says_what_is_missing_and_what_to_do(key: str) -> None:
    words = load("gaps")[key]
    assert words.next
    for text in (words.text, words.next):
        assert all(fill(text, GAPS[key]).values())
