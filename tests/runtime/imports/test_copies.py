"""Copies of an app's data: folders, archives of the real tar, backups, pictures."""

import io
import subprocess
import tarfile

import pytest

from appsec.model.run_files import FileKind, FileSeen, Root, Snapshot
from appsec.model.trace import Mark, Meta, Phase
from appsec.readers.trace.index import index
from appsec.readers.trace.run_file import lines_of
from appsec.runtime.imports.copies import copied, together
from appsec.runtime.imports.gathered import Unusable
from appsec.runtime.imports.places import root_of
from appsec.runtime.imports.plan import Kind, Plan, Source
from appsec.runtime.run_folder import RunFolder
from tests.runtime.imports.evidence import android_backup, ios_backup, transport_backup

APP = "tw.example.app"
ROOT = f"/data/data/{APP}"
CONTAINER = "/var/mobile/Containers/Data/Application/00000000-0000-0000-0000-000000000001"
META = Meta("r", "2026-11-21T08:00:00Z", "android", APP, "ab" * 32, instrumented=False)


@pytest.fixture
def data(tmp_path):
    """What lies in an app's folder."""
    folder = tmp_path / "data"
    for name, text in {
        "shared_prefs/a.xml": "phone=0912345678",
        "databases/b.db": "x",
        "cache/deep/er/c": "",
        "files/中文 名\n稱": "y",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    (folder / "lib").symlink_to("/data/app/lib")
    return folder


def take(tmp_path, path, kind=Kind.FOLDER, root=ROOT, complete=True, **plan):
    """What became of a copy: the answer, the snapshot's head, and its files by their path."""
    folder = tmp_path / "run"
    source = Source(kind, str(path), 1, "use", root, complete)
    with RunFolder.create(folder, plan.pop("meta", META)) as run:
        run.mark(Phase.USE)
        given = Plan(str(folder), META, (source,), **plan)
        told = copied(run, [(0, source)], given, lambda _: None)[0]
        run.end()
    place = folder / f"snapshot/{kind}-1/manifest.jsonl"
    if not place.exists():
        return told, None, {}
    head, *seen = lines_of(place, (Snapshot, FileSeen))
    return told, head, {one.path: one for one in seen}


def tarred(data, path, *options):
    subprocess.run(["tar", *options, "-cf", path, "-C", data, "."], check=True)
    return path


def test_a_folder(tmp_path, data):
    told, head, seen = take(tmp_path, data)
    assert (told.losses, head.complete, head.roots, head.phase) == ([], True, (ROOT,), Phase.USE)
    assert {path.removeprefix(f"{ROOT}/"): one.root for path, one in seen.items()} == {
        "shared_prefs/a.xml": Root.PREFERENCES,
        "databases/b.db": Root.DATABASES,
        "cache/deep/er/c": Root.CACHE,
        "files/中文 名\n稱": Root.FILES,
        "lib": Root.OTHER,
    }
    assert seen[f"{ROOT}/lib"].kind is FileKind.LINK
    assert {one.mode for one in seen.values()} == {0}


@pytest.mark.parametrize("options", [[], ["-z"], ["-J"], ["--format=ustar"], ["--format=pax"]])
def test_an_archive_of_the_real_tar(tmp_path, data, options):
    told, head, seen = take(tmp_path, tarred(data, tmp_path / "a.tar", *options))
    assert (told.losses, head.complete) == ([], True)
    assert len(seen) == 5
    assert seen[f"{ROOT}/shared_prefs/a.xml"].mode & 0o777 == 0o644


def test_names_in_an_archive_may_begin_with_the_folder(tmp_path):
    path = tmp_path / "a.tar"
    with tarfile.open(path, "w") as archive:
        info = tarfile.TarInfo(f"data/data/{APP}/shared_prefs/a.xml")
        info.size = 1
        archive.addfile(info, io.BytesIO(b"x"))
    _, head, seen = take(tmp_path, path)
    assert (head.complete, [*seen]) == (True, [f"{ROOT}/shared_prefs/a.xml"])


def test_a_copy_is_complete_only_if_somebody_says_so(tmp_path, data):
    told, head, _ = take(tmp_path, data, complete=False)
    assert (head.complete, [one.key for one in told.losses]) == (False, ["copy-incomplete"])


def test_an_empty_folder_is_a_copy_that_failed(tmp_path):
    (tmp_path / "nothing").mkdir()
    told, head, _ = take(tmp_path, tmp_path / "nothing")
    assert (head.complete, [one.key for one in told.losses]) == (False, ["copy-incomplete"])


def test_a_torn_archive_gives_what_is_whole(tmp_path):
    path = tmp_path / "a.tar"
    with tarfile.open(path, "w") as archive:
        for name in ("a", "b"):
            info = tarfile.TarInfo(f"files/{name}")
            info.size = 2000
            archive.addfile(info, io.BytesIO(b"x" * 2000))
    whole = path.read_bytes()
    for number, size in enumerate((512 + 2048 + 512 + 900, 512 + 2048, 512 + 2048 + 100)):
        path.write_bytes(whole[:size])
        folder = tmp_path / str(number)
        folder.mkdir()
        told, head, seen = take(folder, path)
        assert (head.complete, [one.key for one in told.losses]) == (False, ["torn"])
        assert seen[f"{ROOT}/files/a"].kind is FileKind.FILE
        assert not [p for p in folder.rglob(".part-*")]
    assert FileKind.UNREAD not in {one.kind for one in seen.values()}


def test_what_leaves_the_folder_is_told_and_makes_it_incomplete(tmp_path):
    path = tmp_path / "a.tar"
    with tarfile.open(path, "w") as archive:
        for name in ("files/x", "../../etc/passwd"):
            archive.addfile(tarfile.TarInfo(name))
    _, head, seen = take(tmp_path, path)
    assert not head.complete
    assert not [one for one in seen if "passwd" in one]


def test_a_file_that_cannot_be_read_makes_a_copy_incomplete(tmp_path, data, monkeypatch):
    from appsec.runtime.imports import trees

    def refused(path, most):
        if path.name == "b.db":
            raise Unusable("unreadable", why="Permission denied")
        return open(path, "rb")

    monkeypatch.setattr(trees, "opened", refused)
    told, head, seen = take(tmp_path, data)
    assert (head.complete, [one.key for one in told.losses]) == (False, ["copy-incomplete"])
    assert seen[f"{ROOT}/databases/b.db"].kind is FileKind.UNREAD


@pytest.mark.parametrize(
    ("root", "key"),
    [("/data/data/tw.other", "other-app"), ("/etc", "root-unknown"), ("/data", "root-unknown")],
)
def test_a_copy_of_something_else_is_refused(tmp_path, data, root, key):
    told, head, _ = take(tmp_path, data, root=root)
    assert (head, [one.key for one in told.losses]) == (None, [key])


def test_a_container_of_another_app_is_refused(tmp_path):
    import plistlib

    folder = tmp_path / "c"
    (folder / "Library").mkdir(parents=True)
    about = folder / ".com.apple.mobile_container_manager.metadata.plist"
    about.write_bytes(plistlib.dumps({"MCMMetadataIdentifier": "tw.other"}))
    told, _, _ = take(tmp_path, folder, root=CONTAINER)
    assert [one.key for one in told.losses] == ["other-app"]
    about.write_bytes(b"junk")
    (tmp_path / "again").mkdir()
    ios = Meta("r", "2026-11-21T08:00:00Z", "ios", APP, "ab" * 32)
    assert take(tmp_path / "again", folder, root=CONTAINER, meta=ios)[0].count == 1


def test_folders_of_one_moment_are_one_snapshot(tmp_path, data):
    other = tmp_path / "before-unlock"
    (other / "cache").mkdir(parents=True)
    roots = (f"/data/user/0/{APP}", f"/data/user_de/0/{APP}")
    sources = [
        *(Source(Kind.FOLDER, str(path), 1, "use", root, True) for path, root in
          zip((data, other), roots, strict=True)),
        Source(Kind.FOLDER, str(data), 1, "use", "/etc", True),
        Source(Kind.FOLDER, str(data), 2, "use", roots[0], True),
    ]  # fmt: skip
    groups = together(enumerate(sources))
    assert [[index for index, _ in each] for each in groups] == [[0, 1, 2], [3]]
    begun = []
    with RunFolder.create(tmp_path / "run", META) as run:
        run.mark(Phase.USE)
        told = copied(run, groups[0], Plan("", META, tuple(sources)), begun.append)
        run.end()
    assert {index: [loss.key for loss in one.losses] for index, one in told.items()} == {
        **{0: [], 1: []},
        2: ["root-unknown"],
    }
    assert begun == [0, 1]
    head, *_ = lines_of(tmp_path / "run/snapshot/folder-1/manifest.jsonl", (Snapshot, FileSeen))
    assert (head.roots, head.complete) == (roots, True)


def test_one_copy_that_cannot_be_read_leaves_all_of_its_moment_open(tmp_path, data):
    (tmp_path / "junk.tar").write_bytes(b"junk")
    paths = zip((data, tmp_path / "junk.tar"), ("/data/user/0", "/data/user_de/0"), strict=True)
    sources = [
        Source(Kind.FOLDER, str(path), 1, "use", f"{root}/{APP}", True) for path, root in paths
    ]
    with RunFolder.create(tmp_path / "run", META) as run:
        run.mark(Phase.USE)
        told = copied(run, list(enumerate(sources)), Plan("", META, ()), lambda _: None)
        run.end()
    assert (bool(told[0].count), told[1].count) == (True, 0)
    head, *_ = lines_of(tmp_path / "run/snapshot/folder-1/manifest.jsonl", (Snapshot, FileSeen))
    assert not head.complete


def test_a_backup_of_an_iphone(tmp_path):
    files = {"Documents/a.txt": b"0912345678", "Library/Preferences/b.plist": b"x"}
    path = ios_backup(tmp_path / "backup", APP, files)
    told, head, seen = take(tmp_path, path, Kind.BACKUP)
    assert (told.losses, head.complete, head.roots) == ([], True, ("backup",))
    one = seen[f"backup/AppDomain-{APP}/Documents/a.txt"]
    assert (one.root, one.size, one.mode, one.modified) == (Root.BACKUP, 10, 0o100644, 5)
    assert not [path for path in seen if "HomeDomain" in path]


def test_an_encrypted_backup_is_refused_in_plain_words(tmp_path):
    path = ios_backup(tmp_path / "backup", APP, {"a": b"x"}, encrypted=True)
    told, head, _ = take(tmp_path, path, Kind.BACKUP)
    assert (head, [one.key for one in told.losses]) == (None, ["backup-encrypted"])


def test_a_backup_that_lacks_a_file_or_the_app_is_incomplete(tmp_path):
    path = ios_backup(tmp_path / "backup", APP, {"a": b"x", "b": b"y"})
    next(iter(path.glob("??/*"))).unlink()
    _, head, seen = take(tmp_path, path, Kind.BACKUP)
    assert not head.complete
    assert sorted(one.kind for one in seen.values()) == [FileKind.FILE, FileKind.UNREAD]
    other = ios_backup(tmp_path / "other", "tw.other", {"a": b"x"})
    (tmp_path / "two").mkdir()
    told, head, _ = take(tmp_path / "two", other, Kind.BACKUP)
    assert (head, [one.key for one in told.losses]) == (None, ["not-in-backup"])


def test_a_backup_that_was_broken_off_is_incomplete(tmp_path):
    import plistlib

    path = ios_backup(tmp_path / "backup", APP, {"a": b"x"})
    for number, (name, data, complete) in enumerate((
        ("Status.plist", plistlib.dumps({"SnapshotState": "uploading"}), False),
        ("Status.plist", plistlib.dumps({"SnapshotState": "finished"}), True),
        ("Manifest.db-wal", b"more", False),
    )):  # fmt: skip
        (path / name).write_bytes(data)
        folder = tmp_path / str(number)
        folder.mkdir()
        told, head, _ = take(folder, path, Kind.BACKUP)
        assert (head.complete, bool(told.losses)) == (complete, not complete)


@pytest.mark.parametrize(
    ("group", "taken"),
    [("group.tw.example.app", True), ("group.tw.example", True), ("group.com.other", False),
     ("group.com.named", True)],
)  # fmt: skip
def test_groups_of_a_backup(tmp_path, group, taken):
    path = ios_backup(tmp_path / "backup", APP, {"a": b"x"}, domain=f"AppDomainGroup-{group}")
    told, _, _ = take(tmp_path, path, Kind.BACKUP, groups=("group.com.named",))
    assert bool(told.count) is taken


@pytest.mark.parametrize("packed", [True, False])
def test_a_backup_of_adb_shows_nothing_by_what_it_lacks_since_target_31(tmp_path, packed):
    path = android_backup(tmp_path / "a.ab", APP, {"sp/a.xml": b"0912345678"}, packed)
    for target, complete in ((30, True), (31, False), (0, False)):
        folder = tmp_path / str(target)
        folder.mkdir()
        told, head, seen = take(folder, path, Kind.BACKUP, target=target)
        assert head.complete is complete
        assert bool(told.losses) is not complete
        assert seen["backup/sp/a.xml"].root is Root.BACKUP


def test_a_backup_of_bmgr(tmp_path):
    path = transport_backup(tmp_path / "a.tar", APP, {"sp/a.xml": b"x"})
    told, head, seen = take(tmp_path, path, Kind.BACKUP, target=34)
    assert (told.losses, head.complete, "backup/sp/a.xml" in seen) == ([], True, True)


@pytest.mark.parametrize("head", [b"ANDROID BACKUP\n5\n1\nAES-256\n", b"ANDROID BACKUP\nx\n", b""])
def test_what_is_no_backup_or_encrypted_is_told(tmp_path, head):
    (tmp_path / "a.ab").write_bytes(head)
    told, _, _ = take(tmp_path, tmp_path / "a.ab", Kind.BACKUP, target=30)
    assert told.count == 0
    assert told.losses


def test_a_picture(tmp_path):
    (tmp_path / "login page.png").write_bytes(b"\x89PNG\r\n\x1a\nrest")
    told, _, _ = take(tmp_path, tmp_path / "login page.png", Kind.SCREENSHOT)
    notes = [(o.name, o.note) for _, o in index(tmp_path / "run/trace.jsonl").of(Mark)]
    assert told.count == 1
    assert ("screenshot", "screenshots/001.png login page") in notes
    assert told.origin.startswith("screenshot login page.png sha256=")
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / "two").mkdir()
    told, _, _ = take(tmp_path / "two", tmp_path / "a.jpg", Kind.SCREENSHOT)
    assert [one.key for one in told.losses] == ["unreadable"]


@pytest.mark.parametrize(
    ("path", "root"),
    [
        (f"{ROOT}/shared_prefs/a", Root.PREFERENCES),
        (f"/data/user/0/{APP}/files/datastore/a", Root.PREFERENCES),
        (f"{ROOT}/app_webview/x", Root.WEB),
        (f"{ROOT}/no_backup/x", Root.OTHER),
        (f"/sdcard/Android/data/{APP}/files/a", Root.EXTERNAL),
        ("/sdcard/Download/a", Root.SHARED),
        (f"{CONTAINER}/Library/Caches/a", Root.CACHE),
        (f"{CONTAINER}/Library/Preferences/a", Root.PREFERENCES),
        (f"{CONTAINER}/Documents/a.sqlite-wal", Root.DATABASES),
        (f"{CONTAINER}/Documents/a.txt", Root.FILES),
        (f"{CONTAINER}/tmp/a", Root.CACHE),
        ("/var/mobile/Containers/Shared/AppGroup/00-AB/a", Root.GROUP),
        ("backup/x", Root.BACKUP),
    ],
)
def test_where_files_lie(path, root):
    assert root_of(path) is root
