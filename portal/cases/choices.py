"""Code lists of the case: kinds of dispute in the two books, sources and levels (docs/domain/cases.md)."""

from functools import lru_cache

# 政法综治口径, first level (docs/domain/cases.md)
KINDS = {
    "01": "婚恋家庭",
    "02": "邻里",
    "03": "人格权",
    "04": "物权相关",
    "05": "侵权相关",
    "06": "合同及相关",
    "07": "劳动人事",
    "08": "金融借贷",
    "09": "土地及资源权属",
    "10": "其他民商事",
    "11": "城乡建设发展",
    "12": "涉民政",
    "13": "其他行政执法",
    "14": "涉法涉诉",
    "15": "涉组织涉纪检",
    "16": "涉民族宗教",
    "99": "其他",
}

# Second level: code → name under its first level; 99 = 其他 except below 14 and 16
SUBKINDS = {
    "01": ("恋爱婚姻", "抚养赡养监护", "分家继承"),
    "02": ("用水排水通行通风采光", "相邻土地建筑", "相邻污染损害"),
    "03": ("姓名肖像", "名誉隐私", "身体健康人身自由"),
    "04": ("财物返还损害", "物业及管理", "不动产登记"),
    "05": ("教育机构", "医疗", "交通", "环境", "产品", "网络", "劳务"),
    "06": ("消费服务", "房产买卖租赁", "交易贸易", "运输仓储"),
    "07": ("劳动合同派遣", "社保", "福利待遇", "人事"),
    "08": ("证券基金期货", "投资理财", "保险", "借贷担保"),
    "09": ("土地承包", "宅基地", "山林矿产", "水域水利"),
    "10": ("知产", "公司企业", "海事海商", "竞争", "票据", "无因管理不当得利"),
    "11": ("国有土地房屋征收", "集体土地征用", "规划拆违", "基础设施市容", "移民安置"),
    "12": ("选举和管理", "优抚救助", "区划边界"),
    "13": ("城管", "教育文体", "工商税务", "安全生产", "交通运输", "海事渔事", "计生"),
    "14": ("公安", "检察", "法院", "司法行政"),
    "15": ("组织人事", "干部作风"),
    "16": ("民族", "宗教"),
}

# 司法行政统计口径: the first book's kind that a kind of the second falls under, entered once, reported twice
STATISTICAL_KINDS = (
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
STATISTICAL_KIND_OF = {
    "01": "婚姻家庭",
    "02": "邻里",
    "03": "损害赔偿",
    "04": "其他",
    "0402": "物业",
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
    "11": "征地拆迁",
}

SOURCES = {
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


def subkind_choices(kind: str) -> dict[str, str]:
    """Code → name below the first-level `kind`."""
    names = SUBKINDS.get(kind, ())
    choices = {f"{kind}{number:02d}": name for number, name in enumerate(names, start=1)}
    return choices if kind in ("14", "16", "99") else choices | {f"{kind}99": "其他"}


@lru_cache(maxsize=512)
def kind_name(code: str) -> str:
    """Name of a first- or second-level kind: 「邻里·用水排水通行通风采光」."""
    first = KINDS.get(code[:2], "其他")
    second = subkind_choices(code[:2]).get(code)
    return f"{first}·{second}" if second else first


def codes_under(code: str) -> list[str]:
    """`code` and the second-level kinds below it."""
    return [code, *subkind_choices(code)]


def statistical_kind(code: str) -> str:
    """The kind of the judicial statistics that `code` is counted under."""
    return STATISTICAL_KIND_OF.get(code) or STATISTICAL_KIND_OF.get(code[:2], "其他")
