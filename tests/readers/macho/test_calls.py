"""Calls and constants of every sample, compared with what llvm-objdump tells of them."""

import re
import subprocess
from pathlib import Path

import pytest

from appsec.readers.macho.arm64_refs import Use
from appsec.readers.macho.calls_swift import demangled, joined_texts, small_text
from appsec.readers.macho.code import SliceCode
from appsec.readers.macho.code_classes import Classes
from appsec.readers.macho.image import Import, Selector, Text
from appsec.readers.macho.slice_image import read_image
from appsec.readers.macho.walk_values import Literal
from tests.readers.macho.images import LLVM, slices

STUB = re.compile(r"^([0-9a-f]+):\t(?:bl?)\t.*; symbol stub for: _(\S+)$", re.MULTILINE)
TEXT = re.compile(r'^([0-9a-f]+):\tadd\t.*; Objc cfstring ref: @"([a-z ]+)"$', re.MULTILINE)
SELECTOR = re.compile(r"^([0-9a-f]+):\tldr\t.*; Objc selector ref: (\S+)$", re.MULTILINE)
MESSAGE = re.compile(r"^([0-9a-f]+):\tbl?\t.*; Objc message: ", re.MULTILINE)
ENCRYPTED = "package/fixed-encrypted.ipa!Payload/Parcel.app/Parcel"


@pytest.fixture(params=sorted(slices().keys() - {ENCRYPTED}))
def sample(request, tmp_path: Path):
    """The code of a slice, and what llvm-objdump prints of it."""
    content = slices()[request.param]
    image = read_image(memoryview(content))
    if image.architecture != "arm64":
        pytest.skip("no code for arm64")
    classes = Classes()
    classes.add(image.classes)
    path = tmp_path / "slice"
    path.write_bytes(content)
    command = ["llvm-objdump", "--macho", "-d", "--no-show-raw-insn", str(path)]
    told = subprocess.run(command, capture_output=True, check=True).stdout
    return SliceCode(image, classes), told.decode("utf-8", "replace")


@LLVM
def test_calls_of_imported_functions(sample):
    code, told = sample
    expected = {(int(row[1], 16), row[2]) for row in STUB.finditer(told)}
    messages = {int(row[1], 16) for row in MESSAGE.finditer(told)}
    sites, targets = code.branches
    found = {
        (site, stub.name)
        for site, target in zip(sites.tolist(), targets.tolist(), strict=True)
        if isinstance(stub := code.image.stub(target), Import) and site not in messages
    }
    if not expected and found:
        pytest.skip("llvm-objdump has other names for these stubs")
    assert found == expected


@LLVM
def test_constants_that_code_names(sample):
    code, told = sample
    places = {(at, use): to for at, use, to in zip(*_references(code), strict=True)}
    for row in TEXT.finditer(told):
        text = code.image.constant(places[int(row[1], 16), Use.TAKEN])
        assert text == Text(row[2])
    for row in SELECTOR.finditer(told):
        assert code.image.pointer(places[int(row[1], 16), Use.LOADED]) == Selector(row[2])


def _references(code):
    found = code.references
    return found.sites.tolist(), found.uses.tolist(), found.targets.tolist()


@LLVM
def test_messages_are_where_llvm_sees_them(sample):
    code, told = sample
    sent = {
        call.at: call.callee.selector
        for start in code.starts.tolist()
        for call in code.walk(start).calls
        if call.callee.selector
    }
    assert {int(row[1], 16) for row in MESSAGE.finditer(told)} <= sent.keys()
    assert "?" not in sent.values()
    if sent:  # what is loaded is sent, or handed over
        assert {row[2] for row in SELECTOR.finditer(told)} <= set(sent.values())
    assert code.unread == set()


@pytest.mark.parametrize(
    ("mangled", "name"),
    [
        ("$s9CryptoKit8InsecureO3MD5VMa", "CryptoKit.Insecure.MD5.self"),
        (
            "$s9CryptoKit12HashFunctionPAAE4hash4data6DigestQzx_tAA0F10DataProtocolRd__lFZ",
            "CryptoKit.HashFunction.hash",
        ),
        (
            "$s10Foundation4DataV5write2to7optionsyAA3URLV_So20NSDataWritingOptionsVtKF",
            "Foundation.Data.write",
        ),
        ("$s9CryptoKit12SymmetricKeyV4sizeAcA0cD4SizeV_tcfC", "CryptoKit.SymmetricKey.init"),
        (
            "$sSS10FoundationE19_bridgeToObjectiveCSo8NSStringCyF",
            "Swift.String._bridgeToObjectiveC",
        ),
        ("$s9CryptoKit4P256O7SigningO10PrivateKeyV06publicF0AE06PublicF0Vvg",
         "CryptoKit.P256.Signing.PrivateKey.publicKey.get"),
        ("$ss5print_9separator10terminatoryypd_S2StF", "Swift.print"),
        ("CCCrypt", "CCCrypt"),
        ("$s", "$s"),
        ("$s99999x", "$s99999x"),
        ("$s50short", "$s50short"),
        ("$s" + "1a" * 3000, "$s" + "1a" * 3000),
    ],
)  # fmt: skip
def test_names_of_swift(mangled, name):
    assert demangled(mangled) == name


def test_short_texts_of_swift():
    assert small_text(0x6E656B6F74, 0xE500000000000000) == "token"
    assert small_text(0x6E656B6F74, 0xE500000000000000 - (1 << 64)) == "token"
    assert small_text(0, 0xE000000000000000) == ""
    assert small_text(0x6E656B6F74, 0xE300000000000000) is None
    assert small_text(5, 7) is None


def test_long_texts_of_swift_are_told_by_their_count():
    text = "a text of more than fifteen bytes"
    flags = 0xD000000000000000 | len(text)
    assert joined_texts((flags, Literal(text), 5)) == [Literal(text), None, 5]
    assert joined_texts((-2, Literal("ptrace"))) == [-2, Literal("ptrace")]
