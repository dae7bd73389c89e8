"""What family points must never be used for: rewards only, never about petitions, schools or allowances, no ranking.

It is the law of the product (docs/domain/family-values.md), and no setting: texts of rules and goods, and the reasons of whoever
decides, are refused by it wherever they come from, forms, sheets or code. A document that a rule cites is cited as it is titled.

Chinese has no spaces: 深入学习 holds 入学 and 走访民情 holds 访民. So a word is a pattern, with what stands before or after it when
it is another word; tests/test_law.py has the table of what is refused and what is taken.
"""

import re

from portal.errors import RuleError
from portal.records.civil_rights import PETITIONS, named_in, read

FIGURE = r"[0-9〇零一二两三四五六七八九十百千半几若干]"
POINTS = r"分(?![类享钟别担层级解流工期拣装]|数线)"  # 10 分, not 10 分钟; 减分, not 源头减分类
SCHOOL = r"(?:上学|入园|入托|入校|就读|录取|分班|[中高]考|小学|初中|高中|学校|幼儿园)"
FAVOUR = r"(?:优先|优待|加分|名额|直升|照顾)"


def _words(patterns: str) -> tuple[str, ...]:
    return tuple(patterns.split())


LAWS = {
    "只奖不罚": (
        "家庭积分只加分，不扣分；兑换、到期和冲正以外没有减分",
        _words(rf"""
        (?:[扣减罚]|(?<![担肩])负)[除减少去掉回发没]?(?:家庭|全部|相应)?{FIGURE}*个?(?:积分|{POINTS})
        (?:倒扣|扣除|扣减|核减)(?:家庭|全部|相应)?{FIGURE}*个?(?:积分|{POINTS})
        (?:取消|收回|没收|撤销|注销|剥夺|清除|扣)(?:家庭|全部|所有|相应|已得)?的?积分  分[值数]?(?:全部|一律)?[清归]零
        倒扣  罚款  处罚  惩罚  (?<![丢遗消])失信(?![件息函号])  黑榜  黑名单
        """),
    ),
    "信访和投诉不计分": (
        "批评、申诉、控告、检举是公民的权利（宪法第四十一条），做了没做都不能用积分衡量",
        PETITIONS,
    ),
    "不与入学挂钩": (
        "适龄儿童免试、就近入学（义务教育法第十二条）",
        _words(rf"""
        (?<![深投加融植嵌纳引])入学(?![习术校堂会])  (?<![提])升学(?![习历养识])  (?<!选)择校  选择?学校  学区(?!域|分(?!配))
        学位(?![于置列居])  小升初|幼升小|初升高  学籍  {SCHOOL}.{{0,6}}{FAVOUR}|{FAVOUR}.{{0,6}}{SCHOOL}
        """),
    ),
    "不与救助和补贴挂钩": (
        "救助和补贴按法定条件发放（社会救助暂行办法），不看积分",
        _words(r"""
        (?<![降最])低保(?![护温])  补贴  津贴  救[助济][金款]  社会救助  特困  最低生活保障  医保(?!健)  (?<!行)社保  养老金
        公租房  保障房(?!屋)
        """),
    ),
    "不排名": (
        "不给家庭排名次（国办函〔2026〕12号）",
        _words(rf"""
        (?<![安编])排名  (?<![报签点])名次(?![数日])  (?<!安)排行(?![程李])  [前后第]{FIGURE}{{1,4}}名(?!志愿|报名)  末位
        倒数(?!计时|秒)  (?:积分|分数|得分|龙虎)榜(?!样)  晒榜
        """),
    ),
}
MINUS = re.compile(r"(?:^|[^0-9\s])\s*([-−]\s*[0-9]+\s*分)(?!钟)")


def breach(text: str | None) -> str:
    """Which law `text` breaks, by which word, in Chinese; "" when none."""
    for name, (_, words) in LAWS.items():
        if found := named_in(text, words):
            return _said(name, found)
    taken = MINUS.search(read(text))
    return _said("只奖不罚", taken[1]) if taken else ""


def _said(name: str, found: str) -> str:
    return f"不能写“{found}”。家庭积分的规定“{name}”：{LAWS[name][0]}。"


def keep_to_law(*texts: str | None) -> None:
    """Raises RuleError for the first of `texts` that breaks a law."""
    if said := next(filter(None, map(breach, texts)), ""):
        raise RuleError(said)
