"""Code lists of 议事坊 (docs/domain/consultation.md)."""

POSTS = {"unit": "单元长", "building": "楼栋长", "group": "居民小组长"}

# 每日巡、经常访、及时记、随手做: how a steward came to know; what was done on the spot is a state of the note
WAYS = {"patrol": "每日巡", "visit": "经常访", "told": "居民反映"}

# what goes wrong in a neighbourhood → the kind of case it becomes (portal.cases.choices)
MATTERS = {
    "property": ("物业、公共设施", "0402"),
    "leak": ("漏水、通行、采光", "0201"),
    "nuisance": ("噪音、油烟、宠物", "0203"),
    "building": ("私搭乱建、占道堆物", "1301"),
    "hazard": ("消防、用电、充电", "1304"),
    "parking": ("停车、车棚", "0402"),
    "other": ("其他", "99"),
}
MATTER_NAMES = {key: name for key, (name, _) in MATTERS.items()}

SOURCES = {"resident": "居民提出", "round": "巡访", "case": "事项", "staff": "工作人员提出"}

# who comes to a meeting; those who live there vote, the others are heard
ATTENDEES = {
    "steward": "红管家",
    "resident": "居民代表",
    "owners": "业委会",
    "property": "物业",
    "police": "民警",
    "expert": "专家",
    "guest": "列席",
}
VOTERS = ("steward", "resident", "owners")

VOTING = {"hands": "举手", "ballot": "投票", "household": "每户凭码在线"}
RATINGS = {5: "很满意", 4: "满意", 3: "一般", 2: "不满意", 1: "很不满意"}
