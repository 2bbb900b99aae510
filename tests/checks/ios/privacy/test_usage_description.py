import pytest

from appsec.model.outcome import Question, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import APP, HELPER, SHARE, bundle, in_plist

CHECK = "ios-usage-description"
KEY = "NSCameraUsageDescription"


def question(key, text, name=KEY, path=APP):
    values = {"bundle": path, "name": name, "text": text}
    return Question(key, in_plist(name, path), values, identity=("bundle", "name"))


@pytest.mark.parametrize("text", ["", "  \n"])
def test_question_when_empty(outcome, text):
    result = outcome(CHECK, ios_app(bundles=(bundle(**{KEY: text}),)))
    assert (result.status, list(result.seen)) == (Status.QUESTION, [question("empty", text)])


def test_question_when_no_text_at_all(outcome):
    result = outcome(CHECK, ios_app(bundles=(bundle(**{KEY: True}),)))
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
    result = outcome(CHECK, ios_app(bundles=(bundle(**{KEY: text}),)))
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
    result = outcome(CHECK, ios_app(bundles=(bundle(**{KEY: text}),)))
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
    assert outcome(CHECK, ios_app(bundles=(bundle(**{KEY: text}),))).status is Status.CLEAN


def test_every_key_of_every_bundle_that_runs_is_read(outcome):
    precise = "NSLocationTemporaryUsageDescriptionDictionary"
    given = (
        bundle(
            **{"NFCReaderUsageDescription": "", precise: {"Map": "test", "Find": "尋找附近櫃位"}}
        ),
        bundle(SHARE, **{f"{KEY}~ipad": ""}),
        bundle(HELPER, **{KEY: ""}),
    )
    result = outcome(CHECK, ios_app(bundles=given))
    assert list(result.seen) == [
        question("empty", "", "NFCReaderUsageDescription"),
        question("placeholder", "test", f"{precise}:Map"),
        question("empty", "", f"{KEY}~ipad", SHARE),
    ]


def test_unknown_when_a_bundle_could_not_be_read(outcome):
    app = ios_app(bundles=(bundle(),), gaps={"bundles": lost("bundles")})
    assert outcome(CHECK, app).status is Status.UNKNOWN
