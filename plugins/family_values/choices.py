"""Stored codes and what they are called."""

PURPOSES = {"lecture": "家风党课", "study": "研学", "visit": "参观", "theme_day": "主题党日", "other": "其他"}
RATINGS = {"good": "满意", "fair": "基本满意", "poor": "不满意"}
WEEKDAYS = {"1": "周一", "2": "周二", "3": "周三", "4": "周四", "5": "周五", "6": "周六", "7": "周日"}
