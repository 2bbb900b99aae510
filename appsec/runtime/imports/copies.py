"""Copies of the app's data as snapshots of a run: folders, archives, backups; and screenshots."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from appsec.model.frozen import slotted
from appsec.model.text import visible
from appsec.runtime.imports.android_backup import fill_from_ab, fill_from_transport, is_ab
from appsec.runtime.imports.gathered import Loss, Unusable, digest_of, opened
from appsec.runtime.imports.ios_backup import fill_from_backup
from appsec.runtime.imports.places import BACKUP, app_of
from appsec.runtime.imports.plan import Kind, Plan, Source, phase_of
from appsec.runtime.imports.plists import BadPlist, plist_of
from appsec.runtime.imports.trees import (
    Filling,
    fill_from_folder,
    fill_from_tar,
    is_full,
)
from appsec.runtime.run_folder import RunFolder, Taking

COPIES = (Kind.FOLDER, Kind.BACKUP, Kind.SCREENSHOT)
MAX_PICTURE = 64 << 20
MAX_ABOUT = 1 << 20
_PNG = b"\x89PNG\r\n\x1a\n"
_CONTAINER = ".com.apple.mobile_container_manager.metadata.plist"
_OWNER = "MCMMetadataIdentifier"


@slotted
class Copied:
    """What became of one copy: how many files it gave, what it lacks, and what is to be told of
    where it came from, if anything was imported."""

    count: int
    losses: list[Loss]
    origin: str = ""


def copied(
    run: RunFolder, those: Sequence[tuple[int, Source]], plan: Plan, begin: Callable[[int], None]
) -> dict[int, Copied]:
    """Takes copies of one moment into the run, by the indexes of their sources: what is to count as
    whole may lie in several folders. `begin` is told before each is looked into. Raises OSError if
    the run takes no more."""
    (index, source), *_ = those
    if source.kind is not Kind.SCREENSHOT:
        return _Snapshot(run, plan).take(those, begin)
    begin(index)
    try:
        return {index: _picture(run, source)}
    except Unusable as error:
        return {index: Copied(0, [error.loss])}


def together(sources: Iterable[tuple[int, Source]]) -> list[list[tuple[int, Source]]]:
    """The copies that make one snapshot: folders of the same moment, and each other one alone."""
    groups: dict[object, list[tuple[int, Source]]] = {}
    for index, one in sources:
        alone = () if one.kind is Kind.FOLDER else (index,)
        groups.setdefault((one.at, one.phase, *alone), []).append((index, one))
    return list(groups.values())


def _picture(run: RunFolder, source: Source) -> Copied:
    with opened(Path(source.path), MAX_PICTURE) as file:
        png = file.read()
    if not png.startswith(_PNG):
        raise Unusable("unreadable", why="no PNG")
    place = run.screenshot(png, visible(Path(source.path).stem, 100))
    return Copied(1, [], _origin(source, f"{digest_of(Path(source.path))} {place}"))


class _Snapshot:
    """One snapshot, made of the copies of one moment."""

    def __init__(self, run: RunFolder, plan: Plan) -> None:
        self._run = run
        self._plan = plan
        self._told: dict[int, Copied] = {}
        self._lacks: list[str] = []

    def take(
        self, those: Sequence[tuple[int, Source]], begin: Callable[[int], None]
    ) -> dict[int, Copied]:
        usable = [(index, one) for index, one in those if self._is_of_app(index, one)]
        if not usable:
            return self._told
        first, source = usable[0]
        name = f"{source.kind}-{first + 1}"
        roots = dict.fromkeys(_root(one) for _, one in usable)
        taking = self._run.snapshot(name, roots, phase_of(source))
        for index, one in usable:
            begin(index)
            self._one(taking, index, one, name)
        if any(one.count for one in self._told.values()):
            why = "; ".join(filter(None, self._lacks))
            head = taking.done(complete=not why, why=visible(why, 200))
            losses = [loss for one in self._told.values() for loss in one.losses]
            if not head.complete and not losses:
                self._told[first].losses.append(
                    Loss("copy-incomplete", {"why": visible(why or "a file was not read", 200)})
                )
        return self._told

    def _is_of_app(self, index: int, source: Source) -> bool:
        try:
            _check_owner(source, _root(source), self._plan)
        except Unusable as error:
            self._told[index] = Copied(0, [error.loss])
            return False
        return True

    def _one(self, taking: Taking, index: int, source: Source, name: str) -> None:
        before = taking.count
        try:
            why, losses = _fill(taking, _root(source), source, self._plan)
        except Unusable as error:
            why, losses = error.loss.key, [error.loss]
        except OSError as error:
            if is_full(error):
                raise
            why = error.strerror or str(error)
            losses = [Loss("unreadable", {"why": why})]
        self._lacks.append(why)
        count = taking.count - before
        if losses and not count:
            self._told[index] = Copied(0, losses)
            return
        path = Path(source.path)
        about = f"{_hash_of(path)} root={_root(source)} snapshot={name} files={count}"
        self._told[index] = Copied(max(count, 1), losses, _origin(source, about))


def _root(source: Source) -> str:
    return source.root if source.kind is Kind.FOLDER else BACKUP


def _fill(taking: Taking, root: str, source: Source, plan: Plan) -> tuple[str, list[Loss]]:
    """Why the snapshot does not hold all that it should, empty if it does; and what is lost."""
    path, filling = Path(source.path), Filling(taking, root)
    if source.kind is Kind.BACKUP:
        if path.is_dir():
            whole, lacks = fill_from_backup(taking, path, plan.meta.package, plan.groups)
            return "" if whole else "not all of the app is in the backup", lacks
        if is_ab(path):
            lacks = fill_from_ab(filling, path, plan.meta.package, plan.target)
            return filling.why, lacks
        lacks = fill_from_transport(filling, path, plan.meta.package)
        return filling.why or _unsaid(source), lacks
    torn = fill_from_folder(filling, path) if path.is_dir() else fill_from_tar(filling, path)
    if not filling.why and not filling.looks_right(plan.meta.platform):
        filling.why = "nothing of what an app's folder has is in it"
    return filling.why or _unsaid(source), [torn] if torn else []


def _unsaid(source: Source) -> str:
    return "" if source.complete else "nobody says that nothing is missing"


def _check_owner(source: Source, root: str, plan: Plan) -> None:
    """Raises Unusable for a copy of another app's folder."""
    owner = app_of(root) if root != BACKUP else ""
    if owner is None:
        raise Unusable("root-unknown", root=root)
    about = Path(source.path) / _CONTAINER
    if root != BACKUP and not owner and about.is_file():
        with opened(about, MAX_ABOUT) as file, suppress(BadPlist):
            owner = str(plist_of(file.read()).get(_OWNER, ""))
    if owner and owner != plan.meta.package:
        raise Unusable("other-app", package=owner)


def _origin(source: Source, about: str) -> str:
    return f"{source.kind} {visible(Path(source.path).name, 100)} {about}"[:1000]


def _hash_of(path: Path) -> str:
    return "folder" if path.is_dir() else digest_of(path)
