"""Separation of duties (三员分立): which rights no one account holds together, and why.

Every permission has a nature. Where the manifest does not say it, it is sight of residents, so that a right of which nobody thought is
withheld from who administers and who audits.
"""

from collections.abc import Iterable
from typing import NamedTuple, Protocol

ADMINISTERS, AUDITS, RESIDENTS, REVEALS, ACTS, VIEWS = "administers", "audits", "residents", "reveals", "acts", "views"
NATURES = {
    ADMINISTERS: "管理账号、权限和功能模块",
    AUDITS: "审计",
    RESIDENTS: "接触居民信息",
    REVEALS: "查看完整的证件号码和电话",
    ACTS: "办理业务",
    VIEWS: "查看，不办理",
}


class Rule(NamedTuple):
    """Natures that do not go together, and the reason for the clerk."""

    one: str
    other: str
    reason: str


HANDS_OFF = "管理账号、权限和功能模块的人不接触居民信息"
RULES = (
    Rule(ADMINISTERS, RESIDENTS, HANDS_OFF),
    Rule(ADMINISTERS, REVEALS, HANDS_OFF),
    Rule(ADMINISTERS, AUDITS, "管理系统的人不审计自己"),
    Rule(AUDITS, RESIDENTS, "审计的人只看记录，不接触居民信息"),
    Rule(AUDITS, REVEALS, "审计的人只看记录，不接触居民信息"),
    Rule(AUDITS, ACTS, "审计的人只看记录，不办理业务"),
)
WITHHELD = {("grid", REVEALS): "网格员在外面用手机办事，只看隐去中间几位的证件号码"}  # whoever else they are
OUTSIDE = {REVEALS: "不是机关、村社区的工作人员，只看隐去中间几位的证件号码"}  # from volunteers, staff of companies


class Right(Protocol):
    """What is asked of a permission."""

    @property
    def label(self) -> str: ...
    @property
    def nature(self) -> str: ...


def reason_against(one: str, other: str) -> str:
    """Why rights of these natures do not go together; "" when they do."""
    return next((rule.reason for rule in RULES if {rule.one, rule.other} == {one, other}), "")


def objection(rights: Iterable[Right]) -> str:
    """The first two of `rights` that no account holds together, and why, in words; "" when all go together."""
    first: dict[str, Right] = {}
    for each in rights:
        first.setdefault(each.nature, each)
    for rule in RULES:
        if rule.one in first and rule.other in first:
            return f"“{first[rule.one].label}”和“{first[rule.other].label}”不能由同一个人担任：{rule.reason}。"
    return ""
