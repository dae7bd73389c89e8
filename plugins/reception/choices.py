"""Code lists of 接访登记. What visitors come for, in the words of a window, and the kind and nature of the case it becomes."""

TOPICS = {  # key → its name, the code of the kind of case, and its nature
    "family": ("婚姻家庭、赡养继承", "0199", "dispute"),
    "neighbour": ("邻里", "0299", "dispute"),
    "property": ("物业", "0402", "dispute"),
    "wages": ("欠薪、劳动", "0751", "dispute"),
    "land": ("土地、草场、宅基地", "0999", "dispute"),
    "relocation": ("征收、拆迁", "1199", "help"),
    "benefits": ("医保、养老、就业", "3099", "help"),
    "village": ("村务、惠农补贴", "3699", "help"),
    "other": ("其他", "99", "help"),
}
TOPIC_NAMES = {key: name for key, (name, *_) in TOPICS.items()}
