"""Code lists of 网格管理, and its rights (docs/domain/grids.md)."""

KEY = "grids"
VIEW, MANAGE, MAP, EXPORT = "grids.view", "grids.manage", "grids.map", "grids.export"

LEVELS = {1: "一级", 2: "二级", 3: "三级"}  # of the first: villages and communities (docs/domain/grids.md)
UNITS = ("community", "grid")  # that are grids

KINDS = {"general": "综合网格", "special": "专属网格"}
POSTS = {"leader": "网格长", "deputy": "副网格长", "full": "专职网格员", "part": "兼职网格员", "guide": "网格指导员"}
WORKERS = ("full", "part")  # a grid without either has nobody who works it
DUTIES = {"town": "包镇", "village": "联村", "cadre": "包保"}
SPONSORED = {"town": ("township",), "village": ("community",), "cadre": ("community", "grid")}
EXTENTS = {"whole": "整个", "part": "部分"}
LONGEST_LINE = 20  # characters of the name of a department
