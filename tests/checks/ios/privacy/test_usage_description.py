import pytest

from appsec.model.outcome import Location, Question, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import APP, HELPER, SHARE, bundle, in_plist, localized

CHECK = "ios-usage-description"
KEY = "NSCameraUsageDescription"


def asked(key, *told, path=APP):
    """One question for these names, each with its text and its place."""
    names = ", ".join(name for name, _, _ in told)
    texts = "; ".join(f"{name} = {text}" for name, text, _ in told)
    places = tuple(place for _, _, place in told)
    values = {"bundle": path, "names": names, "texts": texts}
    return Question(key, places, values, identity=("bundle", "names"))


def question(key, text, name=KEY, path=APP):
    return asked(key, (name, text, in_plist(name, path)), path=path)


@pytest.mark.parametrize("text", ["", "  \n"])
def test_question_when_empty(outcome, text):
    result = outcome(CHECK, ios_app(localized_info=(), bundles=(bundle(**{KEY: text}),)))
    assert (result.status, list(result.seen)) == (Status.QUESTION, [question("empty", text)])


def test_question_when_no_text_at_all(outcome):
    result = outcome(CHECK, ios_app(localized_info=(), bundles=(bundle(**{KEY: True}),)))
    assert list(result.seen) == [question("empty", "True")]


@pytest.mark.parametrize(
    "text",
    [
        "TODO",
        "todo: write this",
        "待補",
        "待補：相機用途",
        "測試用",
        "Test.",
        "Lorem ipsum dolor sit amet",
        "N/A",
        KEY,
        "Privacy - Camera Usage Description",
        "$(PRODUCT_NAME) 掃描條碼",
        "{{ camera_reason }}",
        "xxxxxx",
        "……",
        "12345",
    ],
)
def test_question_when_placeholder(outcome, text):
    result = outcome(CHECK, ios_app(localized_info=(), bundles=(bundle(**{KEY: text}),)))
    assert list(result.seen) == [question("placeholder", text)]


@pytest.mark.parametrize(
    "text",
    [
        "需要定位",
        "相機",
        "掃碼",
        "本App需要使用您的相機權限",
        "請允許應用程式存取您的位置資訊。",
        "我們需要您的位置資訊以提供服務",
        "Camera",
        "This app needs access to your camera.",
        "錄音",
        "用於錄音",
        "需要使用麥克風錄製聲音",
        "Record audio",
        "For voice recording.",
        "拍照",
        "使用相機拍攝照片和影片",
        "Take photos",
        "Used to take pictures and videos",
    ],
)
def test_question_when_no_purpose_is_named(outcome, text):
    result = outcome(CHECK, ios_app(localized_info=(), bundles=(bundle(**{KEY: text}),)))
    assert list(result.seen) == [question("no-purpose", text)]


@pytest.mark.parametrize(
    "text",
    [
        "需要定位以顯示附近櫃位",
        "掃描條碼",
        "使用相機掃描包裹條碼，以查詢包裹的取件位置。",
        "以Face ID登入",
        "拍攝待補件文件",
        "提供個人化廣告",
        "錄製語音訊息給客服",
        "Record a voice message for the courier",
        "拍攝包裹外觀",
        "Take a photo of the parcel",
        "Scan the pick-up code",
        "Your location is used to list the parcel lockers near you while the app is open.",
        "Testing your eyesight needs the camera.",
    ],
)
def test_quiet_for_a_real_purpose_however_short(outcome, text):
    assert (
        outcome(CHECK, ios_app(localized_info=(), bundles=(bundle(**{KEY: text}),))).status
        is Status.CLEAN
    )


def test_every_key_of_every_bundle_that_runs_is_read(outcome):
    precise = "NSLocationTemporaryUsageDescriptionDictionary"
    given = (
        bundle(
            **{"NFCReaderUsageDescription": "", precise: {"Map": "test", "Find": "尋找附近櫃位"}}
        ),
        bundle(SHARE, **{f"{KEY}~ipad": ""}),
        bundle(HELPER, **{KEY: ""}),
    )
    result = outcome(CHECK, ios_app(localized_info=(), bundles=given))
    assert list(result.seen) == [
        question("empty", "", "NFCReaderUsageDescription"),
        question("placeholder", "test", f"{precise}:Map"),
        question("empty", "", f"{KEY}~ipad", SHARE),
    ]


def test_one_question_for_a_bundle_and_problem(outcome):
    other = "NSMicrophoneUsageDescription"
    plist = {KEY: "TODO", other: "測試", "NFCReaderUsageDescription": ""}
    languages = (localized("en", **{KEY: "TODO"}), localized("ja"))
    app = ios_app(localized_info=languages, bundles=(bundle(**plist), bundle(SHARE, **plist)))
    english = Location(f"{APP}/en.lproj/InfoPlist.strings", KEY)
    told = (KEY, "TODO", in_plist(KEY)), (other, "測試", in_plist(other))
    of_share = [(name, text, in_plist(name, SHARE)) for name, text, _ in told]
    assert list(outcome(CHECK, app).seen) == [
        question("empty", "", "NFCReaderUsageDescription"),
        asked("placeholder", *told, (f"{KEY} (en)", "TODO", english)),
        question("empty", "", "NFCReaderUsageDescription", SHARE),
        asked("placeholder", *of_share, path=SHARE),
    ]


def test_unknown_when_a_bundle_could_not_be_read(outcome):
    app = ios_app(localized_info=(), bundles=(bundle(),), gaps={"bundles": lost("bundles")})
    assert outcome(CHECK, app).status is Status.UNKNOWN


GOOD = "使用相機掃描包裹條碼"


@pytest.mark.parametrize(
    ("own", "others", "asked"),
    [
        ("TODO", [{KEY: GOOD}, {KEY: GOOD}], False),
        ("TODO", [{KEY: GOOD}, {}], True),
        ("TODO", [], True),
        (GOOD, [{}, {}], False),
    ],
)
def test_own_text_is_asked_about_only_where_it_can_be_shown(outcome, own, others, asked):
    languages = tuple(localized(f"l{n}", **one) for n, one in enumerate(others))
    app = ios_app(bundles=(bundle(**{KEY: own}),), localized_info=languages)
    expected = [question("placeholder", own)] if asked else []
    assert list(outcome(CHECK, app).seen) == expected


def test_each_language_is_read(outcome):
    languages = (localized("en", **{KEY: "TODO"}), localized("zh-Hant", **{KEY: GOOD}))
    app = ios_app(bundles=(bundle(**{KEY: GOOD}),), localized_info=languages)
    place = Location(f"{APP}/en.lproj/InfoPlist.strings", KEY)
    expected = asked("placeholder", (f"{KEY} (en)", "TODO", place))
    assert list(outcome(CHECK, app).seen) == [expected]


def test_unknown_when_a_language_could_not_be_read(outcome):
    gap = lost("localized_info")
    app = ios_app(bundles=(bundle(),), localized_info=(), gaps={"localized_info": gap})
    assert outcome(CHECK, app).status is Status.UNKNOWN
