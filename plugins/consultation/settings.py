"""What local rule decides about deliberation: dated, per unit, inherited. There is no law about it."""

from portal import clock, numbering
from portal.org.models import OrgUnit
from portal.records.majorities import HALF, MAJORITIES
from portal.settings import DAY_KINDS, Settings, SettingsForm, choice, number, pattern, settings_of, text

KEY = "consultation"
LOCAL = "没有统一规定，由本地规定。"


class ConsultationSettings(SettingsForm):
    """议事坊的本地规定."""

    headings = {"publication_days": "期限", "quorum": "表决", "procedure": "六步议事", "topic_pattern": "编号"}

    publication_days = number("议题会前公示", 3, 1, 30, f"{LOCAL}通行做法 3 至 5 日。", unit="日")
    resolution_days = number("决议公示", 3, 1, 30, f"{LOCAL}通行做法 3 至 5 日。", unit="日")
    notice_days = number(
        "提前几日通知开会", 1, 0, 30, f"{LOCAL}村民会议须提前 10 日（村委会组织法，2018 版第二十二条）。", unit="日"
    )
    day_kind = choice("公示按", DAY_KINDS, "calendar", "自然日的最后一天是休息日的顺延。")
    quorum = choice("到会人数", MAJORITIES, HALF, f"应到人员中须到会的比例。{LOCAL}“以上”含本数。")
    passing = choice("同意人数", MAJORITIES, HALF, f"到会人员中须同意的比例。{LOCAL}“以上”含本数。")
    negative = text(
        "负面清单",
        "征地拆迁、诉讼、仲裁、行政处罚、人事任免、国家秘密、个人隐私",
        "不宜由议事坊协商的事，用顿号分开。议题里有这些词的，列入或者不列入都要写明理由。由本地党组织确定。",
        most=200,
        needed=False,
    )
    procedure = text("议事程序", "六步议事", "印在通知和公示上。由本地规定。")
    steps = text(
        "步骤",
        "征集议题、确定议题、会前公示、协商讨论、表决公示、执行评议",
        "印在通知上，用顿号分开。由本地规定。",
        most=120,
    )
    notice_note = text(
        "通知里的话", "请您准时参加。不能参加的，请提前告知召集人。", "印在会议通知末尾。由本地规定。", most=120
    )
    topic_pattern = pattern(
        "议题编号格式", "{unit}议题〔{year}〕{number}号", "由本地规定。每年从 1 起。", needs=("year", "unit", "number")
    )
    meeting_pattern = pattern(
        "会议编号格式", "{unit}议事〔{year}〕{number}号", "由本地规定。每年从 1 起。", needs=("year", "unit", "number")
    )
    resolution_pattern = pattern(
        "决议编号格式", "{unit}议决〔{year}〕{number}号", "由本地规定。每年从 1 起。", needs=("year", "unit", "number")
    )


def rules_of(unit: OrgUnit) -> Settings:
    """The rules in force for `unit` today."""
    return settings_of(KEY, unit)


def take_number(unit: OrgUnit, series: str) -> str:
    """The next number of a topic, meeting or resolution: a series of the township and year."""
    pattern = rules_of(unit).values[f"{series}_pattern"]
    return numbering.take_number(unit.township or unit, f"{KEY}.{series}", pattern, clock.today().year)
