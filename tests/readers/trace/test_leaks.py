"""Canaries are found in each place, and silence takes a whole look at the place that was asked for."""

import gzip
import io
import json
import sqlite3
import zipfile
from contextlib import closing

import pytest

from appsec.assess.words import fill_run, load
from appsec.engine.canaries.forms import What
from appsec.engine.trace_lines import BadLine
from appsec.facts.leaks import Where
from appsec.model.noted import file_named
from appsec.model.run_files import Exchange, FileKind, FileSeen, LogLine, Root
from appsec.model.text import Lang, visible
from appsec.model.trace import Call, Hit, Hook, HookState, Mark, Phase
from appsec.readers.trace.index import Index
from appsec.readers.trace.layers import Unfolding
from appsec.readers.trace.leaks import FoundLeaks
from appsec.readers.trace.run_file import BadFile, by_hash
from tests.readers.trace.runs import PHONE, PREFS, ROOTS, Run, digest

LOGOUT, LOGIN = Phase.LOGOUT, Phase.LOGIN


def asked(leaks, question, *args):
    """What a question gives, and what its asker lacked."""
    found = list(getattr(leaks, question)(*args))
    return found, [gap.key for gap in leaks.taken()]


def gone(folder, **given):
    """A run through login, use and logout."""
    return Run(folder, **given).went(LOGIN, Phase.USE, LOGOUT)


@pytest.mark.parametrize("kind", [FileKind.FILE, FileKind.LINK, FileKind.UNREAD])
@pytest.mark.parametrize("name", ["user_0912345678.xml", "0912345678.db-wal", "MDkxMjM0NTY3OA/1"])
def test_a_leak_in_the_name_of_a_file(tmp_path, name, kind):
    path = f"{ROOTS[0]}/files/{name}"
    run = gone(tmp_path / "r").snapshot(
        "1", LOGOUT, {PREFS: b"x"}, extra=[FileSeen(path, Root.FILES, kind)]
    )
    (leak,) = leaks(run).in_files([LOGOUT])
    assert (leak.layer, leak.path, leak.root) == ("file name", path, Root.FILES)


def test_the_folder_that_the_system_gave_the_app_is_no_name_of_its_own(tmp_path):
    given = {"account": (What.ACCOUNT, "example"), "phone": (What.PHONE, PHONE)}
    run = gone(tmp_path / "r", canaries=given).snapshot("1", LOGOUT, {PREFS: b"x"})
    assert list(leaks(run).in_files([LOGOUT])) == []


def test_a_text_is_told_without_the_values_of_canaries(tmp_path):
    given = {"phone": (What.PHONE, PHONE), "name": (What.NAME, "王小明")}
    found = leaks(gone(tmp_path / "r", canaries=given))
    assert found.masked("/a/+886912345678/王小明.db, 王小明") == "/a/[phone]/[name].db, [name]"
    assert found.masked("/a/b 台北") == "/a/b 台北"


def test_a_text_is_told_without_values_in_other_letters_or_too_short_to_search(tmp_path):
    given = {
        **{"password": (What.PASSWORD, "Tr0ub4dor-7f3a"), "card": (What.CARD, "4311952222222222")},
        **{"cvv": (What.CVV, "737"), "otp": (What.OTP, "4711"), "name": (What.NAME, "王明")},
    }
    found = leaks(gone(tmp_path / "r", canaries=given))
    assert found.masked("tr0ub4dor-7f3a.evil.example") == "[password].evil.example"
    assert (
        found.masked("s_tR0UB4DOR-7F3A_cvv737_otp4711.xml") == "s_[password]_cvv[cvv]_otp[otp].xml"
    )
    assert found.masked("/王明/4711/737.db") == "/[name]/[otp]/[cvv].db"
    same = "run/1737/47110/a.db"
    assert [found.masked(same), found.masked("line 737")] == [same, "line 737"]


JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1MSIsIm4iOjE3NjM3MTIwMDB9.c2lnbmVkLWJ5LXNvbWVib2R5"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (visible(f"/a/{PHONE}", 12), "/a/[phone]… (+1)"),
        (visible(f"/a/{PHONE}", 7), "/a/[phone]… (+6)"),
        (visible(f"/a/{PHONE}", 6), "/a/091… (+7)"),  # anything may begin so
        (visible(f"/a/+886{PHONE[1:]}/b", 14), "/a/[phone]… (+4)"),
        (visible(f"/{PHONE}/{PHONE}", 14), "/[phone]/09… (+8)"),
        (file_named("/" + "d" * 270 + JWT), "/" + "d" * 270 + "[token]…"),
        (file_named("/" + "d" * 200 + JWT + "/x" * 9), "/" + "d" * 200 + "[token]…"),
        (f"{visible('/a/' + PHONE, 12)}, {visible('/b/' + PHONE, 10)}; b",
         "/a/[phone]… (+1), /b/[phone]… (+3); b"),
        # Nothing tells of this cut.
        (f"/a/{JWT[:40]}", "/a/[token]"),
        (f"/a/{PHONE[:9]}", "/a/[phone]"),
        (f"/a/{JWT[:12]}", f"/a/{JWT[:12]}"),
        ("tw.example.parcel", "tw.example.parcel"),
    ],
)  # fmt: skip
def test_a_value_that_was_cut_is_masked_up_to_the_cut(tmp_path, text, told):
    given = {
        "phone": (What.PHONE, PHONE), "token": (What.TOKEN, JWT),
        "account": (What.ACCOUNT, "parcel_tester_01"),
    }  # fmt: skip
    masked = leaks(gone(tmp_path / "r", canaries=given)).masked(text)
    assert masked.startswith(told) and (told.endswith("…") or masked == told)


def test_what_is_cut_in_the_name_of_a_layer_is_masked(tmp_path):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr("d" * 195 + PHONE, f"tel {PHONE}")
    with closing(sqlite3.connect(tmp_path / "a.db")) as database:
        database.execute(f"create table '{'d' * 75}{PHONE}' (a)")
        database.execute(f"insert into '{'d' * 75}{PHONE}' values ('{PHONE}')")
        database.commit()
    held = {PREFS: made.getvalue(), ("/x/a.db", Root.DATABASES): (tmp_path / "a.db").read_bytes()}
    found = leaks(gone(tmp_path / "r").snapshot("1", LOGOUT, held))
    layers = {found.masked(one.layer) for one in found.in_files([LOGOUT]) if one.layer}
    assert layers == {
        "zip " + "d" * 195 + "[phone]… (+5)", "sqlite " + "d" * 75 + "[phone]… (+5)"
    }  # fmt: skip


@pytest.mark.parametrize(
    "where",
    [
        {"host": "tr0ub4dor-7f3a.evil.example"},
        {"host": "192.0.2.1", "sni": "x.tr0ub4dor-7f3a.evil.example"},
        {"host": "192.0.2.1", "url": "https://TR0UB4DOR-7f3a.evil.example:8443/x"},
        {"host": "192.0.2.1", "request_headers": (("Host", "tr0ub4dor-7f3a.evil.example"),)},
    ],
)
def test_a_value_in_a_hosts_name_is_found_in_small_letters(tmp_path, where):
    given = {"password": (What.PASSWORD, "Tr0ub4dor-7f3a")}
    run = gone(tmp_path / "r", canaries=given)
    one = {"scheme": "https", "tls": "TLSv1.3", "method": "GET", "status": 200, "own": True} | where
    (leak,) = leaks(run.lines("traffic.jsonl", Exchange(2, LOGIN, port=443, **one))).in_traffic()
    assert (leak.what, leak.layer, leak.form) == ("password", "host name", "utf-8")


def test_elsewhere_a_password_in_other_letters_is_another_word(tmp_path):
    run = gone(tmp_path / "r", canaries={"password": (What.PASSWORD, "Tr0ub4dor-7f3a")})
    one = Exchange(2, LOGIN, "a.example", 443, url="https://a.example/tr0ub4dor-7f3a", own=True)
    assert list(leaks(run.lines("traffic.jsonl", one)).in_traffic()) == []


def leaks(*runs):
    return FoundLeaks([run.done() for run in runs])


@pytest.mark.parametrize(
    ("data", "form", "layer"),
    [
        (f"<string>{PHONE}</string>".encode(), "utf-8", ""),
        (PHONE.encode("utf-16-le"), "utf-16le", ""),
        (
            gzip.compress(json.dumps({"p": "+886912345678"}).encode(), mtime=0),
            "intl utf-8",
            "gzip at 0",
        ),
    ],
)
def test_a_leak_in_a_file(tmp_path, data, form, layer):
    run = gone(tmp_path / "r").snapshot("1", LOGOUT, {PREFS: data})
    found, lacks = asked(leaks(run), "in_files", [LOGOUT])
    (leak,) = found
    assert (leak.form, leak.layer, leak.root, leak.path) == (
        form,
        layer,
        Root.PREFERENCES,
        PREFS[0],
    )
    assert (leak.canary, leak.what, leak.where, leak.mode) == (
        "phone",
        "phone",
        Where.FILE,
        0o100600,
    )
    assert leak.at.file == "r/snapshot/1/manifest.jsonl"
    assert lacks == []


def test_a_clean_snapshot_lacks_nothing(tmp_path):
    run = gone(tmp_path / "r").snapshot("1", LOGOUT, {PREFS: b"<map/>"})
    assert asked(leaks(run), "in_files", [LOGOUT]) == ([], [])


def test_roots_and_phases_are_told_apart(tmp_path):
    run = gone(tmp_path / "r").snapshot("1", LOGOUT, {PREFS: PHONE.encode()})
    found = leaks(run)
    assert asked(found, "in_files", [LOGOUT], [Root.CACHE]) == ([], [])
    assert asked(found, "in_files", [Phase.CLOSE]) == ([], ["no-snapshot"])


def test_one_content_in_two_snapshots_is_two_leaks(tmp_path):
    run = gone(tmp_path / "r")
    run.snapshot("1", LOGIN, {PREFS: PHONE.encode()}).snapshot("2", LOGOUT, {PREFS: PHONE.encode()})
    found, _ = asked(leaks(run), "in_files", [LOGIN, LOGOUT])
    assert [leak.phase for leak in found] == [LOGIN, LOGOUT]


@pytest.mark.parametrize("how", ["not listed", "not fetched", "too deep"])
def test_what_was_not_looked_at_is_no_silence(tmp_path, how):
    extra = (
        (FileSeen("/x", Root.FILES, FileKind.UNREAD, why="denied"),) if how == "not fetched" else ()
    )
    data = b"PK\3\4 damaged" if how == "too deep" else b"x"
    run = gone(tmp_path / "r")
    run.snapshot("1", LOGOUT, {PREFS: data}, complete=how != "not listed", extra=extra)
    _, lacks = asked(leaks(run), "in_files", [LOGOUT])
    assert lacks[0] == "snapshot-incomplete"
    assert ("not-searched-whole" in lacks) is (how != "not listed")


def test_a_second_whole_snapshot_of_the_phase_answers(tmp_path):
    first = gone(tmp_path / "a").snapshot("1", LOGOUT, {PREFS: b"x"}, complete=False)
    second = gone(tmp_path / "b").snapshot("1", LOGOUT, {PREFS: b"x"})
    assert asked(leaks(first, second), "in_files", [LOGOUT]) == ([], [])


@pytest.mark.parametrize("what", ["manifest", "content", "missing"])
def test_a_file_that_was_changed_is_told(tmp_path, what):
    run = gone(tmp_path / "r").snapshot("1", LOGOUT, {PREFS: b"harmless"})
    content = run.folder / "snapshot/contents" / digest(b"harmless")
    if what == "manifest":
        place = run.folder / "snapshot/1/manifest.jsonl"
        place.write_text(place.read_text().replace("harmless", "x") + "\n")
    elif what == "content":
        content.write_bytes(b"other")
    else:
        content.unlink()
    found = leaks(run)
    key = "run-file-missing" if what == "missing" else "run-file-changed"
    assert [gap.key for gap in found.gaps] == [key]
    assert asked(found, "in_files", [LOGOUT])[1] != []


def test_a_link_in_the_run_directory_is_not_followed(tmp_path):
    (tmp_path / "outside").write_bytes(b"harmless")
    run = gone(tmp_path / "r").snapshot("1", LOGOUT, {PREFS: b"harmless"})
    content = run.folder / "snapshot/contents" / digest(b"harmless")
    content.unlink()
    content.symlink_to(tmp_path / "outside")
    assert [gap.key for gap in leaks(run).gaps] == ["run-file-missing"]


def test_only_the_apps_own_lines_count(tmp_path):
    theirs = Run(tmp_path / "a").went(LOGIN).log(f"call {PHONE}", own=False)
    assert asked(leaks(theirs), "in_log", [LOGIN]) == ([], ["log-without-own-lines"])
    own = Run(tmp_path / "b").went(LOGIN).log("nothing", f"call {PHONE}")
    (leak,), lacks = asked(leaks(own), "in_log", [LOGIN])
    assert (leak.at.file, leak.at.at, leak.own, lacks) == ("b/log.jsonl", "line 2", True, [])


def test_a_log_that_was_not_kept_is_no_silence(tmp_path):
    used = Run(tmp_path / "r").went(LOGIN, Phase.USE)
    assert asked(leaks(used), "in_log")[1] == ["not-kept"]
    assert asked(leaks(Run(tmp_path / "s").went(LOGIN, LOGOUT)), "in_log")[1] == ["phase-not-run"]
    broken = leaks(Run(tmp_path / "b"))
    list(broken.in_log())
    assert [(one.key, one.values["phase"]) for one in broken.taken()] == [("phase-not-run", "use")]
    other = Run(tmp_path / "o").log("x")
    assert asked(leaks(other), "in_log", [LOGIN])[1] == ["phase-not-run"]
    ended = Run(tmp_path / "e").went(LOGIN, Phase.USE).log("x")
    assert asked(leaks(ended), "in_log", [LOGIN, Phase.USE])[1] == ["not-kept"]


def test_a_trace_that_broke_off_is_no_silence(tmp_path):
    run = Run(tmp_path / "r").went(LOGIN).log(PHONE)
    run.file.close()
    from appsec.readers.trace.index import index

    found = FoundLeaks([("r", index(run.folder / "trace.jsonl"))])
    seen, lacks = asked(found, "in_log", [LOGIN])
    assert (len(seen), lacks) == (1, ["phase-not-run"])


def test_what_nobody_typed_cannot_turn_up(tmp_path):
    run = Run(tmp_path / "r", typed=False).went(LOGIN, LOGOUT).snapshot("1", LOGOUT, {PREFS: b"x"})
    assert asked(leaks(run), "in_files", [LOGOUT])[1] == ["no-canary-typed"]


@pytest.mark.parametrize(
    ("marks", "lacks"),
    [
        ([("typed", "phone")], ["canary-not-typed"]),
        ([("typed", "phone"), ("absent", "email")], []),
        ([("typed", "phone"), ("typed", "email")], []),
        ([("absent", "phone"), ("absent", "email")], ["no-canary-typed"]),
        ([("typed", "phone"), ("typed", "email"), ("left-out", "id ID")], ["field-left-out"]),
        ([("typed", "phone"), ("absent", "email"), ("left-out", "email E")], ["field-left-out"]),
        ([("left-out", "email E"), ("typed", "phone"), ("typed", "email")], []),
        ([("left-out", "email E"), ("typed", "phone"), ("absent", "email")], []),
    ],
)
def test_a_canary_that_was_left_out_is_no_silence(tmp_path, marks, lacks):
    given = {
        "phone": (What.PHONE, PHONE),
        "email": (What.EMAIL, "canary@example.com"),
        "aaid": (What.IDENTIFIER, "38400000-8cf0-11bd-b23e-10b96e40000d"),
    }
    run = Run(tmp_path / "r", given, typed=False)
    run.write(*(Mark(name, 1, note) for name, note in marks)).went(LOGIN, Phase.USE, LOGOUT)
    run.snapshot("1", LOGOUT, {PREFS: b"x"}, at=2)
    run.lines(
        "log.jsonl", *(LogLine(2, p, "x", "App", own=True) for p in (LOGIN, LOGOUT, Phase.USE))
    )
    found = leaks(run)
    assert asked(found, "in_files", [LOGOUT])[1] == lacks
    assert asked(found, "in_log", [LOGIN])[1] == lacks
    assert asked(found, "in_log")[1] == lacks


@pytest.mark.parametrize("told", ["absent", "typed"])
@pytest.mark.parametrize(("broke", "lacks"), [(True, ["canary-not-typed"]), (False, [])])
def test_what_was_told_of_a_field_in_a_stretch_that_broke_off_may_have_been_a_slip(
    tmp_path, told, broke, lacks
):
    given = {"phone": (What.PHONE, PHONE), "email": (What.EMAIL, "canary@example.com")}
    run = Run(tmp_path / "r", given, typed=False).went(LOGIN)
    run.write(Mark("typed", 1, "phone"), Mark(told, 1, "email"))
    run.write(*([Mark("broke-off", 1, "redo: a slip")] if broke else ()))
    run.went(LOGIN).write(Mark("typed", 2, "phone"))
    run.went(Phase.USE, LOGOUT).snapshot("1", LOGOUT, {PREFS: b"x"}, at=2)
    assert asked(leaks(run), "in_files", [LOGOUT])[1] == lacks


@pytest.mark.parametrize("order", ["typed first", "absent first"])
@pytest.mark.parametrize(
    ("broke", "again", "lacks"),
    [
        (True, "absent", ["field-typed-and-absent"]),
        (True, "typed", ["no-token-known"]),
        (False, "absent", ["no-token-known"]),
    ],
)
def test_a_field_that_was_typed_into_before_it_was_told_absent_was_left_out(
    tmp_path, order, broke, again, lacks
):
    """The app was still logged in when the step was done again: it had nowhere to type."""
    given = {"phone": (What.PHONE, PHONE), "pin": (What.PASSWORD, "Canary-77")}
    run = Run(tmp_path / "r", given, typed=False)
    run.went(Phase.REGISTER).write(Mark("typed", 2, "phone"))
    tries = [[Mark("typed", 2, "pin")], [Mark(again, 2, "pin the PIN")]]
    if again == "typed":
        tries[1] = [Mark("typed", 2, "pin")]
    if broke:
        tries[0].append(Mark("broke-off", 2, "redo: the keyboard covered it"))
    for each in tries if order == "typed first" else reversed(tries):
        run.went(LOGIN).write(*each)
    run.went(Phase.USE, LOGOUT, at=3).snapshot("1", LOGOUT, {PREFS: b"x"})
    found = leaks(run)
    assert list(found.in_files([LOGOUT])) == []
    (gap,) = found.taken()
    assert [gap.key] == lacks
    if again == "absent" and broke:
        assert gap.values["fields"] == "the PIN"


def test_a_login_in_a_step_that_broke_off_takes_a_known_token_all_the_same(tmp_path):
    """Whatever else is told of it: the app may be logged in since."""
    given = {"phone": (What.PHONE, PHONE), "pin": (What.PASSWORD, "Canary-77")}
    run = Run(tmp_path / "r", given, typed=False)
    run.went(LOGIN).write(Mark("typed", 2, "pin"), Mark("broke-off", 2, "redo"))
    run.went(LOGIN).write(Mark("typed", 2, "phone")).went(Phase.USE, LOGOUT, at=3)
    run.snapshot("1", LOGOUT, {PREFS: b"x"}).went(LOGIN, at=5).write(Mark("typed", 6, "pin"))
    assert asked(leaks(run), "in_files", [LOGOUT])[1] == ["no-token-known"]


def test_a_gap_names_the_canaries_of_which_nothing_was_told(tmp_path):
    given = {one: (What.TEXT, f"canary-{one}") for one in ("phone", "email", "address", "text")}
    run = Run(tmp_path / "r", given, typed=False)
    run.write(Mark("typed", 1, "text"), Mark("absent", 1, "address"))
    run.went(LOGIN, Phase.USE, LOGOUT).snapshot("1", LOGOUT, {PREFS: b"x"})
    found = leaks(run)
    list(found.in_files([LOGOUT]))
    (gap,) = found.taken()
    assert (gap.key, gap.values["canaries"]) == ("canary-not-typed", "phone, email")
    told = fill_run(load("gaps")[gap.key].text, {"canaries": "phone, form 病歷號碼"})
    assert "手機號碼、form 病歷號碼。" in told[Lang.ZH_TW]
    assert "phone, form 病歷號碼." in told[Lang.EN]


@pytest.mark.parametrize(
    ("own", "other", "lacks"),
    [
        ([], [("left-out", "field-2 plate")], ["field-left-out"]),
        ([], [("left-out", "unasked-1 OTP")], ["field-not-asked"]),
        ([], [("left-out", "field-2 plate"), ("absent", "field-2")], []),
        ([], [("left-out", "field-2 plate"), ("typed", "field-2")], []),
        ([("typed", "field-2")], [("left-out", "field-2 plate")], []),
        ([("absent", "field-2")], [("left-out", "field-2 plate")], []),
    ],
)
def test_what_another_run_left_out_is_open_in_one_that_tells_nothing_of_it(
    tmp_path, own, other, lacks
):
    """The declaration came to name the field after the first run had ended."""
    one = gone(tmp_path / "a").snapshot("1", LOGOUT, {PREFS: b"x"})
    one.write(*(Mark(name, 3, note) for name, note in own))
    later = Run(tmp_path / "b").write(*(Mark(name, 3, note) for name, note in other))
    assert asked(leaks(one, later), "in_files", [LOGOUT])[1] == lacks


def test_a_gap_names_the_fields_that_were_left_out_each_visibly(tmp_path):
    run = Run(tmp_path / "r").went(LOGIN, Phase.USE, LOGOUT)
    run.write(Mark("left-out", 1, "id 身分證"), Mark("left-out", 1, "field-1 a\u202eb"))
    run.snapshot("1", LOGOUT, {PREFS: b"x"}, at=2)
    found = leaks(run)
    list(found.in_files([LOGOUT]))
    (gap,) = found.taken()
    assert gap.values == {"phase": "logout", "fields": "身分證、a\\u202eb"}


def test_a_field_that_no_session_asks_for_stays_open_and_has_advice_of_its_own(tmp_path):
    run = Run(tmp_path / "r").write(Mark("left-out", 1, "unasked-1 登入 簡訊驗證碼"))
    run.went(LOGIN, Phase.USE, LOGOUT).snapshot("1", LOGOUT, {PREFS: b"x"}, at=2)
    run.lines(
        "log.jsonl", *(LogLine(2, p, "x", "App", own=True) for p in (LOGIN, LOGOUT, Phase.USE))
    )
    found = leaks(run)
    for ask in (lambda: found.in_files([LOGOUT]), lambda: found.in_log([LOGIN]), found.in_log):
        assert list(ask()) == []
        (gap,) = found.taken()
        assert (gap.key, gap.values["fields"]) == ("field-not-asked", "登入 簡訊驗證碼")
    assert asked(found, "in_files", [Phase.FIRST_START])[1] == ["no-snapshot"]


def test_a_canary_that_is_too_short_is_told(tmp_path):
    given = {"phone": (What.PHONE, PHONE), "amount": (What.AMOUNT, "4711")}
    run = gone(tmp_path / "r", canaries=given).snapshot("1", LOGOUT, {PREFS: b"x"})
    assert asked(leaks(run), "in_files", [LOGOUT])[1] == ["canary-too-short"]


def test_a_canary_that_is_not_all_there_is_told_by_what_the_declaration_calls_it(tmp_path):
    given = {
        "field-1": (What.AMOUNT, "4711"),
        "field-2": (What.CVV, "737"),
        "x": (What.TEXT, "note-abcdefgh"),
    }
    names = {"field-1": "form 金額", "field-2": "form 安全碼"}
    run = gone(tmp_path / "r", canaries=given, labels=names).snapshot("1", LOGOUT, {PREFS: b"x"})
    found = leaks(run)
    list(found.in_files([LOGOUT]))
    told = {gap.key: gap.values["canary"] for gap in found.taken() if "canary" in gap.values}
    assert told == {"canary-too-short": "form 金額", "code-only-beside": "form 安全碼"}
    run = gone(tmp_path / "s", canaries=given, labels=names)
    (run.folder / "canaries.json").write_text("[]")
    (gap,) = leaks(run).gaps
    assert (gap.key, gap.values["file"]) == ("canary-without-value", "form 金額, form 安全碼, x")


def test_a_value_that_is_not_the_announced_one_is_not_believed(tmp_path):
    run = gone(tmp_path / "r").snapshot("1", LOGOUT, {PREFS: b"x"})
    kept = [{"id": "phone", "what": "phone", "value": "0900000000"}]
    (run.folder / "canaries.json").write_text(json.dumps(kept))
    found = leaks(run)
    assert [gap.key for gap in found.gaps] == ["canary-without-value"]
    assert asked(found, "in_files", [LOGOUT])[1] == ["no-canary-typed"]


@pytest.mark.parametrize(
    ("lines", "lacks"),
    [
        (("typed", "login", "use", "logout", "snapshot"), []),
        (("typed", "login", "logout", "snapshot"), ["snapshot-before-use"]),
        (("login", "logout", "snapshot", "typed"), ["no-canary-typed"]),
        (("typed", "login", "snapshot", "logout"), ["snapshot-outside-phase"]),
        (("typed", "login", "logout", "close", "snapshot"), ["snapshot-outside-phase"]),
        (("typed", "login", "snapshot"), ["snapshot-outside-phase"]),
        (("typed", "logout", "snapshot"), ["phase-not-run"]),
        (("typed", "login", "quiet", "snapshot"), ["phase-without-activity"]),
    ],
)
def test_a_snapshot_answers_for_its_phase_after_something_was_entered(tmp_path, lines, lacks):
    run = Run(tmp_path / "r", typed=False)
    head = None
    for at, line in enumerate(lines, 1):
        if line == "typed":
            run.write(Mark("typed", at * 10, "phone"))
        elif line == "snapshot":
            head = at * 10
        elif line == "quiet":
            run.write(Mark("logout", at * 10))
        else:
            run.went(Phase(line), at=at * 10)
    run.snapshot("1", LOGOUT, {PREFS: b"x"}, at=head)
    assert asked(leaks(run), "in_files", [LOGOUT])[1] == lacks


def test_what_was_entered_in_another_run_is_not_in_this_one(tmp_path):
    typed = gone(tmp_path / "a")
    other = gone(tmp_path / "b", typed=False).snapshot("1", LOGOUT, {PREFS: b"x"})
    assert asked(leaks(typed, other), "in_files", [LOGOUT])[1] == ["no-canary-typed"]


def test_a_part_that_was_not_walked_is_no_silence(tmp_path):
    run = gone(tmp_path / "r").snapshot("1", LOGOUT, {PREFS: b"x"})
    found = leaks(run)
    assert asked(found, "in_files", [LOGOUT], [Root.CACHE])[1] == []
    assert asked(found, "in_files", [LOGOUT], [Root.SHARED])[1] == ["root-not-walked"]


def test_before_consent_identifiers_must_be_known(tmp_path):
    start = Phase.FIRST_START
    run = Run(tmp_path / "r").went(start).went(LOGIN, at=9).snapshot("1", start, {PREFS: b"x"})
    assert asked(leaks(run), "in_files", [start])[1] == ["no-identifier-known"]
    given = {"aaid": (What.IDENTIFIER, "38400000-8cf0-11bd-b23e-10b96e40000d")}
    run = Run(tmp_path / "s", given, typed=False).went(start).went(LOGIN, at=9)
    found = leaks(run.snapshot("1", start, {PREFS: b"x"}))
    assert asked(found, "in_files", [start])[1] == []
    assert asked(found, "in_log")[1] == ["no-canary-typed"]


@pytest.mark.parametrize(
    ("more", "lacks"),
    [
        ({}, []),
        ({"own": False}, ["traffic-not-seen"]),
        ({"method": ""}, ["traffic-not-decrypted"]),
        ({"method": "", "accepted": False}, []),
    ],
)
def test_traffic_that_nobody_read_is_no_silence(tmp_path, more, lacks):
    run = Run(tmp_path / "r").went(LOGIN)
    run.lines("traffic.jsonl", exchange(run, **more))
    assert asked(leaks(run), "in_traffic", [LOGIN]) == ([], lacks)


def exchange(run, response=b"", request=b"", **more):
    bodies = run.folder / "bodies"
    bodies.mkdir(exist_ok=True)
    given = {"scheme": "https", "tls": "TLSv1.3", "method": "POST"} | more
    for key, data in (("response_body", response), ("request_body", request)):
        if data:
            (bodies / digest(data)).write_bytes(data)
            given[key] = digest(data)
    return Exchange(3, LOGIN, "api.example.tw", 443, **given)


def test_what_an_app_sends_in_clear_is_told(tmp_path):
    run = Run(tmp_path / "r").went(LOGIN)
    secure = exchange(run, request=json.dumps({"p": PHONE}).encode())
    clear = exchange(run, url=f"/login?p={PHONE}", scheme="http", tls="")
    run.lines("traffic.jsonl", secure, clear)
    found, lacks = asked(leaks(run), "in_traffic", [LOGIN])
    assert [(one.host, one.clear, one.at.at) for one in found] == [
        ("api.example.tw", False, "line 1"),
        ("api.example.tw", True, "line 2"),
    ]
    assert lacks == []


@pytest.mark.parametrize(
    ("more", "response"),
    [
        ({"response_headers": (("Set-Cookie", "SID=s3ss10nvalue99; Path=/; Secure"),)}, b""),
        ({"request_headers": (("Authorization", "Bearer s3ss10nvalue99"),)}, b""),
        ({}, b'{"data": {"accessToken": "s3ss10nvalue99"}}'),
        ({}, b'[{"session_id": "s3ss10nvalue99", "name": "somebody else"}]'),
    ],
)
def test_a_token_that_a_server_gave_is_looked_for(tmp_path, more, response):
    run = gone(tmp_path / "r")
    run.lines("traffic.jsonl", exchange(run, response, **more))
    run.snapshot("1", LOGOUT, {PREFS: b"<string>s3ss10nvalue99</string>"})
    (leak,), _ = asked(leaks(run), "in_files", [LOGOUT])
    assert (leak.what, leak.learned, leak.canary[:8]) == ("token", True, "learned-")


@pytest.mark.parametrize(
    ("more", "response"),
    [
        ({"response_headers": (("Set-Cookie", "_ga=s3ss10nvalue99"),)}, b""),
        ({"response_headers": (("Set-Cookie", "SID=short"),)}, b""),
        ({}, b'{"title": "s3ss10nvalue99", "tokenUrl": "s3ss10nvalue99"}'),
    ],
)
def test_what_no_session_rests_on_is_not_learned(tmp_path, more, response):
    run = gone(tmp_path / "r")
    run.lines("traffic.jsonl", exchange(run, response, **more))
    run.snapshot("1", LOGOUT, {PREFS: b"<string>s3ss10nvalue99</string>"})
    assert asked(leaks(run), "in_files", [LOGOUT]) == ([], [])


def test_what_the_agent_matched_in_a_call(tmp_path):
    hook = "android.util.Log.d"
    run = Run(tmp_path / "r").write(Hook(hook, "log", HookState.INSTALLED, 1), Mark("login", 2))
    number = run.file.number
    run.write(
        Call(hook, 3, 1, 2, LOGIN, arguments=("cut",), own=True),
        Hit("phone", number, 0, "utf-8", 900, 3, LOGIN),
        Hit("phone", number, 1, "base64", 4, 3, LOGIN),
    )
    found = leaks(run)
    seen, lacks = asked(found, "in_calls", [hook], [LOGIN])
    assert [(one.form, one.offset, one.own, one.hook) for one in seen] == [
        ("utf-8", 900, True, hook),
        ("base64", 4, True, hook),
    ]
    assert lacks == []
    assert asked(found, "in_calls", ["other"], [LOGIN]) == (
        [],
        ["hook-not-installed", "hook-not-exercised"],
    )


def test_no_value_is_in_a_leak(tmp_path):
    run = gone(tmp_path / "r").snapshot("1", LOGOUT, {PREFS: PHONE.encode()}).log(PHONE)
    found = leaks(run)
    everything = repr([*found.in_files([LOGOUT]), *found.in_log(), found.gaps, found.taken()])
    assert PHONE not in everything


def test_a_time_of_too_many_bits_is_told(tmp_path):
    run = gone(tmp_path / "r")
    run.lines("log.jsonl", LogLine(10**30, LOGIN, "x", "App", own=True))
    assert [gap.key for gap in leaks(run).gaps] == ["run-file-unreadable"]


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000, "\ud800", ""])
def test_a_name_that_no_file_can_have_is_told(tmp_path, name):
    (tmp_path / "x").mkdir()
    with pytest.raises(BadFile):
        by_hash(tmp_path / "x", name)


def test_a_link_to_itself_is_told(tmp_path):
    (tmp_path / "x").symlink_to("x")
    with pytest.raises(BadFile):
        by_hash(tmp_path, "x")


def test_calls_that_cannot_be_read_again_are_told(tmp_path, monkeypatch):
    def changed(*_):
        raise BadLine("not the line that was written")
        yield

    run = gone(tmp_path / "r")
    run.write(Hook("h", "log", HookState.INSTALLED, 1))
    call, number = Call("h", 5, 1, 2, LOGIN, arguments=("x",)), run.file.number
    run.write(call, Hit("phone", number, 0, "utf-8", 0, 5, LOGIN))
    found = leaks(run)
    monkeypatch.setattr(Index, "calls", changed)
    assert "trace-changed" in asked(found, "in_calls", ["h"])[1]


def test_a_body_that_many_requests_send_is_searched_once(tmp_path, monkeypatch):
    begun = []
    layers = Unfolding.layers

    def counted(self, data, *args, **kwargs):
        begun.append(data)
        return layers(self, data, *args, **kwargs)

    monkeypatch.setattr(Unfolding, "layers", counted)
    run = Run(tmp_path / "r").went(LOGIN)
    body = gzip.compress(b"tel=" + PHONE.encode()) + b"\x28\xb5\x2f\xfd\0"
    one = exchange(run, request=body, own=True)
    found = leaks(run.lines("traffic.jsonl", one, one, one))
    assert [leak.at.at for leak in found.in_traffic()] == ["line 1", "line 2", "line 3"]
    assert begun.count(body) == 1
