"""What a place is, by its name: a village (村民委员会组织法), or a community of a town (城市居民委员会组织法)."""

from portal.errors import RuleError
from portal.org.models import OrgUnit

ENDINGS = {"village": ("村", "嘎查", "村委会", "村民委员会"), "residents": ("社区", "居委会", "居民委员会")}


def kind_of(unit: OrgUnit) -> str:
    """`village`, `residents`, or "" where the name does not say."""
    names = (unit.name, unit.short_name)
    return next((kind for kind, ends in ENDINGS.items() if any(each.endswith(ends) for each in names)), "")


def of_residents(unit: OrgUnit) -> bool:
    """Whether it is a community of a town: its committee and board are called otherwise than those of a village."""
    return kind_of(unit) == "residents"


def committee_of(unit: OrgUnit) -> str:
    """To whom objections go."""
    return "居民委员会" if of_residents(unit) else "村民委员会或者村务监督委员会"


def board_of(unit: OrgUnit) -> str:
    """Where decisions are posted."""
    return "居务公开栏" if of_residents(unit) else "村务公开栏"


def check_place(unit: OrgUnit, why: str = "请选择村、社区") -> None:
    """Raises RuleError for a street, a grid …, at the box in which the place is chosen."""
    if unit.kind != "community":
        raise RuleError(f"{unit.short_name}不是村、社区，{why}。", at="unit_id")
