"""Code lists of the case: natures, kinds of dispute in the two books, sources and levels (docs/domain/cases.md).

What a case may be about, as a district has it, is in `portal.cases.kinds`; each of those kinds is counted under one of the first book.
"""

from portal.cases.kinds.delivered import delivered

__all__ = ["DISPUTE", "NATURES", "SOURCES", "STATISTICAL_KINDS", "URGENCIES", "statistical_kind"]

DISPUTE = "dispute"  # what brings somebody where it is no call
NATURES = {  # what brings somebody (诉求性质): a dispute, or one of the five kinds of a call to 12345 (docs/domain/cases.md)
    DISPUTE: "矛盾纠纷",
    "inquiry": "咨询",
    "help": "求助",
    "complaint": "投诉",
    "report": "举报",
    "advice": "建议",
}

SIDES = {1: "申请人", 2: "被申请人", 3: "第三人"}
REPORTING = {1: "反映人", 2: "被反映人", 3: "有关的人"}  # where nobody disputes with anybody


def sides_of(nature: str) -> dict[int, str]:
    """What whoever asks (1), whoever is asked (2) and third parties (3) are called in a matter of this nature."""
    return REPORTING if nature in NATURES and nature != DISPUTE else SIDES


# 政法综治口径, first level: code → name
KINDS = {code: kind.name for code, kind in delivered().items() if kind.is_group and kind.national == code}

STATISTICAL_KINDS = (  # 司法行政统计口径: the classes of the first book, under which kinds of the second fall; entered once, reported twice
    "婚姻家庭",
    "邻里",
    "房屋宅基地",
    "合同",
    "生产经营",
    "损害赔偿",
    "山林土地",
    "征地拆迁",
    "环境污染",
    "劳动争议",
    "旅游",
    "电子商务",
    "消费",
    "医疗",
    "道路交通事故",
    "物业",
    "其他",
)
# by the code of a kind, of the one it is counted under in the second book, or of that one's group; what stands nowhere is 其他
STATISTICAL_KIND_OF = {
    "01": "婚姻家庭",
    "02": "邻里",
    "03": "损害赔偿",
    "0401": "损害赔偿",
    "0402": "物业",
    "0403": "房屋宅基地",
    "05": "损害赔偿",
    "0502": "医疗",
    "0503": "道路交通事故",
    "0504": "环境污染",
    "06": "合同",
    "0601": "消费",
    "07": "劳动争议",
    "08": "合同",
    "09": "山林土地",
    "0902": "房屋宅基地",
    "10": "生产经营",
    "1006": "其他",  # 无因管理、不当得利
    "1099": "其他",
    "1101": "征地拆迁",
    "1102": "征地拆迁",
    "3802": "旅游",
    # what is asked of an authority, and not of an employer or over land
    **dict.fromkeys(("30", "3001", "3002", "3003", "3099", "3702"), "其他"),
    **dict.fromkeys(("36", "3601", "3699"), "其他"),
}

SOURCES = {  # where cases come from, besides what plugins add
    "visit": "群众来访",
    "phone": "电话",
    "grid": "网格巡查",
    "online": "群众上报",
    "hotline": "12345热线",
    "transfer": "部门移送",
    "police": "公安移交",
    "court": "法院委派委托",
    "petition": "信访",
    "superior": "上级交办",
}

LEVELS = {"micro": "微事", "minor": "小事", "major": "大事", "hard": "难事"}

USUAL = "usual"
URGENCIES = {USUAL: "一般", "urgent": "紧急", "critical": "特急"}  # how urgent a case is
RISKS = {"": "未评", "low": "低", "middle": "中", "high": "高"}


def subkind_choices(kind: str) -> dict[str, str]:
    """Code → name below the first-level `kind` of the 政法综治 book."""
    return {
        code: each.name
        for code, each in delivered().items()
        if each.group == kind and not each.is_group and each.national == code
    }


def statistical_kind(code: str, national: str = "") -> str:
    """The kind of the judicial statistics for a kind of the district's list, which is counted under `national` in the 政法综治 book; of
    that book's own kinds the code says it all."""
    national = national or code
    known = (STATISTICAL_KIND_OF.get(each) for each in (code, national, national[:2]))
    return next(filter(None, known), "其他")


# of a unit to which a case was handed: the lead answers for the whole; who is called comes to the spot
LEAD, ASSIST, CALLED = "lead", "assist", "called"
ROLES = {LEAD: "主办", ASSIST: "协办", CALLED: "应哨"}
