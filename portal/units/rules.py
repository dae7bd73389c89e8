"""What holds of the tree of units: what stands below what, whose names are free, and who may take over from whom."""

from sqlalchemy import Select, select

from portal.accounts.models import User
from portal.errors import NotAllowed, RuleError
from portal.extensions import db
from portal.org.models import OrgUnit

MANAGE, VIEW = "units.manage", "units.view"
REFUSED = "您不管理这个单位的机构设置。"
BELOW = {  # kind of a unit → what is set up below it
    "city": ("county", "department"),
    "county": ("township", "department"),
    "township": ("community", "department"),
    "community": ("grid",),
    "grid": ("grid", "building"),
}
COUNTED = ("grid", "building")  # where households are counted
MOVABLE = ("community", "grid", "building", "department")  # what may stand under another unit of its county
TOPMOST_GRID, LOWEST_GRID = 2, 3  # the community itself is level 1 (中办发三级网格)


def kinds_below(unit: OrgUnit) -> list[str]:
    """The kinds of units that are set up directly below `unit`."""
    kinds = BELOW.get(unit.kind, ())
    lowest = unit.kind == "grid" and unit.grid_level == LOWEST_GRID
    return [] if unit.closed_on else [each for each in kinds if not (lowest and each == "grid")]


def likes(unit: OrgUnit) -> Select[tuple[OrgUnit]]:
    """The open units of the kind of `unit` in its county, without itself: any of them may take over what it was."""
    same = OrgUnit.kind == unit.kind, OrgUnit.grid_level.is_not_distinct_from(unit.grid_level)
    here = OrgUnit.county_id == unit.county_id, OrgUnit.closed_on.is_(None), OrgUnit.id != unit.id
    return select(OrgUnit).where(*same, *here).order_by(OrgUnit.path)


def places_for(unit: OrgUnit) -> Select[tuple[OrgUnit]]:
    """The open units of its county under which `unit` may stand instead: such as it stands under now."""
    return likes(unit.parent)


def grid_level(above: OrgUnit) -> int:
    return LOWEST_GRID if above.kind == "grid" else TOPMOST_GRID


def hold(*units: OrgUnit) -> None:
    """Changes in one county are made one after the other, each on what the one before left: what was loaded before is read again. Raises RuleError for a
    unit that is closed."""
    for ident in (*sorted({each.county.id for each in units}), *sorted(each.id for each in units)):
        db.session.execute(select(OrgUnit.id).where(OrgUnit.id == ident).with_for_update(key_share=True))
    db.session.flush()
    db.session.expire_all()
    for unit in units:
        if unit.closed_on:
            raise RuleError(f"{unit}已于 {unit.closed_on} 撤销，不能再变动。")


def must_manage(by: User | None, *units: OrgUnit) -> None:
    """Raises NotAllowed where one of `units` is not `by`'s to change; None, on the command line, changes all."""
    if by is not None and not all(by.can(MANAGE, each) for each in units):
        raise NotAllowed(REFUSED)


def short_of(name: str, short_name: str) -> str:
    """What lists call it: as much of its name as there is room for, where nothing shorter was given."""
    return short_name or name[: OrgUnit.short_name.type.length]


def name_is_free(above: OrgUnit, name: str, short_name: str, but: OrgUnit | None = None) -> None:
    """Raises RuleError where another open unit under `above` is called so."""
    names = {"name": name, "short_name": short_of(name, short_name)}
    for at, text in names.items():
        taken = select(OrgUnit.id).where(
            OrgUnit.parent_id == above.id, OrgUnit.closed_on.is_(None), getattr(OrgUnit, at) == text
        )
        if db.session.scalar(taken.where(OrgUnit.id != (but.id if but else 0)).limit(1)):
            raise RuleError(f"{above}下面已经有“{text}”。", at=at)
