"""What a guided session is of: by the options of its command, the build and its declaration."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from appsec.cli.dynamic_hosts import own_hosts, resolve
from appsec.cli.dynamic_record import NotRecorded, platform_of, sha256_of
from appsec.cli.dynamic_target import the_same_app
from appsec.runtime.guided.means import NO_DEVICE
from appsec.runtime.guided.state import Probing, Setup

if TYPE_CHECKING:
    from appsec.model.declaration_form import Declaration

HEX_SHA256 = 64


class NotBegun(Exception):
    """The app, the device or the folder cannot be used; says why."""


def setup_of(app: Path, declaration: "Declaration | None", given: dict[str, Any]) -> Setup:
    """All that a new session is begun with. Raises NotBegun, UsageError."""
    from importlib.util import find_spec

    for_, variants = given["for_"], given["variants"]
    if given["how"] == "gadget" and "gadget" not in variants:
        variants = (*variants, "gadget")
    if bool(for_) and not variants:
        raise click.UsageError("--for needs --variant: say why APP is not that build.")
    stated = declaration.app.package_id if declaration else ""
    reachable = given["device"] != NO_DEVICE or bool(given["frida_device"])
    try:
        platform = platform_of(app)
    except NotRecorded as error:
        raise NotBegun(str(error)) from error
    return Setup(
        app=str(app.resolve()),
        sha256=digest_of(app),
        package=_own_package(app, given["package"] or stated, renamed=bool(for_)),
        platform=platform,
        app_class=given["app_class"],
        device=given["device"],
        frida_device=given["frida_device"],
        executable=given["executable"],
        created=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        with_f=given["with_f"],
        production=given["backend"] != "test",
        agent=not given["no_frida"] and reachable and find_spec("frida") is not None,
        probing=_probing(declaration, given) if given["probe"] else None,
        how="attach" if given["pid"] and given["how"] == "spawn" else given["how"],
        pid=given["pid"] or 0,
        own=given["own"],
        declaration=str(given["declaration"].resolve()) if given["declaration"] else "",
        variants=variants,
        variant_of=for_ if not for_ or len(for_) == HEX_SHA256 else digest_of(Path(for_)),
        lang=given["lang"],
    )


def _probing(declaration: "Declaration | None", given: dict[str, Any]) -> Probing:
    domains = declaration.domains if declaration else ()
    own = (one.host.strip() for one in domains if one.owner in ("own", "customer"))
    hosts = own_hosts(given["hosts"]) or own_hosts(
        filter(None, own), f"{given['declaration']}: domains"
    )
    if not hosts:
        raise click.UsageError("--probe needs --host, or a declaration that names own hosts")
    upstream = given["upstream_ca"]
    return Probing(
        hosts,
        given["modes"],
        given["listen"],
        given["port"],
        tuple(map(resolve, given["resolved"])),
        str(upstream.resolve()) if upstream else "",
    )


def declared(path: Path | None) -> "Declaration | None":
    """The declaration in a file, if there is one. Raises FileProblem."""
    if path is None:
        return None
    from appsec.engine.declaration.file import load_declaration

    return load_declaration(path)


def must_be_of(setup: Setup, declaration: "Declaration | None") -> None:
    """Refuses the declaration of another app: only at the end would a scan do so. What re-signs a
    variant may rename it. Raises FileProblem."""
    if declaration is None:
        return
    from appsec.assess.declaration import GivenDeclaration

    package = declaration.app.package_id if setup.variants else setup.package
    GivenDeclaration(setup.declaration, "", declaration).must_be_of(setup.platform, package)


def _own_package(app: Path, named: str, *, renamed: bool) -> str:
    if named:
        the_same_app(app, named, renamed=renamed)
    return named or _package(app)


def _package(app: Path) -> str:
    from appsec.pipeline import ArtefactError, Options, scan

    try:
        found = scan(app, Options(as_of=datetime.now(UTC).date().isoformat())).artefact.id
    except ArtefactError as error:
        raise NotBegun(str(error)) from error
    if not found:
        raise NotBegun("--package ID")
    return found


def digest_of(app: Path) -> str:
    """The SHA-256 of a build. Raises NotBegun."""
    try:
        return sha256_of(app)
    except NotRecorded as error:
        raise NotBegun(str(error)) from error
