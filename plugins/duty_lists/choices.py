"""Code lists of 事项准入 (docs/domain/duty-lists.md)."""

KINDS = {"basic": "基本履职", "assist": "配合履职", "withdrawn": "收回", "grid": "网格事项", "negative": "负面清单"}
LISTS = {each: name if name.endswith("清单") else f"{name}清单" for each, name in KINDS.items()}
BARRED = ("withdrawn", "negative")  # what is on them is not handed down
ADMITTED, UNLISTED = "admitted", "none"
VERDICTS = KINDS | {ADMITTED: "已准入", UNLISTED: "不在清单"}
OUTSIDE = (*BARRED, UNLISTED)  # handed down outside the lists

ACTIONS = {"": "", "collect": "采集", "patrol": "巡查", "report": "上报", "publicity": "宣传", "assist": "协助"}
WAYS = {
    "letter": "来文",
    "meeting": "会议布置",
    "spoken": "口头、电话",
    "group": "工作群消息",
    "system": "系统、平台派单",
    "other": "其他",
}
RATED = {"department": "部门", "branch": "派出机构"}
