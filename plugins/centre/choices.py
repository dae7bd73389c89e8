"""Rights, and the words that are stored."""

VIEW, RUN, MANAGE, DUTY, EXPORT = "centre.view", "centre.run", "centre.manage", "centre.duty", "centre.export"
LEVELS = ("county", "township", "community")  # kinds of units that may have a centre
PRESENCES = {"resident": "常驻", "rotating": "轮驻", "on_call": "随驻"}
WEEKDAYS = {"1": "周一", "2": "周二", "3": "周三", "4": "周四", "5": "周五", "6": "周六", "7": "周日"}
BLOCKS = {  # 五个规范化 (关于加强社会治安综合治理中心规范化建设的意见, 2024-11)
    "place": "场所设置",
    "staff": "部门入驻",
    "process": "运行机制",
    "follow": "督办落实",
    "system": "信息化建设",
}
ANSWERS = {"yes": "有", "part": "部分", "no": "无"}
PERIODS = {0: "全年", 1: "第一季度", 2: "第二季度", 3: "第三季度", 4: "第四季度"}
CENTRE_ITSELF = "中心"  # who staffs a window that no department holds
