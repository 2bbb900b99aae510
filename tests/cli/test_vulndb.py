"""`appsec vulndb`, and the database in a scan."""

import json
import threading
import zipfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from appsec.vulndb.ecosystems import ecosystems
from tests.command import FIXED_APK, appsec
from tests.vulndb.feeds import affected, database, record, zipped


@pytest.fixture
def bucket(tmp_path):
    """A server as OSV's, which has a feed of npm."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    folder = tmp_path / "bucket"
    (folder / "npm").mkdir(parents=True)
    npm = affected("invented", "npm", "SEMVER")
    zipped(folder / "npm" / "all.zip", record(1, npm))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_update_then_status(bucket, tmp_path):
    place = tmp_path / "data" / "advisories.sqlite"
    ran = appsec("vulndb", "update", "--db", place, "--only", "npm", "--osv", bucket)
    assert (ran.code, ran.out.splitlines()[0].partition(",")[0]) == (0, "OSV npm: 1 advisories")
    shown = appsec("vulndb", "status", APPSEC_VULNDB=str(place))
    assert shown.code == 0
    assert f"{bucket}/npm/all.zip, SHA-256 " in shown.out
    assert sorted(path.name for path in place.parent.iterdir()) == [
        "advisories.sqlite",
        "advisories.sqlite.downloads",
        "advisories.sqlite.lock",
    ]
    assert list((place.parent / "advisories.sqlite.downloads").iterdir()) == []


def test_an_update_that_fails_leaves_the_database(bucket, tmp_path):
    place = database(tmp_path, record(1))
    before = place.read_bytes()
    ran = appsec("vulndb", "update", "--db", place, "--only", "Maven", "--osv", bucket)
    assert (ran.code, "HTTP 404" in ran.err) == (4, True)
    assert place.read_bytes() == before


def test_what_cannot_be_imported_is_told_with_its_own_exit_code(tmp_path):
    strange = tmp_path / "strange.json"
    strange.write_text("{", "utf-8")
    ran = appsec("vulndb", "import", strange, "--db", tmp_path / "advisories.sqlite")
    assert (ran.code, "holds no advisory" in ran.err, "未含" in ran.err) == (4, True, True)
    assert appsec("vulndb", "import", tmp_path / "none").code == 2
    assert appsec("vulndb", "update", "--only", "Colours").code == 2


def test_a_hostile_name_in_a_feed_is_shown_and_not_obeyed(tmp_path):
    feed = tmp_path / "all.zip"
    with zipfile.ZipFile(feed, "w") as archive:
        archive.writestr("1.json", json.dumps(record(1)))
        for number in range(3):
            archive.writestr(f"{number}\x1b[31m.json", "no json")
    ran = appsec("vulndb", "import", feed, "--db", tmp_path / "advisories.sqlite")
    assert (ran.code, "\x1b" in ran.err, "0\\u001b[31m.json" in ran.err) == (4, False, True)


def test_a_database_that_cannot_be_used_is_told_in_words(tmp_path):
    feed = zipped(tmp_path / "all.zip", record(1))
    torn, file = tmp_path / "torn.sqlite", tmp_path / "file"
    torn.write_text("no database " * 100, "utf-8")
    file.write_text("", "utf-8")
    for place, wanted, wanted_zh in (
        (torn, "is damaged; delete it and import anew", "請刪除該檔後重新匯入"),
        (file / "x.sqlite", "cannot be written", "無法寫入弱點資料庫"),
    ):
        ran = appsec("vulndb", "import", feed, "--db", place)
        assert (ran.code, f"{place}: {wanted}" in ran.err, wanted_zh in ran.err) == (4, True, True)
    ran = appsec("vulndb", "update", "--only", "npm", "--db", file / "x.sqlite")
    assert (ran.code, "Internal error" in ran.err) == (4, False)
    assert appsec("vulndb", "status", "--db", torn).code == 4


def test_status_says_that_there_is_none_yet(tmp_path):
    ran = appsec("vulndb", "status", HOME=str(tmp_path), XDG_DATA_HOME="")
    assert (ran.code, ran.out.splitlines()[0]) == (
        0,
        str(tmp_path / ".local/share/appsec/advisories.sqlite"),
    )


class TestScan:
    def told(self, tmp_path, *args, **env):
        out = tmp_path / "out.json"
        ran = appsec("scan", FIXED_APK, "--quiet", "--format", f"json={out}", *args, **env)
        return ran, json.loads(out.read_text("utf-8")) if out.exists() else {}

    def test_the_assessment_names_the_feeds_of_the_users_own_database(self, tmp_path):
        place = tmp_path / "appsec" / "advisories.sqlite"
        place.parent.mkdir()
        whole = ecosystems()["Maven"].least
        database(place.parent, record(1), fillers=whole)
        for env in ({"XDG_DATA_HOME": str(tmp_path)}, {"APPSEC_VULNDB": str(place)}):
            _, told = self.told(tmp_path, "--as-of", "2026-11-21", **env)
            (feed,) = told["feeds"]
            assert (feed["name"], feed["dated"], feed["records"]) == (
                "OSV Maven",
                "2026-11-19",
                whole + 1,
            )

    def test_a_name_that_is_wrong_is_no_silence(self, tmp_path):
        ran, _ = self.told(tmp_path, "--vulndb", tmp_path / "none.sqlite")
        assert (ran.code, "no such database" in ran.err) == (2, True)

    def test_a_damaged_database_is_lost_and_says_so(self, tmp_path):
        place = tmp_path / "damaged.sqlite"
        place.write_bytes(b"damaged" * 1000)
        ran, told = self.told(tmp_path, "--vulndb", place)
        keys = {gap["key"]: gap["cause"] for gap in told["coverage"]["gaps"]}
        assert keys["advisory-database-damaged"] == "lost"
        assert {v["result"] for v in told["verdicts"] if v["requirement"] in ("44", "46")} == {
            "inconclusive"
        }
        assert ran.code in (1, 3)
