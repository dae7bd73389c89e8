"""Code lists of 红管家 (docs/domain/consultation.md)."""

POSTS = {"unit": "单元长", "building": "楼栋长", "group": "居民小组长"}

# 每日巡、经常访、及时记、随手做: how a steward came to know; what was done on the spot is a state of the note
WAYS = {"patrol": "每日巡", "visit": "经常访", "told": "居民反映"}
