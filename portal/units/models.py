"""机构变动: what befell the units of the tree, each with its day, its reason and the document that says so."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.audit import trail
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import KINDS, OrgUnit, Scoped
from portal.records import begins
from portal.records.record import Body
from portal.units.held import in_the_way

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
TOPMOST_GRID, LOWEST_GRID = 2, 3  # the community itself is level 1 (中办发三级网格)


class UnitChange(Body, Scoped, db.Model):
    """机构变动. `before` and `after` are what it was and became, in words; `basis` names the document, where there is one."""

    __tablename__ = "units_change"
    __table_args__ = (Index("ix_units_change_history", "unit_id", "valid_from", "id"),)

    permission = VIEW

    id: Mapped[int] = mapped_column(primary_key=True)
    verb: Mapped[str] = mapped_column(String(20))
    valid_from: Mapped[date]
    before: Mapped[str] = mapped_column(String(120), default="")
    after: Mapped[str] = mapped_column(String(120), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    basis: Mapped[str] = mapped_column(String(120), default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))

    by: Mapped[User | None] = relationship()

    @property
    def name(self) -> str:
        return VERBS[self.verb]

    @classmethod
    def history(cls, unit: OrgUnit) -> list["UnitChange"]:
        """What befell `unit`, the latest first."""
        of_unit = select(cls).where(cls.unit_id == unit.id).options(joinedload(cls.by))
        return list(db.session.scalars(of_unit.order_by(cls.valid_from.desc(), cls.id.desc())))

    @begins("增设下级单位", needs=MANAGE, refused=REFUSED)
    def set_up(
        cls,
        above: OrgUnit,
        kind: str,
        name: str,
        short_name: str,
        households: int | None,
        valid_from: date,
        reason: str,
        basis: str = "",
        *,
        by: User | None,
    ) -> "UnitChange":
        """A new unit below `above`. Raises RuleError for a kind that does not stand there, and for a name that a unit there has."""
        _hold(above)
        if kind not in kinds_below(above):
            raise RuleError(f"{KINDS[above.kind]}下面不能设{KINDS.get(kind, kind)}。", at="kind")
        _name_is_free(above, name, short_name)
        level = _grid_level(above) if kind == "grid" else None
        unit = OrgUnit.create(
            kind=kind,
            name=name,
            short_name=_short(name, short_name),
            parent=above,
            grid_level=level,
            households=households if kind in COUNTED else None,
        )
        return cls._of(unit, "set_up", "", f"{above}　{name}", valid_from, reason, basis, by)

    @begins("更名", needs=MANAGE, refused=REFUSED)
    def rename(
        cls,
        unit: OrgUnit,
        name: str,
        short_name: str,
        valid_from: date,
        reason: str,
        basis: str = "",
        *,
        by: User | None,
    ) -> "UnitChange":
        """Papers that are printed keep the old name; pages show the new one. Raises RuleError for a name that another unit there has."""
        _hold(unit)
        if above := unit.parent:
            _hold(above)
            _name_is_free(above, name, short_name, but=unit)
        before, short = unit.name, _short(name, short_name)
        if (name, short) == (unit.name, unit.short_name):
            raise RuleError("名称和简称都没有变。", at="name")
        unit.name, unit.short_name = name, short
        return cls._of(unit, "rename", before, name, valid_from, reason, basis, by)

    @begins("更正户数", needs=MANAGE, refused=REFUSED)
    def count(
        cls, unit: OrgUnit, households: int, valid_from: date, reason: str, basis: str = "", *, by: User | None
    ) -> "UnitChange":
        """How many households it has, where they are counted."""
        _hold(unit)
        if unit.kind not in COUNTED:
            raise RuleError("户数按网格、楼栋登记，上级的户数自动合计。")
        before, unit.households = unit.households, households
        was = "" if before is None else f"{before} 户"
        return cls._of(unit, "count", was, f"{households} 户", valid_from, reason, basis, by)

    @begins("撤销单位", needs=MANAGE, refused=REFUSED)
    def close(
        cls,
        unit: OrgUnit,
        successor_id: int | None,
        valid_from: date,
        reason: str,
        basis: str = "",
        *,
        by: User | None,
    ) -> "UnitChange":
        """It takes nothing any more; what is past stays where it happened. Raises RuleError while anything is left open there, and for a
        successor that is none."""
        _hold(unit)
        if left := in_the_way(unit):
            raise RuleError(f"{unit}现在还不能撤销：{'；'.join(left)}。")
        into = db.session.get(OrgUnit, successor_id) if successor_id else None
        if successor_id and (into is None or into.closed_on or into not in successors(unit)):
            raise RuleError("请选一个同级、没有撤销的单位。", at="successor_id")
        unit.closed_on, unit.merged_into_id = valid_from, into.id if into else None
        return cls._of(unit, "close", unit.name, f"并入{into.name}" if into else "", valid_from, reason, basis, by)

    @classmethod
    def _of(
        cls, unit: OrgUnit, verb: str, before: str, after: str, day: date, reason: str, basis: str, by: User | None
    ) -> "UnitChange":
        known = {"before": before[:120], "after": after[:120], "reason": reason, "basis": basis}
        change = cls(verb=verb, valid_from=day, by_id=by.id if by else None, **known)
        change.place(unit)
        db.session.add(change)
        said = "，".join(
            each for each in (f"{before} → {after}" if before and after else after or before, basis) if each
        )
        trail.record("unit_change", subject=unit, unit=unit, detail=f"{VERBS[verb]}：{said}", actor=by)
        return change


VERBS = {"set_up": "设立", "rename": "更名", "count": "更正户数", "close": "撤销"}


def kinds_below(unit: OrgUnit) -> list[str]:
    """The kinds of units that are set up directly below `unit`."""
    kinds = BELOW.get(unit.kind, ())
    lowest = unit.kind == "grid" and unit.grid_level == LOWEST_GRID
    return [] if unit.closed_on else [each for each in kinds if not (lowest and each == "grid")]


def successors(unit: OrgUnit) -> list[OrgUnit]:
    """Which may take over what `unit` was: those of its kind beside it."""
    beside = select(OrgUnit).where(OrgUnit.parent_id == unit.parent_id, OrgUnit.kind == unit.kind)
    return list(
        db.session.scalars(beside.where(OrgUnit.id != unit.id, OrgUnit.closed_on.is_(None)).order_by(OrgUnit.id))
    )


def _grid_level(above: OrgUnit) -> int:
    return LOWEST_GRID if above.kind == "grid" else TOPMOST_GRID


def _hold(unit: OrgUnit) -> None:
    """Changes of a unit are made one after the other. Raises RuleError for one that is closed."""
    locked = select(OrgUnit.closed_on).where(OrgUnit.id == unit.id).with_for_update(key_share=True)
    if closed_on := db.session.scalar(locked):
        raise RuleError(f"{unit}已于 {closed_on} 撤销，不能再变动。")


def _short(name: str, short_name: str) -> str:
    """What lists call it: as much of its name as there is room for, where nothing shorter was given."""
    return short_name or name[: OrgUnit.short_name.type.length]


def _name_is_free(above: OrgUnit, name: str, short_name: str, but: OrgUnit | None = None) -> None:
    names = {"name": name, "short_name": _short(name, short_name)}
    for at, text in names.items():
        taken = select(OrgUnit.id).where(
            OrgUnit.parent_id == above.id, OrgUnit.closed_on.is_(None), getattr(OrgUnit, at) == text
        )
        if db.session.scalar(taken.where(OrgUnit.id != (but.id if but else 0)).limit(1)):
            raise RuleError(f"{above}下面已经有“{text}”。", at=at)
