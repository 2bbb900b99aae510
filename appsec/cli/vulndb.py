"""`appsec vulndb`: the database of published advisories, made, renewed and shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from appsec.model.exit import Exit

if TYPE_CHECKING:
    from appsec.vulndb.importing import Given, Imported
    from appsec.vulndb.store import FeedRow

_DATABASE = click.option(
    "--db",
    type=click.Path(dir_okay=False, path_type=Path),
    envvar="APPSEC_VULNDB",
    metavar="FILE",
    help="The database (default: advisories.sqlite in the user's data folder).",
)


_PROBLEMS = {
    "advisory-database-missing": ("is not there", "弱點資料庫不存在"),
    "advisory-database-foreign": (
        "is no database of advisories of this version; delete it, or name another file with --db",
        "非此版本之弱點資料庫，請刪除該檔，或以 --db 指定其他檔案",
    ),
    "advisory-database-damaged": (
        "is damaged; delete it and import anew",
        "弱點資料庫毀損，請刪除該檔後重新匯入",
    ),
    "advisory-database-busy": (
        "is being written by another process; try again when that has ended",
        "另一程序正在寫入弱點資料庫，請待其結束後再執行",
    ),
    "advisory-database-unwritable": ("cannot be written", "無法寫入弱點資料庫"),
}
"""What is wrong with a database, in English and zh-TW."""


MAX_TOLD = 1000
"""Longest message that a feed has a part in, in characters."""


class Unusable(click.ClickException):
    """A feed or the database cannot be used; the database is as it was before."""

    exit_code = Exit.UNREADABLE


@click.group()
def vulndb() -> None:
    """Make, renew and show the database of published advisories that scans are held against.

    弱點資料庫：匯入、更新與狀態。掃描時不連網，僅 update 會連網。

    \b
    Exit codes 結束碼: 0 done 完成 · 2 usage 用法錯誤 · 4 a feed or the database cannot be
    read, and the database stays as it was 來源或資料庫無法讀取，資料庫維持原狀
    """


@vulndb.command("import")
@click.argument("sources", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@_DATABASE
@click.option(
    "--dated",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    help="Day of the data (default: that of its newest record, or of the file).",
)
def import_(sources: tuple[Path, ...], db: Path | None, dated: datetime | None) -> int:
    """Import feeds: OSV zips or folders, GitHub's advisory-database, retire.js's repository.

    A feed that is there already is replaced. All sources are imported, or none.

    匯入弱點資料來源；同名者取代，任一失敗即全部不匯入。
    """
    from appsec.vulndb.importing import Given

    day = dated.date().isoformat() if dated else ""
    _import(db, [Given(path, dated=day) for path in sources])
    return Exit.OK


@vulndb.command()
@_DATABASE
@click.option("--only", multiple=True, metavar="NAME", help="Maven, npm, ... Repeatable.")
@click.option("--osv", default="", metavar="URL", help="A mirror of OSV's bucket.")
@click.option("--retire", default="", metavar="URL", help="A mirror of retire.js's repository.")
def update(db: Path | None, only: tuple[str, ...], osv: str, retire: str) -> int:
    """Download the feeds and import them. The only command that uses the network.

    Broken downloads go on where they stopped when it is run again.

    自網路下載並匯入；中斷後重新執行即續傳。
    """
    from appsec.vulndb.download import addresses, fetch
    from appsec.vulndb.importing import Given

    known = addresses(base=osv, retire=retire)
    if strange := sorted(set(only) - known.keys()):
        raise click.UsageError(f"no feed {', '.join(strange)}; there are {', '.join(known)}")
    place = _place(db)
    folder = place.with_name(f"{place.name}.downloads")
    given = []
    with _explained(place):
        for name, address in addresses(only, osv, retire).items():
            click.echo(f"{name}: {address}", err=True)
            got = fetch(address, folder, f"{name}.json" if name == "retire.js" else f"{name}.zip")
            given.append(Given(got.path, got.source, got.dated))
    _import(db, given)
    for each in given:
        each.path.unlink(missing_ok=True)
    return Exit.OK


@vulndb.command()
@_DATABASE
def status(db: Path | None) -> int:
    """Say what is in the database, where it came from and how old it is.

    顯示資料庫內容、來源與日期。
    """
    from appsec.vulndb.store import opened

    place = _place(db)
    click.echo(str(place))
    if not place.exists():
        click.echo("no database yet: `appsec vulndb update`, or `appsec vulndb import`")
        click.echo("尚無弱點資料庫")
        return Exit.OK
    with _explained(place), opened(place) as database:
        for feed in database.feeds():
            _show(feed)
    return Exit.OK


def _place(given: Path | None) -> Path:
    from appsec.vulndb.place import default_place

    return given or default_place()


def _import(db: Path | None, given: "list[Given]") -> None:
    from appsec.vulndb.importing import import_feeds

    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    place = _place(db)
    with _explained(place):
        for each in import_feeds(place, given, now):
            _tell(each)


def _tell(done: "Imported") -> None:
    from appsec.model.text import visible

    _show(done.feed)
    for name in done.named:
        click.echo(f"  left out 略過: {visible(name)}", err=True)


def _show(feed: "FeedRow") -> None:
    from appsec.model.text import visible
    from appsec.vulndb.reader import STALE_DAYS

    age = (datetime.now(UTC).date() - datetime.fromisoformat(feed.dated).date()).days
    old = f" STALE 逾{STALE_DAYS}日" if age > STALE_DAYS else ""
    kinds = ", ".join(f"{name} {count:,}" for name, count in _most(feed))
    click.echo(f"{visible(feed.name)}: {feed.records:,} advisories, data of {feed.dated}{old}")
    click.echo(f"  {visible(kinds)}")
    click.echo(f"  {visible(feed.source)}, SHA-256 {feed.sha256}, imported {feed.imported}")
    click.echo(f"  withdrawn 撤回 {feed.withdrawn:,}, malformed 格式錯誤 {feed.malformed:,}")


def _most(feed: "FeedRow") -> list[tuple[str, int]]:
    return sorted(feed.ecosystems, key=lambda each: (-each[1], each[0]))[:6]


@contextmanager
def _explained(place: Path) -> Iterator[None]:
    from appsec.model.text import visible
    from appsec.vulndb.download import DownloadProblem
    from appsec.vulndb.sources import ImportProblem
    from appsec.vulndb.store import DatabaseProblem

    try:
        yield
    except (ImportProblem, DownloadProblem) as problem:
        raise Unusable(visible(str(problem), MAX_TOLD)) from problem
    except OSError as problem:
        raise Unusable(f"{problem.filename or place}: {problem.strerror or problem}") from problem
    except DatabaseProblem as problem:
        english, chinese = _PROBLEMS[problem.key]
        why = f" ({visible(problem.why)})" if problem.why else ""
        raise Unusable(f"{place}: {english}{why}；{chinese}") from problem
