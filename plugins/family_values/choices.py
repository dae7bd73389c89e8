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
