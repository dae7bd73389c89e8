"""Code lists of 议事坊 (docs/domain/consultation.md)."""

SOURCES = {"resident": "居民提出", "round": "巡访等记录", "case": "事项", "staff": "工作人员提出"}

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
