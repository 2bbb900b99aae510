"""Silence is clean only if everything that could have spoken was looked at."""

import gzip
import json
import zlib
from dataclasses import replace

import pytest

from appsec.engine.canaries.forms import What
from appsec.facts.leaks import Where
from appsec.model.run_files import Exchange, FileKind, FileSeen, LogLine, Root, Snapshot
from appsec.model.trace import BROKE_OFF, TYPED, Canary, Mark, Phase
from appsec.readers.trace import canaries, search, searched
from appsec.readers.trace.covered import covered
from appsec.readers.trace.traffic import KeptTraffic
from tests.readers.trace.runs import PHONE, PREFS, ROOTS, Run, digest
from tests.readers.trace.test_leaks import asked, exchange, gone, leaks
from tests.readers.trace.test_wal import running

LOGIN, LOGOUT, USE = Phase.LOGIN, Phase.LOGOUT, Phase.USE
OWN = "/data/user/0/tw.example"
DB = (f"{OWN}/databases/a.db", Root.DATABASES)
LOG = (f"{OWN}/databases/a.db-wal", Root.DATABASES)
CACHE = (f"{OWN}/cache/x", Root.CACHE)
SECOND = 1_000_000


def in_files(run, *args, **kwargs):
    found = leaks(run)
    told = list(found.in_files(*args, **kwargs))
    return told, [gap.key for gap in found.taken()]


# Files.


def test_what_only_the_log_of_a_database_holds_is_found(tmp_path):
    data, log = running(tmp_path, "first", 912345678)
    run = gone(tmp_path / "r").snapshot("1", LOGOUT, {DB: data, LOG: log})
    (leak,), lacks = in_files(run, [LOGOUT])
    assert (leak.path, leak.layer, lacks) == (DB[0], "sqlite users", [])


def test_one_content_with_two_logs_is_searched_twice(tmp_path):
    data, log = running(tmp_path, "first", 912345678)
    run = gone(tmp_path / "r").snapshot("1", LOGIN, {DB: data})
    run.snapshot("2", LOGOUT, {DB: data, LOG: log})
    found, lacks = in_files(run, [LOGIN, LOGOUT])
    assert [one.phase for one in found] == [LOGOUT]
    assert lacks == ["snapshot-outside-phase"]


@pytest.mark.parametrize("how", ["damaged", "alone", "large"])
def test_a_log_that_cannot_be_read_is_told(tmp_path, monkeypatch, how):
    data, log = running(tmp_path, 912345678)
    files = {DB: data, LOG: log}
    if how == "damaged":
        files[LOG] = log[:40] + b"\0" + log[41:]
    elif how == "alone":
        del files[DB]
    else:
        monkeypatch.setattr(search, "MAX_FILE", len(log) - 1)
    run = gone(tmp_path / "r").snapshot("1", LOGOUT, files | {CACHE: b"x"})
    lacks = in_files(run, [LOGOUT], [Root.DATABASES])[1]
    assert set(lacks) == {"snapshot-incomplete", "not-searched-whole"}


def test_only_the_parts_that_are_asked_for_must_be_whole(tmp_path):
    run = gone(tmp_path / "r")
    run.snapshot("1", LOGOUT, {PREFS: b"x", CACHE: b"\x28\xb5\x2f\xfd\x04\0packed"})
    found = leaks(run)
    assert asked(found, "in_files", [LOGOUT], [Root.PREFERENCES]) == ([], [])
    list(found.in_files([LOGOUT], [Root.CACHE]))
    first, second = found.taken()
    assert (first.key, second.key) == ("snapshot-incomplete", "not-searched-whole")
    assert second.values == {"file": CACHE[0], "why": "zstd"}


@pytest.mark.parametrize(
    "path",
    ["code_cache/com.android.opengl.shaders_cache", "code_cache/com.android.skia.shaders_cache"],
)
def test_what_graphics_drivers_pack_is_no_limit(tmp_path, path):
    packed = b"\x28\xb5\x2f\xfd\x04\0packed"
    files = {(f"{OWN}/{path}", Root.CACHE): b"EGL$" + packed, PREFS: b"x"}
    assert in_files(gone(tmp_path / "r").snapshot("1", LOGOUT, files), [LOGOUT]) == ([], [])


def test_many_leaks_in_one_place_hide_none_in_another(tmp_path, monkeypatch):
    monkeypatch.setattr(searched, "MAX_LEAKS", 50)
    crowd = {(f"{OWN}/cache/{n}", Root.CACHE): b"%d " % n + PHONE.encode() for n in range(120)}
    run = gone(tmp_path / "r").snapshot("1", LOGOUT, crowd | {PREFS: PHONE.encode()})
    found, lacks = in_files(run, [LOGOUT], [Root.PREFERENCES])
    assert ([one.path for one in found], lacks) == ([PREFS[0]], [])
    found, lacks = in_files(run_of_same(tmp_path, crowd), [LOGOUT], [Root.CACHE])
    assert len(found) >= 20
    assert lacks == ["leaks-not-all-told"]


def run_of_same(tmp_path, crowd):
    return gone(tmp_path / "s").snapshot("1", LOGOUT, crowd)


def test_one_canary_hides_no_other(tmp_path, monkeypatch):
    monkeypatch.setattr(searched, "MAX_LEAKS", 10)
    given = {"phone": (What.PHONE, PHONE), "mail": (What.EMAIL, "canary@example.tw")}
    run = gone(tmp_path / "r", canaries=given)
    text = (f"{PHONE} " * 90 + "canary@example.tw").encode()
    found, _ = in_files(run.snapshot("1", LOGOUT, {PREFS: text}), [LOGOUT])
    assert {one.canary for one in found} == {"phone", "mail"}


@pytest.mark.parametrize(
    ("phases", "at", "lacks"),
    [((LOGIN, USE), 20, []), ((LOGIN, USE), 12, ["snapshot-before-use"])],
)
def test_a_snapshot_of_any_phase_is_of_after_the_use(tmp_path, phases, at, lacks):
    run = Run(tmp_path / "r").went(LOGIN, at=10).went(USE, at=15)
    phase = USE if at > 15 else LOGIN
    run.snapshot("1", phase, {PREFS: b"x"}, at=at)
    assert in_files(run, phases, any_of=True)[1] == lacks


@pytest.mark.parametrize(
    ("steps", "phase", "at", "lacks"),
    [
        # In the microsecond in which the use began, nothing was used yet.
        (((LOGIN, 10), (USE, 20)), USE, 20, ["snapshot-before-use"]),
        (((LOGIN, 10), (USE, 20)), USE, 21, []),
        (((LOGIN, 10), (USE, 20)), LOGIN, 20, ["snapshot-before-use"]),
        # Where the clock stood still, the order of the marks tells.
        (((LOGIN, 10), (USE, 20), (LOGOUT, 20)), LOGOUT, 20, []),
        (((LOGIN, 10), (LOGOUT, 20), (USE, 20)), LOGOUT, 20, ["snapshot-before-use"]),
        (((LOGIN, 10), (LOGOUT, 15), (USE, 20)), LOGOUT, 20, ["snapshot-before-use"]),
    ],
)
def test_a_copy_is_of_after_the_use_only_if_that_had_begun(tmp_path, steps, phase, at, lacks):
    run = Run(tmp_path / "r")
    for step, began in steps:
        run.went(step, at=began)
    run.snapshot("1", phase, {PREFS: b"x"}, at=at)
    assert in_files(run, [phase], any_of=True)[1] == lacks


@pytest.mark.parametrize(
    ("typed", "at", "lacks"),
    [
        ((9, None), 30, []),
        ((None, 30), 30, ["no-canary-typed"]),
        ((None, 29), 30, []),
        ((30, None), 30, []),
    ],
    ids=["before", "with the copy", "just before it", "before its phase"],
)
def test_what_was_entered_as_a_copy_was_taken_may_not_be_in_it(tmp_path, typed, at, lacks):
    before, within = typed
    run = Run(tmp_path / "r", typed=False).went(LOGIN, at=10).went(USE, at=20)
    if before:
        run.write(Mark(TYPED, before, "phone"))
    run.went(LOGOUT, at=28 if within else 30)
    if within:
        run.write(Mark(TYPED, within, "phone"))
    run.snapshot("1", LOGOUT, {PREFS: b"x"}, at=at)
    assert in_files(run, [LOGOUT])[1] == lacks


def test_a_folder_without_files_was_not_let_in(tmp_path):
    run = gone(tmp_path / "r").snapshot("1", LOGOUT, {})
    assert in_files(run, [LOGOUT])[1] == ["snapshot-empty"]


def test_a_snapshot_without_a_backup_says_nothing_of_one(tmp_path):
    run = gone(tmp_path / "r").snapshot("1", LOGOUT, {PREFS: b"x"}, roots=(*ROOTS, "backup"))
    assert in_files(run, [LOGOUT], [Root.BACKUP])[1] == ["snapshot-empty"]


@pytest.mark.parametrize(
    ("roots", "root"),
    [
        (ROOTS[:1], "/data/user_de/0/tw.example"),
        (("/data/user/0/other.app", "/data/user_de/0/other.app"), "preferences"),
    ],
)
def test_all_of_the_apps_own_folders_are_demanded(tmp_path, roots, root):
    run = gone(tmp_path / "r").snapshot("1", LOGOUT, {PREFS: b"x"}, roots=roots)
    found = leaks(run)
    list(found.in_files([LOGOUT], [Root.PREFERENCES]))
    assert [gap.values["root"] for gap in found.taken()] == [root]


def test_what_folders_cover():
    assert covered(["/data/user/0/a.b", "/data/user_de/0/a.b"]) >= {Root.FILES, Root.CACHE}
    assert covered(["/data/user_de/0/a.b"]) == covered(["/data/data/a.b/files"]) == frozenset()
    assert covered(["/sdcard/Android/data/a.b"]) == {Root.EXTERNAL}
    assert covered(["/sdcard/Android/data/a.b"], "c.d") == frozenset()
    assert covered(["/sdcard"]) == {Root.EXTERNAL, Root.SHARED}


# What a server gave.

LOGGED_IN = {"password": (What.PASSWORD, "Tr0ub4dor-7f3a")}
COOKIE = (("Set-Cookie", "SID=s3ss10nvalue99; Path=/"),)


def came_back(run, **more):
    told = {"request_headers": (("Cookie", "SID=s3ss10nvalue99"),)} | more
    return replace(exchange(run, **told), at=4)


def test_a_login_without_a_token_leaves_open_whether_one_was_stored(tmp_path):
    run = gone(tmp_path / "a", canaries=LOGGED_IN).snapshot("1", LOGOUT, {PREFS: b"x"})
    assert in_files(run, [LOGOUT])[1] == ["no-token-known"]
    run = gone(tmp_path / "b", canaries=LOGGED_IN).snapshot("1", LOGOUT, {PREFS: b"x"})
    given = exchange(run, response_headers=COOKIE)
    run.lines("traffic.jsonl", given, came_back(run))
    assert in_files(run, [LOGOUT])[1] == []


@pytest.mark.parametrize(("after", "lacks"), [(3, []), (900, ["no-token-known"])])
def test_a_token_that_an_agent_learned_counts_from_the_next_mark_on(tmp_path, after, lacks):
    one = Canary("learned-1", "token", digest(b"s3ss10nvalue99"), learned=True)
    run = Run(tmp_path / "r", LOGGED_IN).went(LOGIN).write(one, Mark("note", after))
    kept = json.loads((run.folder / "canaries.json").read_text())
    kept.append({"id": "learned-1", "what": "token", "value": "s3ss10nvalue99"})
    (run.folder / "canaries.json").write_text(json.dumps(kept))
    run.went(USE, LOGOUT).snapshot("1", LOGOUT, {PREFS: b"x"}, at=50)
    assert in_files(run, [LOGOUT])[1] == lacks


ANSWER = json.dumps({"access_token": "s3ss10nvalue99", "更多": "x" * 50}, ensure_ascii=False)


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(ANSWER.encode(), mtime=0)),
        ("deflate", zlib.compress(ANSWER.encode())),
        ("deflate", zlib.compress(ANSWER.encode())[2:-4]),
        ("br", ANSWER.encode()),
        ("gzip, identity", gzip.compress(ANSWER.encode(), mtime=0)),
    ],
    ids=["gzip", "zlib", "deflate", "not packed", "gzip, identity"],
)
def test_a_token_in_a_packed_answer_is_looked_for(tmp_path, encoding, body):
    run = gone(tmp_path / "r").snapshot("1", LOGOUT, {PREFS: b"s3ss10nvalue99"})
    run.lines(
        "traffic.jsonl", exchange(run, body, response_headers=(("content-encoding", encoding),))
    )
    (leak,), lacks = in_files(run, [LOGOUT])
    assert (leak.what, lacks) == ("token", [])


def test_an_answer_that_nobody_can_unpack_is_told(tmp_path):
    run = gone(tmp_path / "r").snapshot("1", LOGOUT, {PREFS: b"x"})
    headers = (("Content-Encoding", "br"),)
    run.lines("traffic.jsonl", exchange(run, b"\x8b\xff\x80packed", response_headers=headers))
    assert in_files(run, [LOGOUT])[1] == ["tokens-not-all-known"]


def test_more_tokens_than_are_looked_for_are_told(tmp_path, monkeypatch):
    monkeypatch.setattr(canaries, "MAX_CANARIES", 3)
    run = gone(tmp_path / "r").snapshot("1", LOGOUT, {PREFS: b"x"}).log("x", phase=LOGIN)
    body = json.dumps([{"token": f"s3ss10nvalue9{n}"} for n in range(5)]).encode()
    run.lines("traffic.jsonl", exchange(run, body))
    found = leaks(run)
    for question, phase in (("in_files", LOGOUT), ("in_log", LOGIN), ("in_traffic", LOGIN)):
        assert asked(found, question, [phase])[1] == ["too-many-tokens"]


# Logs and traffic.


def lines(*given):
    return [LogLine(at, phase, text, "App", own=own) for at, phase, text, own in given]


@pytest.mark.parametrize(
    ("times", "lacks"),
    [
        ((1, 100, 250, 400, 560), []),
        ((1, 100, 400, 560), ["log-interrupted"]),
        ((300, 450, 590), ["log-interrupted"]),
        ((1, 150, 300), ["log-interrupted"]),
    ],
)
def test_a_log_goes_through_the_whole_phase(tmp_path, times, lacks):
    run = Run(tmp_path / "r").went(USE, at=2).write(Mark("logout", 600 * SECOND))
    run.lines("log.jsonl", *lines(*((at * SECOND, USE, "x", True) for at in times)))
    assert asked(leaks(run), "in_log", [USE])[1] == lacks


def test_each_phase_in_use_has_lines_of_the_apps(tmp_path):
    run = Run(tmp_path / "r").went(LOGIN, USE)
    run.lines("log.jsonl", *lines((2, LOGIN, "x", True), (2, USE, "x", False)))
    found = leaks(run)
    assert asked(found, "in_log", [LOGIN])[1] == []
    assert asked(found, "in_log", [USE])[1] == ["log-without-own-lines"]


def test_what_two_lines_of_the_log_share_is_found(tmp_path):
    run = Run(tmp_path / "r").went(LOGIN)
    text = "x" * 996 + PHONE
    run.lines("log.jsonl", *lines((2, LOGIN, text[:1000], True), (2, LOGIN, text[1000:], True)))
    (leak,), _ = asked(leaks(run), "in_log", [LOGIN])
    assert (leak.where, leak.at.at) == (Where.LOG, "line 2")


@pytest.mark.parametrize("how", ["large", "encoded", "packed"])
def test_a_request_that_cannot_be_looked_at_is_told(tmp_path, monkeypatch, how):
    run = Run(tmp_path / "r").went(LOGIN, USE)
    given = {"request": b"nothing"}
    if how == "large":
        monkeypatch.setattr(search, "MAX_FILE", 5)
    elif how == "encoded":
        given["request_headers"] = (("Content-Encoding", "br"),)
    else:
        given["request"] = b"\x28\xb5\x2f\xfd\x04\0packed"
    run.lines(
        "traffic.jsonl", exchange(run, **given), Exchange(5, USE, "h", 443, "https", method="GET")
    )
    found = leaks(run)
    assert asked(found, "in_traffic", [LOGIN])[1] == ["not-searched-whole"]
    assert asked(found, "in_traffic")[1] == ["not-searched-whole"]
    assert asked(found, "in_traffic", [USE])[1] == []


def test_a_canary_in_the_name_of_a_host_is_found(tmp_path):
    run = Run(tmp_path / "r").went(LOGIN)
    run.lines(
        "traffic.jsonl", Exchange(3, LOGIN, f"{PHONE}.example.tw", 443, "https", method="GET")
    )
    assert len(asked(leaks(run), "in_traffic", [LOGIN])[0]) == 1


def test_a_pause_is_no_phase_of_the_session(tmp_path):
    run = Run(tmp_path / "r").went(LOGIN).write(Mark("paused", 5), Mark("before", 5))
    run.went(USE, at=900 * SECOND)
    run.lines("log.jsonl", *lines((3, LOGIN, "x", True), (900 * SECOND, USE, "x", True)))
    run.done = end_of(run)
    assert asked(leaks(run), "in_log")[1] == []


def end_of(run):
    from appsec.model.trace import EndReason
    from appsec.readers.trace.index import index

    def done():
        run.file.end(EndReason.FINISHED, 901 * SECOND)
        run.file.close()
        return run.folder.name, index(run.folder / "trace.jsonl")

    return done


def test_a_file_that_was_not_fetched_concerns_its_part_only(tmp_path):
    run = gone(tmp_path / "r")
    extra = (FileSeen(f"{OWN}/cache/y", Root.CACHE, FileKind.UNREAD, why="denied"),)
    run.snapshot("1", LOGOUT, {PREFS: b"x"}, extra=extra)
    found = leaks(run)
    assert asked(found, "in_files", [LOGOUT], [Root.FILES])[1] == []
    assert asked(found, "in_files", [LOGOUT], [Root.CACHE])[1] != []


def test_a_snapshot_is_not_read_as_another_kind_of_line(tmp_path):
    run = gone(tmp_path / "r")
    head = Snapshot("1", LOGOUT, 4, ROOTS, True)
    run.lines("snapshot/1/manifest.jsonl", head, head)
    found = leaks(run)
    assert [gap.key for gap in found.gaps] == ["run-file-unreadable"]


def test_connections_of_no_phase_in_particular_take_an_app_in_use(tmp_path):
    run = Run(tmp_path / "r").went(LOGIN)
    run.lines("traffic.jsonl", exchange(run))
    told = KeptTraffic([run.done()])
    list(told.exchanges())
    assert [(gap.key, gap.values["phase"]) for gap in told.taken()] == [("phase-not-run", "use")]


# Stretches that broke off or were gone through again.


def entered(folder):
    """A run that was used, whose end is yet to be written."""
    return Run(folder).went(LOGIN, LOGOUT).went(USE, at=10)


@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize("question", ["in_log", "in_traffic"])
def test_a_phase_that_broke_off_is_no_silence(tmp_path, question, again):
    run = entered(tmp_path / "r").went(Phase.PAY, at=20)
    run.write(Mark(BROKE_OFF, 21), Mark("before", 22))
    if again:
        run.went(Phase.PAY, at=30)
    run.lines("log.jsonl", *(LogLine(at, p, "x", "App", own=True) for at, p in SAID))
    told = {"method": "GET", "url": "https://a.example/", "own": True}
    run.lines("traffic.jsonl", Exchange(5, LOGIN, "a.example", 443, "https", **told))
    found, lacks = asked(leaks(run), question)
    assert (found, lacks) == ([], [] if again else ["phase-not-run"])


SAID = ((2, LOGIN), (2, LOGOUT), (10, USE), (20, Phase.PAY), (30, Phase.PAY))


@pytest.mark.parametrize("again", [False, True])
def test_traffic_of_a_phase_that_broke_off_is_no_silence(tmp_path, again):
    run = entered(tmp_path / "r").went(Phase.PAY, at=20)
    run.write(Mark(BROKE_OFF, 21), Mark("before", 22))
    if again:
        run.went(Phase.PAY, at=30)
    run.lines("traffic.jsonl", Exchange(5, LOGIN, "a.example", 443, "https", own=True))
    traffic = KeptTraffic([run.done()])
    assert len(list(traffic.exchanges())) == 1
    told = [(gap.key, gap.values["phase"]) for gap in traffic.taken()]
    assert told == ([] if again else [("phase-not-run", "pay")])


@pytest.mark.parametrize(
    ("second", "lacks"),
    [
        ((), ["not-kept"]),
        ((LogLine(31, USE, "x", "App", own=False),), ["log-without-own-lines"]),
        ((LogLine(31, USE, "x", "App", own=True),), []),
    ],
)
def test_the_log_of_a_first_try_does_not_answer_for_the_second(tmp_path, second, lacks):
    run = entered(tmp_path / "r").went(LOGOUT, at=20).went(USE, at=30)
    run.lines("log.jsonl", LogLine(11, USE, "x", "App", own=True), *second)
    assert asked(leaks(run), "in_log", [USE]) == ([], lacks)


# What is left behind.


@pytest.mark.parametrize("phase", [LOGOUT, Phase.CLOSE])
@pytest.mark.parametrize("how", ["used", "unused", "late"])
def test_what_is_left_is_told_after_everything_was_entered(tmp_path, phase, how):
    mail = {"mail": (What.EMAIL, "a.b@example.tw")} if how == "late" else {}
    run = Run(tmp_path / "r", {"phone": (What.PHONE, PHONE)} | mail, typed=False)
    run.write(Mark(TYPED, 1, "phone")).went(LOGIN)
    run = run.went(*(() if how == "unused" else (USE,)), at=3).went(phase, at=20)
    run.lines("log.jsonl", LogLine(20, phase, "x", "App", own=True))
    run.snapshot("1", phase, {PREFS: b"<map/>"}, at=20)
    if how == "late":
        run.went(USE, at=30).write(Mark(TYPED, 31, "mail"))
    found = leaks(run)
    lack = {"used": [], "unused": "{}-before-use", "late": "typed-after-{}"}[how]
    for question, what in (("in_files", "snapshot"), ("in_log", "phase")):
        assert asked(found, question, [phase]) == ([], [lack.format(what)] if lack else [])
