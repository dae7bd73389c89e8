"""Stored codes and what they are called."""

PURPOSES = {"lecture": "家风党课", "study": "研学", "visit": "参观", "theme_day": "主题党日", "other": "其他"}
RATINGS = {"good": "满意", "fair": "基本满意", "poor": "不满意"}
WEEKDAYS = {"1": "周一", "2": "周二", "3": "周三", "4": "周四", "5": "周五", "6": "周六", "7": "周日"}
SERIES = {
    "lecture": "家风党课",
    "parents": "家庭教育讲座",
    "six_q": "6Q 家长课堂",
    "youth": "青少年心理拓展",
    "counsel": "心理辅导",
}
CONSENTS = {"paper": "监护人签了纸质同意书，已存档", "present": "监护人当面同意", "phone": "监护人在手机上勾选同意"}
POINT_KINDS = {
    "volunteer": "志愿服务",
    "neighbour": "邻里互助",
    "learning": "家风学习",
    "public": "公共事务",
    "green": "绿色生活",
    "other": "其他",
}
PERIODS = {"month": "每月", "quarter": "每季度", "year": "每年"}
LINES = {"earned": "获得", "exchange": "兑换", "returned": "退回兑换", "expiry": "到期", "counter": "冲正"}
STOCKS = {"received": "入库", "exchange": "兑换", "returned": "退回", "counted": "盘点"}

HONOURS = {"best": "最美家庭", "civil": "文明家庭", "filial": "乡贤孝星", "village": "文明村镇"}
VILLAGE = "village"
CATEGORIES = {
    "harmony": "夫妻和睦",
    "elders": "孝老爱亲",
    "children": "科学教子",
    "green": "绿色节俭",
    "clean": "廉洁家风",
    "service": "志愿公益",
}
NOMINATORS = {"staff": "组织推荐", "self": "家庭自荐", "resident": "群众推荐"}
AGREEMENTS = {"paper": "本人签了同意书，已存档", "present": "本人当面同意", "phone": "本人网上填报时同意"}
