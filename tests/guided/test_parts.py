"""The parts of a guided session that need no terminal: steps, values, fields, and what is kept."""

from dataclasses import replace

import pytest

from appsec.assess.words import load as load_words
from appsec.cli.dynamic_standing import lacks, standings
from appsec.engine.canaries.forms import What, searchable
from appsec.engine.profiles import load_profile
from appsec.engine.run_noted import (
    alone_and_rooted,
    alone_on_emulator,
    alone_with_usb_debugging,
)
from appsec.evaluate import evaluated
from appsec.facts.run import Attempt
from appsec.model.declaration_form import Declaration, DeclaredApp
from appsec.model.declaration_rows import InputField
from appsec.model.noted import OUTCOMES, USB_DEBUGGING, VERIFIED_BOOT, Noted, Tried
from appsec.model.outcome import Location
from appsec.model.run_files import LogLine
from appsec.model.text import Lang
from appsec.model.trace import Device, DeviceKind, Meta, Phase
from appsec.readers.trace.index import index
from appsec.runtime.canaries import Kept
from appsec.runtime.guided.awaited import is_awaited
from appsec.runtime.guided.fields import MAX_DECLARED, asked_in, fields_of, typable, typed_in
from appsec.runtime.guided.so_far import copied
from appsec.runtime.guided.state import (
    BadSession,
    SessionState,
    Setup,
    StepDone,
    StepState,
    load,
    save,
)
from appsec.runtime.guided.steps import Capability, Keep, Which, guide, questions_of, steps_of
from appsec.runtime.guided.values import KINDS, kinds_of
from appsec.runtime.run_folder import RunFolder
from scripts.guide import _device
from tests.command import ROOT

BUILD = "ab" * 32
META = Meta("r", "2026-11-21T08:00:00Z", "android", "tw.example", BUILD, instrumented=False)
PHONE = Kept("phone", What.PHONE, "0912345678")
STEPS = guide().steps
STEPS_BY_ID = {one.id: one for one in STEPS}


# The steps.


def test_every_step_says_in_both_languages_what_to_do_and_decides_items_that_there_are():
    items = {one.id for one in load_profile("tw-v1.4").everything}
    assert len({one.id for one in STEPS}) == len(STEPS)
    for step in STEPS:
        assert set(step.decides) <= items, step.id
        assert set(step.types) <= {*KINDS, "declared"}, step.id
        for one in step.questions:
            assert one.tried is None or {*OUTCOMES[one.tried].every} <= {*guide().outcomes}
        texts = [step.title, step.do, *(one.text for one in step.questions)]
        assert all({*text} == {*Lang} for text in texts), step.id


def test_what_runs_without_an_agent_comes_first():
    runs = [one.run for one in STEPS]
    assert runs.index(Which.INSTRUMENTED) > max(
        at for at, run in enumerate(runs) if run is not Which.INSTRUMENTED
    )
    assert {one.id for one in STEPS if Capability.AGENT in one.needs} == {
        one.id for one in STEPS if one.run is Which.INSTRUMENTED
    }


def test_what_must_not_be_done_to_real_customers():
    assert {one.number for one in STEPS if not one.production} == {9, 12, 13}


def test_each_class_has_its_own_steps():
    def of(*given, **more):
        return [one.id for one in steps_of(*given, **more)]

    assert "pay" in of("L3") and "pay" not in of("L2")
    assert not {"login", "logout", "session"} & {*of("L1")}
    assert "environment" in of("L1", with_f=True) and "environment" not in of("L3")
    assert of("") == [one.id for one in STEPS]


def test_the_reaction_to_usb_debugging_is_asked_of_android_only():
    (step,) = (one for one in STEPS if one.id == "environment")
    asked = {p: [q.id for q in questions_of(step, frozenset({"F"}), p)] for p in ("android", "ios")}
    assert set(asked["android"]) - set(asked["ios"]) == {"usb-debugging"}


@pytest.mark.parametrize(
    ("device", "is_one"),
    [
        ("android-rooted", Device(DeviceKind.USB, rooted=True)),
        ("android-emulator", Device(DeviceKind.EMULATOR, rooted=True)),
        ("android-emulator-play", Device(DeviceKind.EMULATOR, rooted=False)),
        ("android-plain", Device(DeviceKind.USB, rooted=False)),
    ],
)
def test_a_device_is_said_to_do_for_a_reaction_where_it_counts_and_nowhere_else(device, is_one):
    (kind,) = (one for one in guide().devices if one.id == device)
    doubts = {
        Tried.ROOT: alone_and_rooted,
        Tried.EMULATOR: alone_on_emulator,
        Tried.USB_DEBUGGING: alone_with_usb_debugging,
    }
    asked = {one.tried: one for one in STEPS_BY_ID["environment"].questions if one.tried}
    assert set(asked) == set(doubts)
    held = frozenset((USB_DEBUGGING, VERIFIED_BOOT)) if not is_one.rooted else frozenset()
    for tried, doubt in doubts.items():
        meta = replace(META, device=is_one)
        made = Noted(tried, "ended", "")
        one = Attempt(made, Phase.ENVIRONMENT, Location("r"), 1, 2, "1.png", meta, True, held)
        assert asked[tried].needs and ({*asked[tried].needs} <= {*kind.has}) is (not doubt(one))
        assert {*asked[tried].decides} < {*STEPS_BY_ID["environment"].decides}


def test_the_page_on_devices_tells_which_items_of_a_step_take_another():
    (rooted,) = (one for one in guide().devices if one.id == "android-emulator")
    (row,) = (line for line in _device(rooted).splitlines() if line.startswith("| 2 |"))
    possible, lacks = row.split(" | ")[3:5]
    assert possible == "部分 in part"
    assert [one.partition("：")[0] for one in lacks.split("；")] == ["49", "4.1.5.5.7", "4.1.5.5.8"]


def test_a_snapshot_is_taken_in_each_phase_that_decides_by_one():
    kept = {one.phase for one in STEPS if Keep.SNAPSHOT in one.keeps}
    wanted = {Phase.FIRST_START, Phase.CONSENT_REFUSE, Phase.LOGOUT, Phase.CLOSE, Phase.DELETE}
    assert wanted | {Phase.USE} <= kept


def test_all_that_the_standard_has_tried_is_asked_for_once():
    tried = [one.tried for step in STEPS for one in step.questions if one.tried]
    assert sorted(tried) == sorted(Tried)


def after(step, *options):
    """The steps to come after this one, and the run that it is of."""
    steps = steps_of("L2", platform="android")
    steps = [one for one in steps if "no-frida" not in options or one.run is Which.PLAIN]
    place = next(at for at, one in enumerate(steps) if one.id == step)
    return steps[place + 1 :], STEPS_BY_ID[step].run


MANY = "register, login, use, capture, input, pay, background, lock, session, instrumented"


@pytest.mark.parametrize(
    ("key", "values", "last"),
    [
        ("phase-not-run", {"phase": "tls"}, "files"),
        ("no-snapshot", {"phase": MANY}, "instrumented-login"),
        ("no-snapshot", {"phase": "logout"}, "session"),
        ("snapshot-before-use", {"phase": "close"}, "logout"),
        ("no-canary-typed", {}, "register"),
        ("canary-not-typed", {}, "register"),
        ("hook-not-exercised", {"hooks": "x", "phases": "whole-run"}, "instrumented-login"),
        ("hook-not-exercised", {"hooks": "x", "phases": "login, consent-accept"},
         "instrumented-accept"),
        ("hook-not-installed", {"hook": "x", "phase": "use"}, "instrumented-login"),
        ("field-not-seen", {"canary": "name"}, "instrumented-login"),
        ("too-few-logins", {"count": "0", "least": "5"}, "lock"),
        ("not-tried", {"tried": "other-account"}, "lock"),
    ],
)  # fmt: skip
def test_what_steps_to_come_bring_is_awaited_up_to_the_last_of_them(key, values, last):
    steps = steps_of("L2", platform="android")
    awaited = [one.id for one in steps if is_awaited(key, values, *after(one.id))]
    of_its_run = [one.id for one in steps if one.run is STEPS_BY_ID[last].run]
    assert [one for one in awaited if one in of_its_run][-1] == last


@pytest.mark.parametrize(
    ("key", "values", "step", "options"),
    [
        ("no-canary-typed", {}, "login", ()),  # what frida's run types does not count in this one
        ("no-snapshot", {"phase": "background, lock"}, "first-start", ()),
        ("hook-not-exercised", {"hooks": "x", "phases": ""}, "first-start", ("no-frida",)),
        ("hook-not-installed", {"hook": "x", "phase": "logout"}, "first-start", ()),
        ("not-kept", {"what": "traffic", "phase": "first-start"}, "first-start", ()),
        ("declaration-not-supplied", {}, "first-start", ()),
        ("not-tried", {"tried": "no-login"}, "session", ()),
        # In the steps on files of that phase the app is not used anew.
        ("phase-not-run", {"phase": "use"}, "use", ("no-frida",)),
    ],
)
def test_what_no_step_to_come_brings_is_told(key, values, step, options):
    assert not is_awaited(key, values, *after(step, *options))


def test_a_tester_is_not_sent_to_do_what_later_steps_do(tmp_path):
    """After the first step of a session with frida, of items that those steps decide."""
    with RunFolder.create(tmp_path / "r", META, [PHONE]) as run:
        run.mark(Phase.FIRST_START, "first-start")
        run.mark("step-done", "first-start")
        run.end()
    answers = evaluated([tmp_path / "r"], "android", BUILD)
    told = standings(load_profile("tw-v1.4"), "android", {"18", "20", "21", "29"}, answers)
    missing, patient = lacks(told, *after("first-start"))
    assert patient == ["18", "20", "21"]
    assert [(one.items, one.why[Lang.EN].split(" ")[:6]) for one in missing] == [
        (("29",), ["No", "whole", "trace", "has", "kept", "traffic,"])
    ]


# The canaries.


@pytest.mark.parametrize("kind", [name for name, one in KINDS.items() if one.make])
def test_what_is_made_up_is_unique_and_can_be_searched_for(kind):
    made = [KINDS[kind].make() for _ in range(40)]
    assert all(map(searchable, made))
    assert len(set(made)) > 30
    for value in made:
        value.encode("big5hkscs")


def test_what_must_be_the_testers_own_is_not_made_up():
    own = {name for name, one in KINDS.items() if one.make is None}
    assert {"phone", "national-id", "card", "advertising-id", "device-id"} <= own
    assert all(KINDS[name].why for name in own)


def test_each_class_has_its_own_canaries():
    assert kinds_of("L1") == ("text",)
    assert {"password", "national-id"} <= {*kinds_of("L2")}
    assert {"card", "amount"} == {"card", "amount", "name"} & (
        {*kinds_of("L3")} - {*kinds_of("L2")}
    )


# The fields.


def declared(*fields):
    rows = tuple(InputField("登入", name, sensitive) for name, sensitive in fields)
    return Declaration(DeclaredApp("tw.example"), input_fields=rows)


def test_declared_fields_are_asked_for_under_their_names():
    form = declared(("使用者密碼", "yes"), ("搜尋", "no"), ("病歷號", "yes"), ("備用密碼", "yes"))
    fields = {one.id: one for one in fields_of("L2", form)}
    assert fields["password"].label[Lang.ZH_TW] == "登入 使用者密碼"
    assert fields["password"].declared and not fields["name"].declared
    others = {one.label[Lang.EN]: one.kind for one in fields.values() if one.id[:6] == "field-"}
    assert others == {"登入 病歷號": "text", "登入 備用密碼": "password"}


@pytest.mark.parametrize(
    "name",
    [
        *("簡訊驗證碼", "驗證碼", "信用卡有效期限", "OTP", "otpCode", "Card expiry", "動態密碼"),
        *(
            "手機末三碼",
            "身分證末三碼",
            "卡號末四碼",
            "信用卡卡號末三碼",
            "會員卡末三碼",
            "簡訊安全碼",
        ),
    ],
)
def test_what_is_too_short_to_be_searched_for_is_no_canary_and_is_told(name):
    fields = fields_of("L3", declared((name, "yes")))
    (one,) = (one for one in fields if one.declared)
    assert (one.id, one.asked, one.label[Lang.ZH_TW]) == ("unasked-1", False, f"登入 {name}")
    assert one in typable(fields, steps_of("L3"), production=True)
    every = tuple(each for step in steps_of("L3") for each in step.types)
    assert one not in typed_in(fields, every)
    assert not [each for which in Which for each in asked_in(fields, steps_of("L3"), which)
                if each == one]  # fmt: skip


@pytest.mark.parametrize(
    "label",
    [
        *("信用卡末三碼", "信用卡驗證碼", "Card CVV", "安全碼", "卡片背面末三碼", "卡背後3碼"),
        *("信用卡安全碼", "CVC", "Card verification code"),
    ],
)
def test_the_security_code_of_a_card_is_a_canary_though_short(label):
    (of_payment,) = (o for o in fields_of("L3", declared((label, "yes"))) if o.kind == "cvv")
    assert (of_payment.id, of_payment.declared) == ("cvv", True)
    (elsewhere,) = (o for o in fields_of("L2", declared((label, "yes"))) if o.kind == "cvv")
    assert elsewhere.id == "field-1"


@pytest.mark.parametrize(
    ("screen", "kinds"),
    [
        ("付款（卡號、安全碼）", {"信用卡卡號": "card", "持卡人姓名": "name", "安全碼": "cvv"}),
        ("Payment (card, CVV)", {"Card number": "card", "Cardholder name": "name", "CVV": "cvv"}),
        ("OTP 驗證", {"病歷號碼": "text"}),
        ("驗證碼登入", {"會員編號": "text", "手機號碼": "phone"}),
        ("網路銀行", {"網銀安全碼": "text", "手機條碼": "carrier"}),
        ("Login", {"Footprint": "text"}),
    ],
)
def test_a_field_is_of_what_its_own_name_says_whatever_its_screen_is_called(screen, kinds):
    rows = tuple(InputField(screen, name, "yes") for name in kinds)
    fields = fields_of("L2", Declaration(DeclaredApp("tw.example"), input_fields=rows))
    told = {one.label[Lang.EN]: one.kind for one in fields if one.declared}
    assert told == {f"{screen} {name}": kind for name, kind in kinds.items()}
    assert all(one.asked for one in fields)


def test_fields_that_are_too_many_are_told():
    fields = fields_of("L2", declared(*((f"欄位{number}", "yes") for number in range(70))))
    asked = [one.label[Lang.EN] for one in fields if one.declared and one.asked]
    assert asked == [f"登入 欄位{number}" for number in range(MAX_DECLARED)]
    left = [(one.id, one.label[Lang.EN]) for one in fields if not one.asked]
    assert left == [(f"unasked-{n - 59}", f"登入 欄位{n}") for n in range(60, 70)]


def test_fields_of_a_screen_with_a_long_name_are_not_taken_for_one():
    screen = "會員資料填寫" * 20
    rows = tuple(InputField(screen, name, "yes") for name in ("病歷號碼", "車牌號碼"))
    fields = fields_of("L2", Declaration(DeclaredApp("tw.example"), input_fields=rows))
    labels = [one.label[Lang.EN] for one in fields if one.declared]
    assert [label.rpartition(" ")[2] for label in labels] == ["病歷號碼", "車牌號碼"]


def test_a_field_keeps_its_id_when_the_declaration_changes():
    """Of one that takes another's number nobody would be asked."""

    def ids(*names, labels=None):
        form = declared(*((name, "yes") for name in names))
        every = fields_of("L2", form, labels=labels)
        return {one.label[Lang.ZH_TW][3:]: one.id for one in every if one.declared}

    began = ("手機", "市話（電話）", "病歷號", "車牌")
    before = ids(*began)
    assert before == {
        "手機": "phone",
        "市話（電話）": "field-1",
        "病歷號": "field-2",
        "車牌": "field-3",
    }
    labels = {id_: f"登入 {name}" for name, id_ in before.items()}
    assert ids(*reversed(began), labels=labels) == before
    assert ids("保單號", "車牌", labels=labels) == {"保單號": "field-4", "車牌": "field-3"}
    assert ids("備用電話", "市話（電話）", labels=labels) == {
        "備用電話": "phone",
        "市話（電話）": "field-1",
    }
    assert ids("備用電話", "手機", labels=labels) == {"備用電話": "field-4", "手機": "phone"}


def test_what_is_noted_of_the_device_is_never_typed():
    assert not [one for one in typed_in(fields_of("L3", None), tuple(KINDS)) if one.seeded]


def test_a_name_from_a_declaration_cannot_write_to_the_terminal():
    fields = fields_of("L2", declared(("\u202eedoc\x1b[2J", "yes")))
    assert all(label.isprintable() for one in fields for label in one.label.values())


@pytest.mark.parametrize("which", ["L1", "L2", "L3"])
@pytest.mark.parametrize("with_f", [False, True])
def test_every_field_is_asked_for_in_a_step_of_each_run_that_looks_for_it(which, with_f):
    """What no step asks for would leave silence open for ever."""
    form = declared(
        ("信用卡號", "yes"), ("使用者密碼", "yes"), ("電子郵件", "yes"), ("載具", "yes")
    )
    steps = steps_of(which, with_f=with_f)
    fields = fields_of(which, form, with_f=with_f)
    for run in Which:
        own = [one for one in steps if one.run is run]
        typed = {field.id for step in own for field in typed_in(fields, step.types)}
        assert {one.id for one in asked_in(fields, steps, run) if not one.seeded} == typed
    for run in (Which.PLAIN, Which.INSTRUMENTED):
        assert {one.id for one in asked_in(fields, steps, run)} == {one.id for one in fields}
    assert not [one for one in asked_in(fields, steps, Which.CONTROL) if not one.seeded]


def test_a_declared_card_of_an_app_without_payment_is_asked_for_where_forms_are_filled_in():
    fields = fields_of("L2", declared(("信用卡號", "yes")))
    (card,) = (one for one in fields if one.kind == "card")
    assert card in typed_in(fields, STEPS_BY_ID["register"].types)


def test_on_a_production_backend_nothing_of_a_payment_is_asked_for_but_it_stays_open():
    steps = steps_of("L3")
    fields = fields_of("L3", None)
    asked = {one.id for one in typable(fields, steps, production=True)}
    assert {one.id for one in typable(fields, steps, production=False)} - asked == {
        "card", "cvv", "amount", "bank-account",
    }  # fmt: skip
    assert {"card", "amount"} <= {one.id for one in asked_in(fields, steps, Which.PLAIN)}


# What is kept.

SETUP = Setup("a.apk", BUILD, "tw.example", "android", "L2", "usb", "2026-11-21T08:00:00Z")


def test_a_session_is_taken_up_as_it_was_left(tmp_path):
    state = SessionState(replace(SETUP, own=("tw",)), absent=("address",))
    state = state.having("login", StepDone(StepState.BROKEN, "unplugged", 2))
    save(tmp_path, state)
    assert load(tmp_path) == state
    assert (tmp_path / "session.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 1}', '{"version": 9, "setup": {}}'])
def test_what_is_no_session_is_not_taken_up(tmp_path, text):
    (tmp_path / "session.json").write_text(text)
    with pytest.raises(BadSession):
        load(tmp_path)


def test_a_run_is_read_while_it_is_recorded(tmp_path):
    with RunFolder.create(tmp_path / "plain", META, [PHONE]) as run:
        run.mark(Phase.LOGIN)
        run.typed("phone")
        run.log([LogLine(run.now, run.phase, "sent 0912345678", "App", own=True)])
        with (tmp_path / "plain/log.jsonl").open("ab") as file:
            file.write(b'{"at": 3, "pha')  # half a line, as it is written just now
        told = index(copied(tmp_path / "plain", tmp_path / "view/plain") / "trace.jsonl")
        assert (told.trouble, told.phases) == (None, {Phase.LOGIN})
        run.mark(Phase.USE)
        answers = {one.check: one for one in evaluated([tmp_path / "view/plain"], "android", BUILD)}
        assert answers["android-canary-in-log"].status == "found"
        assert answers["android-canary-in-files"].status == "unknown"


def test_a_run_that_has_ended_is_read_as_it_is(tmp_path):
    with RunFolder.create(tmp_path / "plain", META) as run:
        run.mark(Phase.USE)
        run.end()
    before = (tmp_path / "plain/trace.jsonl").read_bytes()
    copied(tmp_path / "plain", tmp_path / "view/plain")
    assert (tmp_path / "view/plain/trace.jsonl").read_bytes() == before


def test_every_sentence_of_a_session_is_said_somewhere_in_both_languages():
    source = "".join(path.read_text() for path in (ROOT / "appsec/cli").glob("dynamic_*.py"))
    for key, words in load_words("session").items():
        assert {*words.text} == {*Lang}
        assert f'"{key}"' in source or key.startswith(("standing-", "other-")), key
