"""By which rules owners decide: those of the law, and an older local one beside them; dated, per unit, inherited."""

from plugins.owners_vote.rules import EXAMPLES, FRACTIONS, LAW, LOCAL_MATTERS, OF, SPOILT, TWICE, UNSOLD
from portal import clock
from portal.numbering import take_number
from portal.org.models import OrgUnit
from portal.settings import DAY_KINDS, Settings, SettingsForm, choice, number, pattern, settings_of, text

KEY = "owners_vote"

HEADS = "最高人民法院关于审理建筑物区分所有权纠纷案件的解释（2020 年修正）第九条"
HABIT = "由业主大会议事规则规定。"
OLDER = "民法典施行以前的地方口径，例如济南市莱芜区、钢城区加装电梯：面积、人数都要三分之二以上书面同意。"


class OwnersVoteSettings(SettingsForm):
    """业主表决的本地规定. A vote keeps the rules that were in force when its roll was published."""

    headings = {
        "owners_taking": "民法典口径（面积、人数都要达到）",
        "owners_unsold": "计票",
        "owners_roll_days": "期限和编号",
        "owners_local_name": "当地口径（与民法典口径并列，不同时由人认定）",
    }
    examples = EXAMPLES
    rights = (
        "owners_taking",
        "owners_ordinary",
        "owners_grave",
        "owners_unsold",
        "owners_spoiled",
        "owners_local_passing",
    )

    owners_taking = choice("参与表决", FRACTIONS, "two_thirds", f"全体业主中须参与的比例；{LAW}第二款。")
    owners_ordinary = choice("一般事项同意", FRACTIONS, "half", f"参与表决的业主中须同意的比例；{LAW}第二款。")
    owners_grave = choice(
        "筹集维修资金、改建重建、改变共有部分用途同意", FRACTIONS, "three_quarters", f"{LAW}第二款、第一款第六至八项。"
    )
    owners_unsold = choice("开发商未售、未交付的房屋", UNSOLD, "count", f"{HEADS}；当地另有规定的从其规定。")
    owners_spoiled = choice("废票", SPOILT, "leave", f"没有投票的一律不计入参与。{HABIT}")
    owners_twice = choice("纸质和在线都投的", TWICE, "first", HABIT)
    owners_roll_days = number(
        "名册公示多少日后开始投票", 15, 1, 60, "应提前十五日通知全体业主；物业管理条例第十四条。", unit="日"
    )
    owners_result_days = number(
        "结果公示", 7, 1, 60, f"决定应以书面形式公告，期限{HABIT}莱芜加装电梯为 15 日。", unit="日"
    )
    day_kind = choice("公示按", DAY_KINDS, "calendar", "结果公示的天数；自然日的最后一天是休息日的顺延。")
    owners_pattern = pattern("业主表决编号格式", "{unit}业主表决〔{year}〕{number}号", "由本地规定。每年从 1 起。")
    owners_local_name = text("名称", "", f"不填就只按民法典。{OLDER}", needed=False)
    owners_local_source = text("文件", "", "文件名称和文号，印在计算书上。", most=80, needed=False)
    owners_local_matters = choice("适用", LOCAL_MATTERS, "rebuild", "按文件填写。")
    owners_local_taking = choice("参与表决", {"": "不要求"} | FRACTIONS, "", "按文件填写。")
    owners_local_of = choice("同意的比例按", OF, "all", "按文件填写。")
    owners_local_passing = choice("同意", FRACTIONS, "two_thirds", OLDER)


def rules_of(unit: OrgUnit) -> Settings:
    """The rules in force for `unit` today."""
    return settings_of(KEY, unit)


def take_vote_number(unit: OrgUnit) -> str:
    """The next number of the township and year."""
    pattern_ = rules_of(unit).owners_pattern
    return take_number(unit.township or unit, "owners_vote.votes", pattern_, clock.today().year)
