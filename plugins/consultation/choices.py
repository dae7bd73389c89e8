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
