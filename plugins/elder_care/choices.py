"""What may be chosen in 老年助餐, and how it is called (docs/domain/elder-care.md)."""

from plugins.elder_care.subsidy import AGE

SITTINGS = {"breakfast": "早餐", "lunch": "午餐", "dinner": "晚餐"}
WAYS = {"dine_in": "堂食", "takeaway": "自取", "delivery": "送餐"}
SHOWN_BY = {"card": "刷卡", "search": "人工核对", "agent": "代领"}
SOURCES = {"till": "收银台", "offline": "断网补传", "late": "补录"}

CANTEENS = {"canteen": "老年食堂", "table": "老年餐桌", "point": "助餐点"}
LICENCES = {"legal": "法人登记证", "food": "食品经营许可证", "health": "健康证", "fire": "消防手续"}

HOUSEHOLDS = {"": "未登记", "local": "本旗县区户籍", "other": "外地户籍"}
CATEGORIES = {
    "destitute": "特困供养",
    "allowance": "最低生活保障",
    "marginal": "低保边缘",
    "disabled": "重度残疾（一、二级）",
    "infirm": "失能（重度）",
    "alone": "独居、空巢",
    "bereaved": "计划生育特殊家庭",
    "veteran": "优抚对象",
}
CATEGORY_NAMES = {"": "无", AGE: "按年龄", **CATEGORIES}

STOPS = {
    "died": "死亡",
    "moved": "迁出",
    "home": "入住养老机构",
    "hospital": "住院",
    "review": "年审未过",
    "own": "本人不再用餐",
}
CARD_ENDS = {"lost": "挂失", "damaged": "损坏", "stopped": "停止用餐"}
