"""By which rules owners decide: the law's and, beside it, an older local one; as settings hold them, and frozen with a vote."""

from collections.abc import Mapping
from typing import Any

from plugins.owners_vote.reckoning import SPOILED, THRESHOLDS, Head, Rule, judge, tally
from portal.settings import Example, Settings, basis_of

# 民法典 §278 paragraph 1, in its order; grave: three quarters of those who take part must agree (paragraph 2)
MATTERS = {
    "meeting_rules": "制定、修改业主大会议事规则",
    "covenant": "制定、修改管理规约",
    "committee": "选举、更换业主委员会成员",
    "manager": "选聘、解聘物业服务企业",
    "spend": "使用建筑物及其附属设施维修资金",
    "raise": "筹集建筑物及其附属设施维修资金",
    "rebuild": "改建、重建建筑物及其附属设施（含加装电梯）",
    "common_use": "改变共有部分用途、利用共有部分经营",
    "other": "其他重大事项（含使用公共收益）",
}
GRAVE = ("raise", "rebuild", "common_use")
LAW = "民法典第二百七十八条"
FRACTIONS = {key: each.name for key, each in THRESHOLDS.items()}
OF = {"all": "全体业主", "taking": "参与表决的业主"}
LOCAL_MATTERS = {"rebuild": "加装电梯等改建、重建", "every": "所有事项"}
UNSOLD = {"count": "计入，建设单位合计算一人", "leave": "不计入"}
SPOILT = {"leave": "不计入参与表决", "count": "计入参与表决"}
TWICE = {"first": "先收到的一张有效", "settle": "两张不一致的，先核对再计票"}
FROZEN = ("owners_taking", "owners_ordinary", "owners_grave", "owners_unsold", "owners_spoiled", "owners_twice")
FROZEN_LOCAL = (
    "owners_local_name",
    "owners_local_source",
    "owners_local_matters",
    "owners_local_taking",
    "owners_local_of",
    "owners_local_passing",
)


def frozen(rules: Settings) -> dict[str, str]:
    """The values of today, to be kept with a vote, and where those of the law come from."""
    kept = {name: rules.values[name] for name in (*FROZEN, *FROZEN_LOCAL)}
    return kept | {"basis": basis_of(rules, "owners_taking"), "local_basis": basis_of(rules, "owners_local_name")}


def rules_for(matter: str, kept: Mapping[str, Any]) -> list[Rule]:
    """The law's rule for a kind of matter, and the local one where there is one for it."""
    passing = kept["owners_grave" if matter in GRAVE else "owners_ordinary"]
    law = Rule("民法典口径", LAW, THRESHOLDS[passing], taking=THRESHOLDS[kept["owners_taking"]])
    if not kept["owners_local_name"] or kept["owners_local_matters"] not in (matter, "every"):
        return [law]
    taking = THRESHOLDS.get(kept["owners_local_taking"])
    of_all = kept["owners_local_of"] == "all"
    source = kept["owners_local_source"] or kept["owners_local_name"]
    return [
        law,
        Rule(
            f"当地口径（{kept['owners_local_name']}）", source, THRESHOLDS[kept["owners_local_passing"]], taking, of_all
        ),
    ]


# -- worked examples ---------------------------------------------------------------------------------------------------

LAW_OF_TODAY = dict(zip(FROZEN, ("two_thirds", "half", "three_quarters", "count", "leave", "first"), strict=True))
NO_LOCAL = dict(zip(FROZEN_LOCAL, ("", "", "rebuild", "", "all", "two_thirds"), strict=True))
OLD_RULE = NO_LOCAL | {"owners_local_name": "两个三分之二"}
FLAT = 10_000  # 100 m²


def heads(agreed: int, against: int = 0, silent: int = 0, area: int = FLAT) -> list[Head]:
    """An entrance of flats of the same size."""
    return [Head(area, "for")] * agreed + [Head(area, "against")] * against + [Head(area)] * silent


def comes_to(voted: list[Head], matter: str, kept: Mapping[str, str] = LAW_OF_TODAY | NO_LOCAL) -> list[bool]:
    """Whether it passes, by each rule there is."""
    count = tally(voted, with_spoiled=kept["owners_spoiled"] == "count")
    return [judge(rule, count).passed for rule in rules_for(matter, kept)]


def _example(of: str, words: str, voted: list[Head], matter: str, expected: list[bool], **kept: str) -> Example:
    values = LAW_OF_TODAY | NO_LOCAL | kept
    return Example((of,), words, lambda: comes_to(voted, matter, values), expected)


DEVELOPER = [Head(60_000)]  # six flats that are not sold: one head
EXAMPLES = (
    _example(
        "owners_taking",
        "加装电梯，12 户各 100 平方米，8 户参加（正好三分之二）、6 户同意：通过",
        heads(6, 2, 4),
        "rebuild",
        [True],
    ),
    _example(
        "owners_taking", "12 户各 100 平方米，7 户参加、全部同意：参与不足，不通过", heads(7, 0, 5), "rebuild", [False]
    ),
    _example(
        "owners_taking",
        "3 户，2 户各 100 平方米参加并同意，1 户 300 平方米没参加：人数够，面积不够，不通过",
        [*heads(2), Head(30_000)],
        "other",
        [False],
    ),
    _example(
        "owners_ordinary",
        "用公共收益，12 户各 100 平方米，8 户参加、4 户同意：正好一半不算过半，不通过",
        heads(4, 4, 4),
        "other",
        [False],
    ),
    _example("owners_ordinary", "12 户各 100 平方米，8 户参加、5 户同意：过半，通过", heads(5, 3, 4), "other", [True]),
    _example(
        "owners_ordinary",
        "9 户都参加，4 户各 200 平方米同意，5 户各 100 平方米反对：面积过半、人数不过半，不通过",
        [*heads(4, area=20_000), *heads(0, 5)],
        "manager",
        [False],
    ),
    _example(
        "owners_grave",
        "加装电梯，12 户各 100 平方米，8 户参加、6 户同意：正好四分之三，通过",
        heads(6, 2, 4),
        "rebuild",
        [True],
    ),
    _example("owners_grave", "8 户参加、5 户同意：不到四分之三，不通过", heads(5, 3, 4), "rebuild", [False]),
    _example(
        "owners_grave", "同样 8 户参加、5 户同意，事项是使用维修资金：过半即可，通过", heads(5, 3, 4), "spend", [True]
    ),
    _example(
        "owners_unsold",
        "计入：12 户各 100 平方米全部同意，未售 6 套共 600 平方米没投票：参与面积正好三分之二，通过",
        [*heads(12), *DEVELOPER],
        "other",
        [True],
    ),
    _example(
        "owners_unsold",
        "计入：11 户各 100 平方米同意，1 户没投，未售 600 平方米没投：参与面积不足三分之二，不通过",
        [*heads(11, 0, 1), *DEVELOPER],
        "other",
        [False],
    ),
    _example(
        "owners_unsold",
        "不计入：11 户各 100 平方米同意，1 户没投：通过",
        heads(11, 0, 1),
        "other",
        [True],
        owners_unsold="leave",
    ),
    _example(
        "owners_spoiled",
        "不计入：12 户，7 户同意、1 张废票：7 户参加，参与不足，不通过",
        [*heads(7, 0, 4), Head(FLAT, SPOILED)],
        "other",
        [False],
    ),
    _example(
        "owners_spoiled",
        "计入：同样 7 户同意、1 张废票：8 户参加，通过",
        [*heads(7, 0, 4), Head(FLAT, SPOILED)],
        "other",
        [True],
        owners_spoiled="count",
    ),
    _example(
        "owners_spoiled",
        "计入：加装电梯，8 户参加，5 户同意、1 户反对、2 张废票：5/8 不到四分之三，不通过",
        [*heads(5, 1, 4), Head(FLAT, SPOILED), Head(FLAT, SPOILED)],
        "rebuild",
        [False],
        owners_spoiled="count",
    ),
    _example(
        "owners_local_passing",
        "加装电梯，12 户各 100 平方米，9 户参加、7 户同意：民法典口径通过；当地“全体三分之二同意”须 8 户，不通过，由人认定",
        heads(7, 2, 3),
        "rebuild",
        [True, False],
        **OLD_RULE,
    ),
    _example(
        "owners_local_passing",
        "12 户都参加，8 户同意、4 户反对：民法典口径不到四分之三，不通过；当地口径正好三分之二，通过，由人认定",
        heads(8, 4),
        "rebuild",
        [False, True],
        **OLD_RULE,
    ),
    _example(
        "owners_local_passing",
        "12 户都参加，9 户同意：两个口径都通过",
        heads(9, 3),
        "rebuild",
        [True, True],
        **OLD_RULE,
    ),
)
