"""机构变动: what befell the units of the tree, each with its day, its reason and the document that says so."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, or_, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from portal import clock, numbering
from portal.accounts.models import User
from portal.audit import trail
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import KINDS, OrgUnit, Scoped, StoodUnder
from portal.records import begins
from portal.records.record import Body
from portal.units.held import in_the_way
from portal.units.merging import Merging
from portal.units.moving import Moving
from portal.units.relocation import not_under_way
from portal.units.rules import (
    COUNTED,
    MANAGE,
    REFUSED,
    VIEW,
    grid_level,
    hold,
    kinds_below,
    name_is_free,
    short_of,
)
from portal.units.splitting import Splitting


class UnitChange(Moving, Merging, Splitting, Body, Scoped, db.Model):
    """机构变动. `before` and `after` are what it was and became, in words; `basis` names the document, where there is one; `gave_up` is the
    short name it has no longer, with which numbers may be written."""

    __tablename__ = "units_change"
    happened = True
    __table_args__ = (Index("ix_units_change_history", "unit_id", "valid_from", "id"),)

    permission = VIEW

    id: Mapped[int] = mapped_column(primary_key=True)
    verb: Mapped[str] = mapped_column(String(20))
    valid_from: Mapped[date]
    before: Mapped[str] = mapped_column(String(120), default="")
    after: Mapped[str] = mapped_column(String(120), default="")
    gave_up: Mapped[str] = mapped_column(String(40), default="")
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
        hold(above)
        if kind not in kinds_below(above):
            raise RuleError(f"{KINDS[above.kind]}下面不能设{KINDS.get(kind, kind)}。", at="kind")
        name_is_free(above, name, short_name)
        level = grid_level(above) if kind == "grid" else None
        unit = OrgUnit.create(
            kind=kind,
            name=name,
            short_name=short_of(name, short_name),
            parent=above,
            grid_level=level,
            households=households if kind in COUNTED else None,
        )
        StoodUnder.note(unit, None)
        cls.go_on_numbering(unit)
        return cls.note(unit, "set_up", "", f"{above}　{name}", valid_from, reason, basis, by)

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
        hold(*(each for each in (unit, unit.parent) if each))
        if above := unit.parent:
            name_is_free(above, name, short_name, but=unit)
        if (name, short_of(name, short_name)) == (unit.name, unit.short_name):
            raise RuleError("名称和简称都没有变。", at="name")
        return cls.call(unit, name, short_name, valid_from, reason, basis, by)

    @classmethod
    def call(
        cls, unit: OrgUnit, name: str, short_name: str, valid_from: date, reason: str, basis: str, by: User | None
    ) -> "UnitChange":
        """`unit`, which is held, is called so from now on; that nobody beside it is, was asked before."""
        before, short = unit.name, short_of(name, short_name)
        given_up, unit.name, unit.short_name = unit.short_name, name, short
        change = cls.note(unit, "rename", before, name, valid_from, reason, basis, by)
        if short != given_up:
            change.gave_up = given_up
            cls.go_on_numbering(unit)
        return change

    @classmethod
    def go_on_numbering(cls, unit: OrgUnit) -> None:
        """Numbers carry the short name of a unit: whoever takes one over that another unit of its kind in the county has or had goes on behind its
        numbers. Grids and buildings give out none."""
        if unit.kind in ("grid", "building"):
            return
        beside = select(OrgUnit.id).where(
            OrgUnit.county_id == unit.county_id, OrgUnit.kind == unit.kind, OrgUnit.id != unit.id
        )
        gave_up = select(cls.unit_id).where(cls.gave_up == unit.short_name)
        numbering.go_on(unit.id, beside.where(or_(OrgUnit.short_name == unit.short_name, OrgUnit.id.in_(gave_up))))

    @begins("更正户数", needs=MANAGE, refused=REFUSED)
    def count(
        cls, unit: OrgUnit, households: int, valid_from: date, reason: str, basis: str = "", *, by: User | None
    ) -> "UnitChange":
        """How many households it has, where they are counted."""
        hold(unit)
        if unit.kind not in COUNTED:
            raise RuleError("户数按网格、楼栋登记，上级的户数自动合计。")
        before, unit.households = unit.households, households
        was = "" if before is None else f"{before} 户"
        return cls.note(unit, "count", was, f"{households} 户", valid_from, reason, basis, by)

    @begins("撤销单位", needs=MANAGE, refused=REFUSED)
    def close(cls, unit: OrgUnit, valid_from: date, reason: str, basis: str = "", *, by: User | None) -> "UnitChange":
        """It takes nothing any more, and nobody takes over; what is past stays where it happened. Raises RuleError while anything is left open
        there."""
        hold(unit)
        not_under_way(unit)
        if left := in_the_way(unit):
            raise RuleError(f"{unit}现在还不能撤销：{'；'.join(map(str, left))}。")
        unit.closed_on = valid_from
        return cls.note(unit, "close", unit.name, "", valid_from, reason, basis, by)

    @classmethod
    def note(
        cls, unit: OrgUnit, verb: str, before: str, after: str, day: date, reason: str, basis: str, by: User | None
    ) -> "UnitChange":
        known = {"before": before[:120], "after": after[:120], "reason": reason, "basis": basis}
        change = cls(verb=verb, valid_from=day, by_id=by.id if by else None, **known)
        change.place(unit)
        db.session.add(change)
        said = "，".join(
            each for each in (f"{before} → {after}" if before and after else after or before, basis) if each
        )
        told = f"{VERBS[verb]}：{said}"
        changes = [(CHANGED[verb], before, after)]
        trail.record("unit_change", subject=unit, unit=unit, detail=told, actor=by, changes=changes)
        return change


VERBS = {
    "set_up": "设立",
    "rename": "更名",
    "count": "更正户数",
    "reparent": "调整上级",
    "merge": "并入其他单位",
    "take_in": "接收并入",
    "split": "分设",
    "close": "撤销",
}
CHANGED = {
    "set_up": "单位",
    "rename": "名称",
    "count": "户数",
    "reparent": "上级",
    "merge": "由谁接管",
    "take_in": "接收",
    "split": "分出",
    "close": "单位",
}
