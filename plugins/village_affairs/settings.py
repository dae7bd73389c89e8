"""By which rules villages decide: quorum by the law with version and article, days, councils; dated, per unit, inherited."""

from plugins.village_affairs.rules import EXAMPLES, LAW_2018, TOWNS_2018
from portal import clock
from portal.numbering import take_number
from portal.org.models import OrgUnit
from portal.records.majorities import HALF, MAJORITIES
from portal.settings import DAY_KINDS, Settings, SettingsForm, choice, number, pattern, settings_of, text

KEY = "village_affairs"
LOCAL = "没有统一规定，由本地规定。"
AMENDED = "2025 年修改、2026-01-01 施行，条号后移，核对新版条号后从施行日起修改。"


class VillageSettings(SettingsForm):
    """四议两公开和一约四会的本地规定."""

    headings = {
        "village_law": "四议两公开：村",
        "village_residents_law": "四议两公开：社区",
        "village_post_days": "公开和异议",
        "village_covenant_law": "一约四会",
    }
    examples = EXAMPLES
    rights = (
        "village_representatives",
        "village_villagers",
        "village_households",
        "village_passing",
        "village_residents",
    )

    village_law = text("依据", f"{LAW_2018}第二十一条、第二十二条、第二十六条", f"印在联单上。{AMENDED}", most=80)
    village_representatives = choice(
        "村民代表会议到会", MAJORITIES, "two_thirds", f"{LAW_2018}第二十六条：三分之二以上的组成人员参加方可召开。"
    )
    village_villagers = choice("村民会议到会", MAJORITIES, HALF, f"{LAW_2018}第二十二条：十八周岁以上村民过半数。")
    village_households = choice(
        "户代表到会", MAJORITIES, "two_thirds", f"{LAW_2018}第二十二条：三分之二以上的户的代表。"
    )
    village_passing = choice(
        "同意", MAJORITIES, HALF, f"{LAW_2018}第二十二条、第二十六条，{TOWNS_2018}第九条：到会人员的过半数。"
    )
    village_party = choice("党组织、两委、党员大会到会", MAJORITIES, HALF, f"由党内规定。{LOCAL}")
    village_notice_days = number(
        "提前几日通知开会", 10, 10, 60, f"{LAW_2018}第二十一条：村民会议提前十天通知村民；不能少于 10 日。", unit="日"
    )
    village_residents_law = text("社区的依据", f"{TOWNS_2018}第九条、第十条", f"印在联单上。{AMENDED}", most=80)
    village_residents = choice(
        "居民会议到会",
        MAJORITIES,
        HALF,
        f"{TOWNS_2018}第九条：全体十八周岁以上的居民、户的代表或者居民小组选举的代表的过半数。",
    )
    village_residents_notice_days = number(
        "居民会议提前几日通知", 10, 1, 60, f"{TOWNS_2018}没有规定日数，参照村民会议的 10 日。{LOCAL}", unit="日"
    )
    village_post_days = number("公开几日", 5, 5, 60, f"公开栏不少于 5 日。{LOCAL}", unit="日")
    day_kind = choice("公开按", DAY_KINDS, "calendar", "自然日的最后一天是休息日的顺延。")
    village_answer_days = number("异议几日内答复", 5, 1, 30, LOCAL, unit="日")
    village_again_days = number("没有通过的几日后再议", 30, 0, 365, LOCAL, unit="日")
    village_pattern = pattern("村级事项编号格式", "{unit}村务〔{year}〕{number}号", "由本地规定。每年从 1 起。")
    village_covenant_law = text("村规民约的依据", f"{LAW_2018}第二十七条", f"印在备案表上。{AMENDED}", most=80)
    village_residents_covenant_law = text(
        "居民公约的依据", f"{TOWNS_2018}第十五条", f"印在备案表上。{AMENDED}", most=80
    )
    village_councils = text(
        "有哪些会",
        "红白理事会、道德评议会、村民议事会、禁毒禁赌会",
        "各地名称、设几个不同，由本地规定；用顿号分开。",
        most=80,
    )
    village_council_years = number("一届几年", 3, 1, 10, f"见过任期 3 年的。{LOCAL}", unit="年")


def rules_of(unit: OrgUnit) -> Settings:
    """The rules in force for `unit` today."""
    return settings_of(KEY, unit)


def take_matter_number(unit: OrgUnit) -> str:
    """The next number of the township and year."""
    pattern_ = rules_of(unit).village_pattern
    return take_number(unit.township or unit, "village_affairs.matters", pattern_, clock.today().year)
