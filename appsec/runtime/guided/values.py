"""Canaries that are made up for one session: unique, legal to use, and nobody's own."""

import secrets
from collections.abc import Callable, Mapping

from appsec.engine.canaries.forms import What
from appsec.model.frozen import frozen
from appsec.model.text import Text

_SURNAMES = ("歐陽", "司徒", "上官", "諸葛", "東方", "皇甫", "端木", "公孫")
_RARE = "翃珩翀旻昉珣琤瑀璟翾颺祐沄洵湉溦煒燁瑄璇皞睿碩禔穎綵翊翎苡茜"
"""Characters of names that few people bear; all of them can be written in Big5 with its HKSCS."""
_CITIES = ("臺北市", "新北市", "桃園市", "臺中市", "臺南市", "高雄市")
_PLAIN = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without letters and digits that look alike: a person types them."""


@frozen
class Kind:
    """A kind of canary. `make` is None where the value must be the tester's own: `why` says so."""

    what: What
    title: Text
    make: Callable[[], str] | None = None
    why: Text | None = None
    long: bool = False


def _of(zh: str, en: str) -> Text:
    from appsec.model.text import Lang

    return {Lang.ZH_TW: zh, Lang.EN: en}


def _random(count: int, letters: str = _PLAIN) -> str:
    return "".join(secrets.choice(letters) for _ in range(count))


def _name() -> str:
    return secrets.choice(_SURNAMES) + _random(2, _RARE)


def _address() -> str:
    lane, number, floor = (
        secrets.randbelow(most) + least for most, least in ((400, 300), (90, 10), (20, 2))
    )
    return f"{secrets.choice(_CITIES)}{_random(2, _RARE)}路{lane}巷{number}號{floor}樓"


def _email() -> str:
    """Nobody gets this mail. A tester who must answer one has a mailbox with a +tag of their own,
    which is then a canary that the recorder is given (`--email`)."""
    return f"canary+{_random(8)}@example.com"


def _birthday() -> str:
    year, month, day = (
        secrets.randbelow(most) + least for most, least in ((40, 1955), (12, 1), (28, 1))
    )
    return f"{year}-{month:02d}-{day:02d}"


def _password() -> str:
    """What nearly every policy takes: 16 characters of four kinds, no word, no run."""
    upper = _random(2, "ABCDEFGHJKLMNPQRSTUVWXYZ")
    return f"{upper}{_random(4)}-{_random(2, '23456789')}{_random(7)}"


def _amount() -> str:
    """Six digits, the last of them odd: a shorter one turns up by chance."""
    return f"{secrets.randbelow(50_000) + 110_000}"[:5] + secrets.choice("1379")


def _bank_account() -> str:
    return "9" + _random(13, "0123456789")


_OWN_PHONE = _of(
    "請輸入可收簡訊之自有門號（驗證碼須能送達）",
    "a number of your own that receives the one-time code",
)
_OWN_ID = _of(
    "請由實驗室自有之測試號碼清單輸入；隨機產生者可能屬於他人，勿送往正式身分驗證服務",
    "one of your laboratory's own list: a random one may be somebody's; never to a real service",
)
_OWN_CARD = _of(
    "請輸入金流業者測試卡清單之卡號，不得使用真實卡號",
    "a card of the gateway's list of test cards, never a real one",
)
_OWN_CVV = _of(
    "請輸入測試卡之安全碼；單獨存放之三、四位數無從比對，輸入後項次18至20須由檢測實驗室判定",
    "that of the test card; three or four digits alone cannot be told from others, so that 18 to 20"
    " are then left to the laboratory",
)
_OWN_CARRIER = _of("請輸入自有之手機條碼或測試條碼", "a carrier code of your own, or a test code")
_OWN_DEVICE = _of(
    "請自裝置設定抄錄（未提供則同意前之洩漏無從判定）",
    "as the settings of the device show it (without it nothing before consent can be decided)",
)

KINDS: Mapping[str, Kind] = {
    "name": Kind(What.NAME, _of("姓名", "name"), _name),
    "email": Kind(What.EMAIL, _of("電子郵件", "e-mail"), _email),
    "phone": Kind(What.PHONE, _of("手機號碼", "phone number"), None, _OWN_PHONE),
    "address": Kind(What.ADDRESS, _of("地址", "address"), _address, long=True),
    "birthday": Kind(What.BIRTHDAY, _of("生日", "birthday"), _birthday),
    "text": Kind(What.TEXT, _of("任意文字欄位（備註、留言）", "any text field (note, comment)"),
                 lambda: f"note-{_random(10)}"),
    "account": Kind(What.ACCOUNT, _of("帳號", "account"), lambda: f"qa{_random(9)}"),
    "password": Kind(What.PASSWORD, _of("通行碼", "password"), _password),
    "national-id": Kind(What.NATIONAL_ID, _of("身分證統一編號", "national id"), None, _OWN_ID),
    "card": Kind(What.CARD, _of("信用卡號", "card number"), None, _OWN_CARD),
    "cvv": Kind(What.CVV, _of("信用卡安全碼", "card security code"), None, _OWN_CVV),
    "amount": Kind(What.AMOUNT, _of("金額", "amount"), _amount),
    "bank-account": Kind(What.BANK_ACCOUNT, _of("銀行帳號", "bank account"), _bank_account),
    "carrier": Kind(What.CARRIER, _of("手機條碼載具", "carrier code"), None, _OWN_CARRIER),
    "advertising-id": Kind(
        What.IDENTIFIER,
        _of("廣告識別碼（AAID、IDFA）", "advertising id (AAID, IDFA)"), None, _OWN_DEVICE,
    ),
    "device-id": Kind(
        What.IDENTIFIER, _of("Android ID 或 IDFV", "Android ID or IDFV"), None, _OWN_DEVICE
    ),
}  # fmt: skip
"""Kinds by their ids. An expiry date and most one-time codes are too short to be searched for: that
they do not turn up would mean nothing, so that they are no canaries. A card's security code is one:
it is found beside its card or name, and what else may hold it stays open."""

DEVICE = ("advertising-id", "device-id")
"""What is noted of the device before the app is first started."""
EVERY = ("text",)
ACCOUNT = ("name", "email", "phone", "address", "birthday", "account", "password", "national-id")
LOGIN = ("account", "password")
PAYMENT = ("card", "cvv", "amount", "bank-account", "carrier")


def kinds_of(app_class: str, *, with_f: bool = False) -> tuple[str, ...]:
    """The canaries that a class of apps asks for."""
    if app_class == "L1":
        return (*LOGIN, *EVERY) if with_f else EVERY
    return (*ACCOUNT, *EVERY, *(PAYMENT if app_class == "L3" else ()))
