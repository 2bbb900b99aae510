"""Feeds into the database: whole or not at all, within bounds, and what is left out is told."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile

import pytest

from appsec.vulndb import sources
from appsec.vulndb.importing import Given, import_feeds
from appsec.vulndb.sources import ImportProblem
from appsec.vulndb.store import DatabaseProblem, FeedRow, opened, rebuilt
from tests.command import ROOT
from tests.vulndb.feeds import NOW, affected, database, record, zipped


def feeds(place):
    with opened(place) as asked:
        return asked.feeds()


def ids(place, name="example.invented:library", ecosystem="Maven"):
    with opened(place) as asked:
        return [entry.advisory.id for entry in asked.entries(ecosystem, name)]


def brought(place, *paths, **more):
    return import_feeds(place, [Given(path, **more) for path in paths], NOW)


def test_a_feed_is_kept_with_source_hash_day_and_counts(tmp_path):
    import hashlib

    feed = zipped(
        tmp_path / "all.zip",
        record(1, affected(), affected(), affected(ecosystem="npm")),
        record(2, withdrawn="2026-01-01T00:00:00Z"),
        "no json",
        record(4),
    )
    place = tmp_path / "made" / "advisories.sqlite"
    (done,) = brought(place, feed)
    assert feeds(place) == (
        FeedRow(
            name="OSV Maven",
            source="all.zip",
            sha256=hashlib.sha256(feed.read_bytes()).hexdigest(),
            imported=NOW,
            dated="2026-11-19",
            records=2,
            withdrawn=1,
            malformed=1,
            ecosystems=(("Maven", 2), ("npm", 1)),
        ),
    )
    assert [name.partition(" ")[0] for name in done.named] == ["2.json"]
    assert ids(place) == ["TEST-2026-0001", "TEST-2026-0001", "TEST-2026-0004"]


def test_a_feed_takes_the_place_of_the_one_of_its_name_and_leaves_others(tmp_path):
    place = database(tmp_path, record(1))
    npm = affected(name="invented", ecosystem="npm")
    brought(place, zipped(tmp_path / "npm.zip", record(7, npm)))
    brought(place, zipped(tmp_path / "newer.zip", record(2)))
    assert [feed.name for feed in feeds(place)] == ["OSV Maven", "OSV npm"]
    assert (ids(place), ids(place, "invented", "npm")) == (["TEST-2026-0002"], ["TEST-2026-0007"])


def test_github_checkout_and_retire_js_are_known_by_their_form(tmp_path):
    folder = tmp_path / "advisory-database" / "advisories" / "github-reviewed" / "2026"
    folder.mkdir(parents=True)
    (folder / "TEST-2026-0001.json").write_text(json.dumps(record(1)), "utf-8")
    (tmp_path / "advisory-database" / ".git").mkdir()
    (tmp_path / "advisory-database" / ".git" / "x.json").write_text("{", "utf-8")
    weak = {"below": "2.0.0", "severity": "high", "identifiers": {"githubID": "TEST-2026-0002"}}
    repository = tmp_path / "jsrepository.json"
    repository.write_text(
        json.dumps({"it": {"vulnerabilities": [weak], "extractors": {}}}), "utf-8"
    )
    place = tmp_path / "advisories.sqlite"
    brought(place, tmp_path / "advisory-database", repository)
    assert [(feed.name, feed.records, feed.malformed) for feed in feeds(place)] == [
        ("GitHub Advisory Database", 1, 0),
        ("retire.js", 1, 0),
    ]


@pytest.mark.parametrize("stamp", ["2999-01-01T00:00:00Z", "zzzz", "9", "", None])
def test_a_day_to_come_or_none_at_all_makes_no_feed_fresh(tmp_path, stamp):
    feed = zipped(tmp_path / "all.zip", record(1, modified=stamp))
    place = tmp_path / "advisories.sqlite"
    brought(place, feed)
    assert feeds(place)[0].dated == "2026-11-18"  # of the zip's newest entry
    brought(place, feed, dated="2026-03-04")
    assert feeds(place)[0].dated == "2026-03-04"
    brought(place, feed, dated="2999-01-01")
    assert feeds(place)[0].dated == NOW[:10]


def test_what_does_not_tell_its_day_is_not_of_today(tmp_path):
    folder = tmp_path / "feed"
    folder.mkdir()
    (folder / "1.json").write_text(json.dumps(record(1, modified="9")), "utf-8")
    place = tmp_path / "advisories.sqlite"
    with pytest.raises(ImportProblem, match="state it with --dated"):
        brought(place, folder)
    brought(place, folder, dated="2026-03-04")
    assert feeds(place)[0].dated == "2026-03-04"


def test_malicious_packages_make_no_feed_of_weaknesses(tmp_path):
    npm = affected("invented", "npm", "SEMVER")
    feed = zipped(tmp_path / "all.zip", *(record(n, npm, id=f"MAL-2026-{n}") for n in range(3)))
    place = tmp_path / "advisories.sqlite"
    brought(place, feed)
    assert [(row.name, row.records, row.ecosystems) for row in feeds(place)] == [("OSV", 3, ())]
    assert len(ids(place, "invented", "npm")) == 3


def test_a_link_is_not_followed_and_not_passed_over(tmp_path):
    folder = tmp_path / "feed"
    folder.mkdir()
    (folder / "1.json").write_text(json.dumps(record(1)), "utf-8")
    (tmp_path / "elsewhere.json").write_text(json.dumps(record(2)), "utf-8")
    (folder / "2.json").symlink_to(tmp_path / "elsewhere.json")
    (done,) = brought(tmp_path / "advisories.sqlite", folder)
    assert (done.feed.records, done.named) == (1, ["2.json (too large, or a link)"])


def test_half_a_surrogate_pair_anywhere_in_a_feed_can_be_kept(tmp_path):
    weak = {"below": "2", "identifiers": {"summary": "\ud800", "CVE": ["\ud800"]}}
    library = {"vulnerabilities": [weak], "extractors": {}, "npmname": "n\ud800"}
    repository = tmp_path / "jsrepository.json"
    repository.write_text(json.dumps({"lib\ud800": library}), "utf-8")
    listed = affected("a\ud800", ranges=[], versions=["\ud800"])
    feed = zipped(tmp_path / "a.zip", record(1, listed, id="x\ud800", aliases=["\ud800"]))
    place = tmp_path / "advisories.sqlite"
    brought(place, repository, feed)
    assert ids(place, "lib?", "retire.js") == ids(place, "n?", "npm") == ["?"]
    with opened(place) as asked:
        (entry,) = asked.entries("Maven", "a?")
    told = entry.advisory
    assert (told.id, told.aliases, entry.affected.versions) == ("x?", ("?",), ("?",))


def test_a_place_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("", "utf-8")
    feed = zipped(tmp_path / "all.zip", record(1))
    with pytest.raises(DatabaseProblem, match="unwritable"):
        brought(tmp_path / "file" / "advisories.sqlite", feed)


def test_a_full_disk_leaves_the_old_database(tmp_path, monkeypatch):
    place = database(tmp_path, record(1))
    before = place.read_bytes()

    def full(*_):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("appsec.vulndb.store.Building._flush", full)
    with pytest.raises(DatabaseProblem, match="unwritable: database or disk is full"):
        brought(place, zipped(tmp_path / "newer.zip", record(2)))
    assert place.read_bytes() == before
    assert not place.with_name(f"{place.name}.new").exists()


@pytest.mark.parametrize(
    "content,said",
    [
        (b"", "no advisory"),
        (b"[]", "no advisory"),
        (b"PK\x05\x06" + bytes(18), "no advisory"),
        (b"PK\x05\x06" + b"\xff" * 18, "damaged"),
    ],
    ids=["empty", "list", "empty-zip", "torn-zip"],
)
def test_what_is_no_feed_leaves_the_database_as_it_was(tmp_path, content, said):
    place = database(tmp_path, record(1))
    before = place.read_bytes()
    strange = tmp_path / "strange"
    strange.write_bytes(content)
    with pytest.raises(ImportProblem, match=said):
        brought(place, zipped(tmp_path / "good.zip", record(2)), strange)
    assert place.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir() if ".new" in path.name) == []


def test_mostly_malformed_is_no_feed(tmp_path):
    feed = zipped(tmp_path / "all.zip", record(1), "x", "y", "z")
    with pytest.raises(ImportProblem, match="most of its records are malformed"):
        brought(tmp_path / "advisories.sqlite", feed)
    assert not (tmp_path / "advisories.sqlite").exists()


def test_two_sources_of_one_feed_are_refused(tmp_path):
    one, other = (zipped(tmp_path / f"{n}.zip", record(n)) for n in (1, 2))
    with pytest.raises(ImportProblem, match="2 sources are the feed OSV Maven"):
        brought(tmp_path / "advisories.sqlite", one, other)


def test_a_damaged_entry_of_a_zip_is_fatal(tmp_path):
    feed = zipped(tmp_path / "all.zip", record(1))
    content = bytearray(feed.read_bytes())
    content[60] ^= 0xFF
    feed.write_bytes(content)
    with pytest.raises(ImportProblem, match="damaged"):
        brought(tmp_path / "advisories.sqlite", feed)


class TestBounds:
    def test_a_record_too_large_is_left_out_whatever_its_size_claims(self, tmp_path, monkeypatch):
        monkeypatch.setattr(sources, "MAX_RECORD", 4096)
        feed = zipped(tmp_path / "all.zip", record(1), record(2, details="x" * 9000), record(3))
        place = tmp_path / "advisories.sqlite"
        (done,) = brought(place, feed)
        assert (done.feed.records, done.named) == (2, ["1.json (too large, or a link)"])

    def test_a_bomb_is_stopped(self, tmp_path, monkeypatch):
        monkeypatch.setattr(sources, "MAX_TOTAL", 1 << 20)
        feed = zipped(tmp_path / "all.zip", *(record(n, details="x" * 300_000) for n in range(9)))
        assert feed.stat().st_size < 20_000
        with pytest.raises(ImportProblem, match="more than 1048576 bytes"):
            brought(tmp_path / "advisories.sqlite", feed)

    def test_a_list_of_entries_too_long_is_not_taken_into_memory(self, tmp_path, monkeypatch):
        monkeypatch.setattr(sources, "MAX_RECORDS", 2)
        feed = zipped(tmp_path / "all.zip", *(record(n) for n in range(3)))
        monkeypatch.setattr(zipfile, "ZipFile", None)
        with pytest.raises(ImportProblem, match="more than 2 entries"):
            brought(tmp_path / "advisories.sqlite", feed)

    def test_a_record_nested_deep_is_left_out(self, tmp_path):
        feed = zipped(tmp_path / "all.zip", record(1), "[" * 200_000, record(2))
        (done,) = brought(tmp_path / "advisories.sqlite", feed)
        assert done.named == ["1.json (nested too deep)"]

    def test_a_single_file_too_large(self, tmp_path, monkeypatch):
        monkeypatch.setattr(sources, "MAX_FILE", 10)
        large = tmp_path / "jsrepository.json"
        large.write_text("[" + " " * 20 + "]", "utf-8")
        with pytest.raises(ImportProblem, match="larger than 10 bytes"):
            brought(tmp_path / "advisories.sqlite", large)


KILLED = """
import sys
from pathlib import Path
from appsec.vulndb.store import rebuilt
from appsec.vulndb.advisory import Advisory
with rebuilt(Path(sys.argv[1])) as building:
    for number in range(20_000):
        building.add(Advisory(f"TEST-{number}"))
    print("begun", flush=True)
    sys.stdin.read()
"""


def test_an_import_that_is_killed_leaves_the_old_database_and_the_next_succeeds(tmp_path):
    place = database(tmp_path, record(1))
    before = place.read_bytes()
    command = [sys.executable, "-P", "-c", KILLED, str(place)]
    child = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    with child:
        assert child.stdout.readline() == b"begun\n"
        with pytest.raises(DatabaseProblem, match="busy"), rebuilt(place):
            pass
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert place.with_name(f"{place.name}.new").exists()
    assert (place.read_bytes(), ids(place)) == (before, ["TEST-2026-0001"])
    brought(place, zipped(tmp_path / "newer.zip", record(2)))
    assert ids(place) == ["TEST-2026-0002"]
    assert not place.with_name(f"{place.name}.new").exists()


class TestOpening:
    def problem(self, place):
        with pytest.raises(DatabaseProblem) as problem, opened(place) as asked:
            asked.feeds()
            asked.entries("Maven", "example.invented:library")
        return problem.value.key

    def test_what_is_not_there(self, tmp_path):
        assert self.problem(tmp_path / "none") == "advisory-database-missing"

    def test_what_is_something_else(self, tmp_path):
        other = tmp_path / "other.sqlite"
        with sqlite3.connect(other) as connection:
            connection.execute("CREATE TABLE feeds (name TEXT)")
        connection.close()
        assert self.problem(other) == "advisory-database-foreign"

    def test_what_is_no_database(self, tmp_path):
        place = tmp_path / "text"
        place.write_text("no database " * 100, "utf-8")
        assert self.problem(place) == "advisory-database-damaged"

    def test_what_was_cut_off(self, tmp_path):
        place = database(tmp_path, *(record(n) for n in range(200)))
        place.write_bytes(place.read_bytes()[:-4096])
        assert self.problem(place) == "advisory-database-damaged"

    def test_what_was_overwritten_inside(self, tmp_path):
        place = database(tmp_path, *(record(n) for n in range(200)))
        content = bytearray(place.read_bytes())
        content[4096:] = b"\xa5" * (len(content) - 4096)
        place.write_bytes(content)
        assert self.problem(place) == "advisory-database-damaged"

    def test_nothing_is_written_beside_it(self, tmp_path):
        place = database(tmp_path, record(1))
        place.with_name(f"{place.name}.lock").unlink()
        stamp = place.stat().st_mtime_ns
        time.sleep(0.01)
        assert ids(place) == ["TEST-2026-0001"]
        assert place.stat().st_mtime_ns == stamp
        assert sorted(path.name for path in tmp_path.iterdir()) == ["advisories.sqlite", "feed.zip"]
