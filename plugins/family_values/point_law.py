"""What family points must never be used for: rewards only, never about petitions, schools or allowances, no ranking.

It is the law of the product (docs/domain/family-values.md), and no setting: texts of rules and goods are refused by it wherever they
come from, forms, sheets or code.
"""

import re
import unicodedata

from portal.errors import RuleError

LAWS = {
    "只奖不罚": (
        "家庭积分只加分，不扣分；兑换、到期和冲正以外没有减分",
        ("扣分", "减分", "倒扣", "负分", "罚分", "罚款", "处罚", "惩罚", "失信", "黑榜", "黑名单"),
    ),
    "信访和投诉不计分": (
        "批评、申诉、控告、检举是公民的权利（宪法第四十一条），做了没做都不能用积分衡量",
        ("信访", "上访", "访民", "缠访", "越级访", "进京访", "投诉", "举报", "检举", "控告", "申诉", "12345"),
    ),
    "不与入学挂钩": (
        "适龄儿童免试、就近入学（义务教育法第十二条）",
        ("入学", "升学", "择校", "学区", "学位"),
    ),
    "不与救助和补贴挂钩": (
        "救助和补贴按法定条件发放（社会救助暂行办法），不看积分",
        ("低保", "补贴", "津贴", "救助金", "社会救助", "特困", "最低生活保障", "养老金", "公租房", "保障房"),
    ),
    "不排名": (
        "不给家庭排名次（国办函〔2026〕12号）",
        ("排名", "名次", "排行", "末位", "倒数", "晒榜"),
    ),
}
NOT_READ = re.compile(r"[\W_]+")


def named_in(text: str | None, words: tuple[str, ...]) -> str:
    """The first of `words` that stands in `text`, or "". Signs and spaces between the words do not hide them."""
    plain = NOT_READ.sub("", unicodedata.normalize("NFKC", text or ""))
    return next((each for each in words if each in plain), "")


def breach(text: str | None) -> str:
    """Which law `text` breaks, by which word, in Chinese; "" when none."""
    for name, (why, words) in LAWS.items():
        if found := named_in(text, words):
            return f"不能写“{found}”。家庭积分的规定“{name}”：{why}。"
    return ""


def keep_to_law(*texts: str | None) -> None:
    """Raises RuleError for the first of `texts` that breaks a law."""
    if said := next(filter(None, map(breach, texts)), ""):
        raise RuleError(said)
