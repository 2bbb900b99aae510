"""The steps of a guided session that are marks of a run, and the classes that need them."""

from appsec.model.frozen import frozen
from appsec.model.trace import Phase


@frozen
class Step:
    """What the tester does after the mark; `classes` names those that need it."""

    phase: Phase
    classes: str
    zh: str
    en: str


STEPS = (
    Step(Phase.FIRST_START, "L1 L2 L3 F", "全新安裝後啟動，等候 60 秒，不做任何操作",
         "start after a fresh install, wait 60 s, touch nothing"),
    Step(Phase.CONSENT_REFUSE, "L1 L2 L3 F", "拒絕告知事項及各項權限",
         "refuse the notice and each permission"),
    Step(Phase.CONSENT_ACCEPT, "L1 L2 L3 F", "同意告知事項", "accept the notice"),
    Step(Phase.REGISTER, "L1 L2 L3 F", "註冊：逐欄輸入測試資料，每欄輸入後以 t 註記",
         "register: type the canaries field by field, and note each with t"),
    Step(Phase.LOGIN, "L2 L3 F", "登入：逐欄輸入測試資料，每欄輸入後以 t 註記",
         "log in: type the canaries field by field, and note each with t"),
    Step(Phase.USE, "L1 L2 L3 F", "瀏覽各畫面，操作網頁、分享、複製與連結",
         "visit every screen; web views, sharing, copying, links"),
    Step(Phase.CAPTURE, "L1 L2 L3 F", "於敏感畫面錄影、切換工作畫面、覆蓋其他視窗",
         "sensitive screens: recording, task switcher, an overlay"),
    Step(Phase.INPUT, "L1 L2 L3 F", "各欄位輸入過長、型別不符及注入字串",
         "over-long input, wrong types and payloads in each field"),
    Step(Phase.PAY, "L3", "測試環境：確認、逐步取消、付款、交易紀錄",
         "sandbox: confirm, cancel at each step, pay, history"),
    Step(Phase.BACKGROUND, "L2 L3", "移至背景 5 分鐘後返回", "5 minutes in the background, return"),
    Step(Phase.LOCK, "L2 L3", "鎖定螢幕後解鎖", "lock the screen, unlock it"),
    Step(Phase.SESSION, "L2 L3", "重複登入 5 次", "log in five times"),
    Step(Phase.LOGOUT, "L2 L3", "登出", "log out"),
    Step(Phase.CLOSE, "L1 L2 L3 F", "關閉 App", "close the app"),
    Step(Phase.DELETE, "L1 L2 L3 F", "刪除帳號與資料", "delete the account and its data"),
)  # fmt: skip


def steps_of(which: str) -> tuple[Step, ...]:
    """The steps that a class needs, in their order; all of them if no class is named."""
    return tuple(step for step in STEPS if not which or which in step.classes.split())
