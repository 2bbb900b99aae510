"""What may stand in a dossier file where it asks for one of a few words; they are as in forms."""

from enum import StrEnum


class Stage(StrEnum):
    """提送階段: what is handed in differs from one to the next."""

    APPLICATION = "申請"
    CONTRACT = "簽約"
    MIDTERM = "期中"
    FINAL = "期末"
    CLOSING = "結案"
    BEFORE_TEST = "送測前"

    @property
    def key(self) -> str:
        """The stage within keys of words."""
        return self.name.lower().replace("_", "-")

    @property
    def plans(self) -> bool:
        """Whether it takes the plan; all others take the report."""
        return self in (Stage.APPLICATION, Stage.CONTRACT)

    @property
    def ends(self) -> bool:
        """Whether everything has to be settled by now."""
        return self in (Stage.FINAL, Stage.CLOSING)


class LabState(StrEnum):
    """How far the test by a laboratory has come."""

    NOT_YET = "尚未送測"
    RUNNING = "檢測中"
    OBTAINED = "已取得"


class Published(StrEnum):
    """Whether the public can get the app."""

    NO = "未發布"
    YES = "已發布"


class Handled(StrEnum):
    """What is being done about a finding. The last two need a record in appsec-dismissals.yaml."""

    OPEN = "未處理"
    RUNNING = "改善中"
    FIXED = "已改善並複測"
    REFUTED = "誤判註記"
    ACCEPTED = "風險接受"


class Origin(StrEnum):
    """Whether a component comes from China, or is paid for from there."""

    NO = "無"
    YES = "有"
    UNKNOWN = "待查"


class Answer(StrEnum):
    """Yes or no."""

    YES = "是"
    NO = "否"
