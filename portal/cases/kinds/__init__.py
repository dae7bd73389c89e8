"""事项类型: what a case may be about. Delivered with the program, edited by each district, found by words."""

from portal.cases.kinds.catalogue import Kind, KindList, kind_name, kinds_of
from portal.cases.kinds.words import find

__all__ = ["Kind", "KindList", "find", "kind_name", "kinds_of"]
