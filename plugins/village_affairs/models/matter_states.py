"""Where a matter stands, what it is about, and by which meeting it gets on."""

from portal.records import State, States

MANAGE = "village_affairs.manage"
ORIGINS = {"villagers": "群众建议", "cadres": "干部提议", "above": "上级安排"}
# the nine things of 村民委员会组织法 (2018) §24, which a meeting of villagers (or the representatives it empowers) decides
KINDS = {
    "subsidy": "误工补贴的人员和标准",
    "income": "集体经济所得收益的使用",
    "welfare": "公益事业的兴办、筹资筹劳",
    "contract": "土地承包经营方案",
    "project": "集体经济项目的立项、承包方案",
    "homestead": "宅基地的使用方案",
    "compensation": "征地补偿费的使用、分配方案",
    "property": "以借贷、租赁等处分集体财产",
    "interest": "涉及村民、居民利益的其他事项",
    "covenant": "村规民约、居民公约",
    "other": "其他村务、居务",
}
STATES = States(
    State("raised", "待提议", "info", open=True, way="提议", next="党组织提议，登记第一联"),
    State("proposed", "待商议", "info", open=True, way="商议", next="两委商议，登记第二联"),
    State("consulted", "待审议", "info", open=True, way="审议", next="党员大会审议，登记第三联"),
    State("examined", "待决议", "info", open=True, way="决议", next="通知村民（代表）会议、居民会议"),
    State("noticed", "已通知会议", "info", open=True, at="examined", next="开会决议，登记第四联"),
    State("resolved", "待公开", "warn", open=True, way="决议公开", next="公开决议，登记第五联"),
    State("published", "决议公开中", "info", open=True, at="resolved", next="公开期满、异议答复以后实施"),
    State("carried", "实施中", "info", open=True, way="实施", next="办完以后公开结果，登记第六联"),
    State("reported", "结果公开中", "info", open=True, way="结果公开", next="公开期满后归档"),
    State("archived", "已归档", "ok", way="归档", final=True),
    State("rejected", "未通过", "neutral"),
    State("dropped", "已作废", "neutral"),
)
REACHED = {
    "propose": "proposed",
    "consult": "consulted",
    "examine": "examined",
    "resolve": "resolved",
}  # by a meeting that agreed
POSTED = ("published", "carried")  # the decision hung on the wall
CARRIED = ("carried", "reported", "archived")  # its days were over, objections answered
LABELS = {
    "title": "事项",
    "text": "说明",
    "origin": "动议事由",
    "kind": "类别",
    "villagers_only": "须由村民会议、居民会议决定",
    "budget_fen": "预算",
}
