"""Resources of a bundle, held against the hashes in its code seal when they are read.

A list of texts that was cut short is often a valid one: nothing but the seal tells.
"""

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from appsec.facts.app import FactUnavailable
from appsec.model.outcome import Cause
from appsec.readers.ipa.contents import Contents
from appsec.readers.ipa.seal import MAX_SEAL, SEAL
from appsec.readers.plist import parse


def told_hashes(about: object) -> dict[str, bytes]:
    """The hashes that a seal gives for a file, by algorithm; it may give none."""
    if isinstance(about, bytes):
        return {"sha1": about}
    given = about if isinstance(about, dict) else {}
    told = {"sha1": given.get("hash"), "sha256": given.get("hash2")}
    return {name: value for name, value in told.items() if isinstance(value, bytes)}


def composed(name: str) -> str:
    """A name as seals and archives can be compared by: macOS decomposes letters."""
    return unicodedata.normalize("NFC", name)


class Seals:
    """What the code seals say, by the folder that each is for. Each is read once."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._seals: dict[str, Mapping[str, Any] | FactUnavailable] = {}

    def of(self, folder: str) -> Mapping[str, Any] | None:
        """What it says of each file, by composed name: iOS reads the second list, if there is one.

        None without a seal. Raises FactUnavailable.
        """
        if f"{folder}/{SEAL}" not in self._contents.files:
            return None
        if folder not in self._seals:
            try:
                self._seals[folder] = self._read(f"{folder}/{SEAL}")
            except FactUnavailable as reason:
                self._seals[folder] = reason
        found = self._seals[folder]
        if isinstance(found, FactUnavailable):
            raise found
        return found

    def _read(self, file: str) -> Mapping[str, Any]:
        seal = parse(self._contents.read(file, MAX_SEAL, "seal-missing"), file)
        key = "files2" if "files2" in seal else "files"
        if not isinstance(seal.get(key), dict):
            raise FactUnavailable(Cause.LOST, "odd-value", {"file": file, "key": key})
        return {composed(name): about for name, about in seal[key].items()}


class Sealed:
    """The files of an app; reading one raises FactUnavailable if it is not what was sealed.

    A file that no seal lists is not held against one: an unsigned build has none.
    """

    def __init__(self, contents: Contents, seals: Seals) -> None:
        self._contents = contents
        self._seals = seals

    @property
    def files(self) -> frozenset[str]:
        """The names of all files of the app."""
        return self._contents.files

    def read(self, name: str, limit: int, missing: str) -> bytes:
        """A whole file. Raises FactUnavailable: `missing` is the key if there is none."""
        data = self._contents.read(name, limit, missing)
        for about in self._told(name):
            for algorithm, value in told_hashes(about).items():
                if hashlib.new(algorithm, data, usedforsecurity=False).digest() != value:
                    raise FactUnavailable(Cause.LOST, "sealed-file-altered", {"file": name})
        return data

    def _told(self, name: str) -> Iterator[object]:
        """What each seal of a folder above says of it; one that cannot be read is a gap of the
        bundles."""
        folder = name.rpartition("/")[0]
        while folder:
            try:
                listed = self._seals.of(folder)
            except FactUnavailable:
                listed = None
            if listed:
                yield listed.get(composed(name.removeprefix(f"{folder}/")))
            folder = folder.rpartition("/")[0]
