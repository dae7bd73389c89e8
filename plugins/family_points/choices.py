"""Stored codes and what they are called."""

POINT_KINDS = {
    "volunteer": "志愿服务",
    "neighbour": "邻里互助",
    "learning": "家风学习",
    "public": "公共事务",
    "green": "绿色生活",
    "other": "其他",
}
PERIODS = {"month": "每月", "quarter": "每季度", "year": "每年"}
LINES = {
    "earned": "获得",
    "exchange": "兑换",
    "returned": "退回兑换",
    "expiry": "到期",
    "counter": "冲正",
    "moved": "转出",
    "joined": "转入",
}
STOCKS = {"received": "入库", "exchange": "兑换", "returned": "退回", "counted": "盘点"}
