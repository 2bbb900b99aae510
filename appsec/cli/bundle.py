"""`appsec bundle`: evidence sealed for whoever checks it in years to come."""

import datetime
import hashlib
import os
from pathlib import Path

import click

from appsec.cli.extras import needs
from appsec.cli.scan import LANGS
from appsec.model.exit import Exit
from appsec.model.text import Lang

PASSPHRASE = "APPSEC_KEY_PASSPHRASE"

_LANG = click.option(
    "--lang",
    type=click.Choice(LANGS),
    default="zh-TW",
    show_default=True,
    help="Language of what is said.",
)
_FILE = click.Path(dir_okay=False, path_type=Path)
_TODAY = click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    help="Date that counts (default: today).",
)


@click.group()
def bundle() -> None:
    """Seal the files behind a report, and check sealed ones.

    佐證封包：彙整、簽署與查驗。
    """


@bundle.command()
@click.option("-o", "--output", type=_FILE, required=True, help="Private key to write (PEM).")
@_LANG
def keygen(output: Path, lang: str) -> int:
    """Make a key pair: OUTPUT and OUTPUT.pub. APPSEC_KEY_PASSPHRASE encrypts the private key.

    產生簽署金鑰。
    """
    needs("sign", "securesystemslib", "rfc8785")
    from appsec.bundle.seal import new_key, write_pair
    from appsec.bundle.words import say

    public = output.with_name(output.name + ".pub")
    private_pem, public_pem = new_key(os.environ.get(PASSPHRASE, ""))
    write_pair(output, private_pem, public, public_pem)
    click.echo(say(Lang(lang), "keys-made", private=str(output), public=str(public)))
    return Exit.OK


@bundle.command()
@click.argument("folder", type=click.Path(file_okay=False, exists=True, path_type=Path))
@click.option("-o", "--output", type=_FILE, required=True, help="Bundle to write (.zip).")
@click.option("--key", type=_FILE, required=True, help="Private key of `appsec bundle keygen`.")
@click.option(
    "--closes",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    help="Day on which the project closes: records are kept for five years after it.",
)
@click.option("--with-builds", is_flag=True, help="Enclose the app files, too.")
@_TODAY
@_LANG
def create(
    folder: Path,
    output: Path,
    key: Path,
    closes: datetime.datetime | None,
    with_builds: bool,
    as_of: datetime.datetime | None,
    lang: str,
) -> int:
    """Seal every file of FOLDER: assessments, reports, traces, confirmations, evidence.

    將資料夾內全部檔案彙整為一份經簽署之封包。
    """
    needs("sign", "securesystemslib", "rfc8785")
    from appsec.bundle.collect import Refused, collect
    from appsec.bundle.create import Dates, refuse_other_files
    from appsec.bundle.create import create as write
    from appsec.bundle.seal import fingerprint, load_private
    from appsec.bundle.words import say

    if output.resolve().parent != folder.resolve() and output.resolve().is_relative_to(
        folder.resolve()
    ):
        raise click.UsageError(f"{output}: write the bundle outside the folder's subfolders")
    refuse_other_files(output)
    private = load_private(key, os.environ.get(PASSPHRASE, ""))
    try:
        collected = collect(folder, with_builds, frozenset((output.resolve(),)))
    except Refused as refused:
        click.echo(say(Lang(lang), "refused-to-create"), err=True)
        for why, name in refused.reasons:
            click.echo(f"  {say(Lang(lang), why, name=name)}", err=True)
        return Exit.FAILED
    dates = Dates(_iso(as_of), closes.date().isoformat() if closes else "")
    manifest = write(output, collected, private, dates)
    with output.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    count = str(len(manifest.files))
    click.echo(say(Lang(lang), "created", name=str(output), files=count, sha256=digest))
    click.echo(say(Lang(lang), "signer", fingerprint=fingerprint(private.public_key())))
    for one in manifest.left_out:
        click.echo(say(Lang(lang), "left-out", name=one.name))
    _retention(Lang(lang), manifest.closes, manifest.retain_until)
    return Exit.OK


@bundle.command()
@click.argument("sealed", metavar="BUNDLE", type=click.Path(exists=True, path_type=Path))
@click.option("--key", type=_FILE, default=None, help="Public key (PEM) that must have signed.")
@click.option("--fingerprint", default="", help="SHA-256 of the key that must have signed.")
@_TODAY
@_LANG
def verify(
    sealed: Path,
    key: Path | None,
    fingerprint: str,
    as_of: datetime.datetime | None,
    lang: str,
) -> int:
    """Name every file of BUNDLE (or of the folder it was unpacked to) that is not as signed.

    查驗封包：逐一列出變更、遺失、多出或逾期之檔案，不需網路。
    """
    needs("sign", "securesystemslib", "rfc8785")
    from appsec.bundle.guide import guide
    from appsec.bundle.seal import load_public
    from appsec.bundle.verify import verify as check
    from appsec.bundle.words import load, say

    mark = fingerprint.strip().lower().replace(":", "")
    told = check(sealed, _iso(as_of), load_public(key) if key else None, mark)
    language = Lang(lang)
    for one in told.problems:
        detail = say(language, one.detail, name="") if one.detail in load() else one.detail
        click.echo(say(language, one.fault, name=one.name, detail=detail))
    if told.manifest:
        for build in told.manifest.builds:
            click.echo(say(language, "build", **_shown(build)))
        _retention(language, told.manifest.closes, told.manifest.retain_until)
    if told.fingerprint:
        click.echo(say(language, "signer", fingerprint=told.fingerprint))
    if not told.intact:
        key_word = "not-intact" if told.changes else "not-by-named-key"
        click.echo(say(language, key_word, count=str(told.changes)))
        return Exit.FAILED
    assert told.manifest is not None
    click.echo(say(language, "intact", files=str(len(told.manifest.files))))
    click.echo(say(language, "signer-known" if told.known else "signer-unknown"))
    click.echo()
    click.echo(guide(language, told.fingerprint if told.known else "", told.manifest.retain_until))
    return Exit.OK if told.known and not told.expired else Exit.OPEN


def _shown(build: object) -> dict[str, str]:
    return {name: str(getattr(build, name)) for name in build.__dataclass_fields__}  # type: ignore[attr-defined]


def _retention(lang: Lang, closes: str, until: str) -> None:
    from appsec.bundle.words import say

    if until:
        click.echo(say(lang, "retention", closes=closes, until=until))
    else:
        click.echo(say(lang, "no-retention"))


def _iso(day: datetime.datetime | None) -> str:
    return (day or datetime.datetime.now()).date().isoformat()
