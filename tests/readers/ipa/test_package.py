"""What is told of an IPA besides its facts, and that hostile ones stay cheap."""

import time
from pathlib import Path

import appsec.readers.ipa as package
from appsec.assess.words import load
from appsec.facts.app import FactUnavailable, Known
from appsec.facts.ios import Bundle, IosApp
from appsec.model.outcome import Cause
from appsec.model.package import ClassHint, Part, Purpose
from appsec.readers.archive import Archive
from appsec.readers.ipa import open_ipa
from tests.beside import BESIDE
from tests.ipa_builder import APP, HELPER, SHARE, Signing, Thin, app_files, info, zipped
from tests.readers.ipa.opening import app_of, gaps, opened


def test_parts_that_were_not_looked_into() -> None:
    extra = {
        f"{APP}/Base.lproj/Main.storyboardc/view.nib": b"12",
        f"{APP}/Assets.car": b"123",
        f"{APP}/embedded.mobileprovision": b"1234",
        f"{APP}/main.jsbundle": b"12345",
        "SwiftSupport/iphoneos/libswiftCore.dylib": b"123456",
    }
    one = opened(app_files() | extra)
    parts = {part.what: part for part in one.package().skipped}
    assert parts["ios-resources"] == Part("ios-resources", 2, 5)
    assert parts["ios-assets"] == Part("ios-assets", 2, 9)
    assert parts["outside"] == Part("outside", 1, 6)
    assert parts["ios-signing"].files == 4
    assert parts["text"].files == 3
    assert {f"skipped-{what}" for what in parts} <= set(load("coverage"))


def test_hints() -> None:
    plist = {
        "LSApplicationQueriesSchemes": ["lineauth2", "whatsapp", 3],
        "CFBundleURLTypes": [{"CFBundleURLSchemes": ["FB123456", "fbx", "demo"]}, "odd"],
    }
    libraries = ("/System/Library/Frameworks/StoreKit.framework/StoreKit",)
    signing = Signing(
        {
            "com.apple.developer.in-app-payments": ["merchant.tw.example"],
            "com.apple.developer.applesignin": ["Default"],
            "com.apple.developer.associated-domains": ["applinks:a.tw", "webcredentials:a.tw"],
        }
    )
    main = Thin(libraries=libraries, signing=signing).build()
    hints = (
        opened({f"{APP}/Info.plist": info("Demo", **plist), f"{APP}/Demo": main}).package().hints
    )
    at, file = f"{APP}/Demo", f"{APP}/Info.plist"
    assert hints == (
        ClassHint(Purpose.LOGIN, "LSApplicationQueriesSchemes: lineauth2", file),
        ClassHint(Purpose.LOGIN, "CFBundleURLSchemes: FB123456", file),
        ClassHint(Purpose.LOGIN, "com.apple.developer.applesignin", at),
        ClassHint(Purpose.LOGIN, "webcredentials:a.tw", at),
        ClassHint(Purpose.TRANSACTION, "com.apple.developer.in-app-payments", at),
        ClassHint(Purpose.TRANSACTION, libraries[0], at),
    )


def test_a_package_whose_info_is_lost() -> None:
    package = opened(app_files() | {f"{APP}/Info.plist": b""}).package()
    assert (package.id, package.name, package.version, package.hints) == ("", "", "", ())


def test_what_turns_out_to_be_damaged_is_refused_too() -> None:
    files = app_files()
    data = bytearray(zipped(files))
    name = f"{SHARE}/Info.plist".encode()
    data[data.rindex(name) - 46 + 16] ^= 0xFF  # the checksum, in both headers
    data[data.index(name) - 30 + 14] ^= 0xFF
    one = opened(bytes(data))
    values = {"file": f"{SHARE}/Info.plist", "why": "bad-crc"}
    assert isinstance(one.app, IosApp)
    assert gaps(one.app, "bundles")[0] == (Cause.LOST, "entry-refused", values)
    assert one.package().refused == {f"{SHARE}/Info.plist": "bad-crc"}


def test_facts_known_to_be_lost_are_not_read_again() -> None:
    def gone(_: IosApp) -> Known[Bundle]:
        raise FactUnavailable(Cause.LOST, "child-crashed", {"how": "SIGSEGV"})

    archive = Archive.from_bytes(zipped(app_files()))
    app = open_ipa(archive, Path("demo.ipa"), None, {"info": gone}).app
    assert isinstance(app, IosApp)
    assert gaps(app, "info") == [(Cause.LOST, "child-crashed", {"how": "SIGSEGV"})]


def test_every_gap_has_words() -> None:
    source = "".join(
        path.read_text("utf-8") for path in Path(package.__file__ or "").parent.glob("*.py")
    )
    ours = {
        "entry-refused",
        "more-of-these",
        "malformed-plist",
        "plist-repeated-key",
        "info-plist-missing",
        "too-many-bundles",
        "sealed-file-missing",
        "seal-missing",
        "symlink",
        "rival-info-plist",
        "stray-executable",
        "odd-value",
        "malformed-macho",
        "truncated-binary",
        "not-macho",
        "executable-missing",
        "executable-unnamed",
        "linked-file-missing",
        "malformed-signature",
        "malformed-entitlements",
        "entitlements-altered",
        "entitlements-disagree",
        "unsigned-build",
        "fairplay-encrypted",
    }
    assert {key for key in ours if f'"{key}"' not in source} == set()
    assert {key for key in ours if load("gaps")[key].next is None} == set()


def test_sixty_thousand_entries_stay_cheap() -> None:
    many = {f"{APP}/d{n % 100}/{n:05}.png": b"" for n in range(60_000)}
    data = zipped(app_files() | many)
    start = time.process_time()
    app = app_of(data)
    for fact in IosApp.facts().keys() - BESIDE:
        assert gaps(app, fact) == []
    assert time.process_time() - start < 20


def test_the_file_order_of_the_archive_does_not_matter() -> None:
    files = app_files()
    forth, back = app_of(files), app_of(dict(reversed(files.items())))
    for fact in IosApp.facts().keys() - BESIDE - {"native_code", "texts"}:
        assert forth.read(fact) == back.read(fact)
    assert list(forth.native_code.classes()) == list(back.native_code.classes())
    assert [bundle.path for bundle in forth.bundles] == [APP, HELPER, SHARE]
