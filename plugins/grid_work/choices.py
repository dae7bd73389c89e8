"""The words of 网格走访: permissions, and what may be chosen."""

KEY = "grid_work"
VIEW, VISIT, MANAGE, EXPORT = "grid_work.view", "grid_work.visit", "grid_work.manage", "grid_work.export"

EXEMPT = "0"
GRADES = ("1", "2", "3", EXEMPT)
MET = {
    "met": "见到了",
    "out": "外出不在",
    "silent": "敲门没人应",
    "refused": "不愿意见",
    "moved": "已经搬走",
}
COUNTS = ("met", "refused")  # whoever would rather not be met was asked, and is left alone until the next time
WAYS = {
    "door": "上门",
    "stairs": "楼上楼下碰面",
    "chance": "路遇",
    "came": "来访",
    "phone": "电话",
    "video": "视频",
}
FROM_AFAR = ("phone", "video")  # whoever is away for long is met so, and is away still
FOUND = {"": "没有要办的", "matter": "有事要办", "change": "信息有变化"}
WISHES = {
    "any": "随时可以",
    "call": "先打电话再来",
    "phone": "只打电话",
    "evening": "晚上",
    "weekend": "休息日",
}
RESIDES = {"lives": "仍住在这里", "away": "长期外出", "moved": "已经搬走"}
REASONS = {
    "holiday": "放假",
    "leave": "休假",
    "sick": "病假、产假",
    "other": "其他",
}
