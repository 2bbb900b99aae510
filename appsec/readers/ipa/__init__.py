"""An iOS build to facts, be it an IPA, an archive of Xcode or the app itself.

Every fact is read on first use, from entries that are found by content.
"""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from appsec.facts.app import Journal, Known, Reader
from appsec.facts.ios import IosApp
from appsec.facts.ios_code import NativeCode
from appsec.facts.placed_text import Texts
from appsec.facts.secret import Secret
from appsec.model.software import Software
from appsec.readers.endpoints.ios import read_used_endpoints
from appsec.readers.endpoints.named import read_endpoints
from appsec.readers.hashes import hashes_of
from appsec.readers.ipa.binaries import read_binaries, read_code
from appsec.readers.ipa.builds import read_builds, read_signatures
from appsec.readers.ipa.bundles import read_bundles, read_info
from appsec.readers.ipa.content import content_of
from appsec.readers.ipa.contents import Contents
from appsec.readers.ipa.entitlements import read_differences, read_entitlements
from appsec.readers.ipa.fields_in_code import read_fields_in_code
from appsec.readers.ipa.interface import read_interface
from appsec.readers.ipa.layout import find_app
from appsec.readers.ipa.localized import read_localized_info
from appsec.readers.ipa.macho import Scan
from appsec.readers.ipa.package import package
from appsec.readers.ipa.privacy import read_privacy_manifests
from appsec.readers.ipa.profiles import read_profiles
from appsec.readers.ipa.sealed import Sealed, Seals
from appsec.readers.ipa.seals import read_sealed_files
from appsec.readers.ipa.settings import read_settings
from appsec.readers.ipa.transport_security import read_transport_security
from appsec.readers.ipa.updates import read_expo_updates
from appsec.readers.opened import Opened, Unreadable
from appsec.readers.store import Store

__all__ = ["open_ipa"]


def open_ipa(
    archive: Store, path: Path, journal: Journal | None, instead: Mapping[str, Reader]
) -> Opened:
    """The app inside. Raises Unreadable if it has no app folder, several, or no Info.plist.

    `instead` replaces the readers of facts that are known to be lost. `path` is not needed: all
    is in `archive`.
    """
    place = find_app({*archive.names, *archive.refused})
    contents = Contents(archive, place.app)
    if f"{contents.app}/Info.plist" not in contents.files:
        raise Unreadable("no-info-plist", app=contents.app)
    scan, seals = Scan(contents), Seals(contents)
    sealed = Sealed(contents, seals)
    readers: dict[str, Reader] = {
        "info": lambda _: read_info(contents),
        "bundles": partial(read_bundles, contents, scan),
        "transport_security": read_transport_security,
        "binaries": partial(read_binaries, contents, scan),
        "entitlements": partial(read_entitlements, contents, scan),
        "builds": partial(read_builds, scan),
        "signatures": partial(read_signatures, contents, scan),
        "sealed_files": partial(read_sealed_files, contents, seals, scan),
        "interface": partial(read_interface, sealed),
        "fields_in_code": read_fields_in_code,
        "entitlement_differences": partial(read_differences, scan),
        "profiles": partial(read_profiles, sealed),
        "privacy_manifests": partial(read_privacy_manifests, sealed),
        "localized_info": partial(read_localized_info, sealed),
        "settings": partial(read_settings, sealed),
        "expo_updates": partial(read_expo_updates, sealed),
        "code": read_code,
        "used_endpoints": read_used_endpoints,
        "endpoints": read_endpoints,
        "native_code": partial(_read_native_code, contents, scan, journal),
        "texts": partial(_read_texts, contents, archive, scan),
        "secrets": partial(_read_secrets, contents),
        "identified": partial(_read_software, contents, scan),
    }
    app = IosApp({**readers, **instead}, journal)
    telling = partial(package, place.kind, contents, scan, app)
    content, hashes = partial(content_of, app), partial(hashes_of, {"": archive})
    return Opened(app, telling, archive.sha256, archive.close, content, hashes)


def _read_software(contents: Contents, scan: Scan, app: IosApp) -> Known[Software]:
    # Imported late, as tables of knowledge are, which few runs need.
    from appsec.readers.software.ios import read_ios_software

    return read_ios_software(contents, scan, app)


def _read_native_code(
    contents: Contents, scan: Scan, journal: Journal | None, app: IosApp
) -> Known[NativeCode]:
    # Imported late: it builds on the readers of load commands here, and on numpy.
    from appsec.readers.ipa.native_code import read_native_code

    known = read_native_code(contents, scan, journal, app)
    return Known(known.value, known.gaps)


def _read_texts(contents: Contents, store: Store, scan: Scan, app: IosApp) -> Known[Texts]:
    # Imported late: few scans of a build that cannot be read come to it.
    from appsec.readers.ipa.texts import read_texts

    return read_texts(contents, store, scan, app)


def _read_secrets(contents: Contents, app: IosApp) -> Known[tuple[Secret, ...]]:
    # Imported late: it needs the engine of its patterns, which nothing else does.
    from appsec.readers.secrets.read import read_secrets

    return read_secrets(app.texts, sorted(contents.files))
