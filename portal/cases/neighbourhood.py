"""What goes wrong in a neighbourhood (小区), in the words of those who live there, and the kind of case it becomes."""

__all__ = ["MATTERS", "MATTER_NAMES", "ANSWERED"]

MATTERS = {  # key → its name, and the code of the kind of case
    "property": ("物业、公共设施", "0402"),
    "leak": ("漏水、通行、采光", "0201"),
    "nuisance": ("噪音、油烟、宠物", "0203"),
    "building": ("私搭乱建、占道堆物", "1301"),
    "hazard": ("消防、用电、充电", "1304"),
    "parking": ("停车、车棚", "0402"),
    "other": ("其他", "99"),
}
MATTER_NAMES = {key: name for key, (name, _) in MATTERS.items()}  # the same, key → name
ANSWERED = ("resolve", "decline")  # steps of a case after which whoever brought it in has an answer
