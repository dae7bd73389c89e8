"""Stored codes and what they are called."""

HONOURS = {"best": "最美家庭", "civil": "文明家庭", "filial": "乡贤孝星", "village": "文明村镇"}
VILLAGE = "village"
CATEGORIES = {
    "harmony": "夫妻和睦",
    "elders": "孝老爱亲",
    "children": "科学教子",
    "green": "绿色节俭",
    "clean": "廉洁家风",
    "service": "志愿公益",
}
NOMINATORS = {"staff": "组织推荐", "self": "家庭自荐", "resident": "群众推荐"}
AGREEMENTS = {"paper": "本人签了同意书，已存档", "present": "本人当面同意", "phone": "本人网上填报时同意"}
