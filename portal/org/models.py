"""The unit tree (组织机构) and the scope that every row of the office carries."""

from datetime import date
from typing import ClassVar

from sqlalchemy import ColumnElement, ForeignKey, Index, String, UniqueConstraint, delete, exists, select
from sqlalchemy.orm import Mapped, aliased, declared_attr, mapped_column, relationship

from portal import clock
from portal.errors import RuleError
from portal.extensions import db

__all__ = ["OrgUnit", "UnitCode", "Scoped", "LEVELS", "KINDS", "BOOK_OF_GRIDS"]

KINDS = {  # kind of a unit → its name
    "province": "省级",
    "city": "市级",
    "county": "旗县区",
    "township": "乡镇街道",
    "community": "村社区",
    "grid": "网格",
    "building": "楼栋",
    "department": "部门",
}
LEVELS = (
    "city_id",
    "county_id",
    "township_id",
    "community_id",
    "grid_id",
    "subgrid_id",
)  # columns in which a row carries the ancestors of its unit, from the city down
BOOK_OF_GRIDS = "grid"  # the code book of the codes of grids; each is given once
RANK_OF_KIND = {"city": 0, "county": 1, "township": 2, "community": 3}


class Ancestors:
    """One column per level with the id of the ancestor (or the unit itself) at that level; see docs/adr/0001."""

    city_id: Mapped[int | None]
    county_id: Mapped[int | None]
    township_id: Mapped[int | None]
    community_id: Mapped[int | None]
    grid_id: Mapped[int | None]
    subgrid_id: Mapped[int | None]

    def allows(self, user, permission: str) -> bool:
        """Whether `user` holds `permission` on this row; permissions granted in other units do not count."""
        return user.can(permission, self)

    def keeps_out(self, user) -> str:
        """Why `user` is kept from this row in spite of what they hold on its unit, in Chinese, or "": for rows that override `allows`."""
        return ""

    @classmethod
    def reach(cls, user, permission: str):
        """The condition for rows on which `user` holds `permission`: `allows` as SQL. Override both or neither."""
        return user.reach(cls, permission)

    def copy_ancestors(self, other: "Ancestors") -> None:
        """Take over the ancestor columns of `other`."""
        for level in LEVELS:
            setattr(self, level, getattr(other, level))


class OrgUnit(Ancestors, db.Model):
    """组织机构: a place or a department. Never deleted: closed, merged or moved, with dates."""

    __tablename__ = "org_unit"
    __table_args__ = (
        Index("ix_org_unit_children", "parent_id", "kind", "id"),
        Index("ix_org_unit_path", "path"),
        Index("ix_org_unit_county", "county_id", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("org_unit.id"))
    kind: Mapped[str] = mapped_column(String(12))
    grid_level: Mapped[int | None]
    path: Mapped[str] = mapped_column(String(120), default="")
    name: Mapped[str] = mapped_column(String(80))
    short_name: Mapped[str] = mapped_column(String(40))
    source_name: Mapped[str] = mapped_column(String(120), default="")
    households: Mapped[int | None]
    closed_on: Mapped[date | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("org_unit.id"))

    merged_into: Mapped["OrgUnit | None"] = relationship(remote_side=[id], foreign_keys=[merged_into_id])
    parent: Mapped["OrgUnit | None"] = relationship(remote_side=[id], foreign_keys=[parent_id])
    township: Mapped["OrgUnit | None"] = relationship(
        primaryjoin="foreign(OrgUnit.township_id) == remote(OrgUnit.id)", viewonly=True
    )
    codes: Mapped[list["UnitCode"]] = relationship(back_populates="unit", cascade="all, delete-orphan")

    @classmethod
    def create(cls, *, kind: str, name: str, parent: "OrgUnit | None" = None, **fields) -> "OrgUnit":
        """Add a unit below `parent`; the path and the ancestor columns follow from the tree."""
        unit = cls(
            kind=kind,
            name=name,
            parent_id=parent.id if parent else None,
            short_name=fields.pop("short_name", name),
            source_name=fields.pop("source_name", name),
            **fields,
        )
        db.session.add(unit)
        db.session.flush()
        unit.settle_under(parent)
        return unit

    def settle_under(self, parent: "OrgUnit | None") -> None:
        """Derive path and ancestors from `parent`. The unit must have its id."""
        self.path = (parent.path if parent else "") + f"{self.id:07d}."
        if parent:
            self.copy_ancestors(parent)
        level = self._own_level(parent)
        if level:
            setattr(self, level, self.id)

    def _own_level(self, parent: "OrgUnit | None") -> str | None:
        if self.kind in RANK_OF_KIND:
            return LEVELS[RANK_OF_KIND[self.kind]]
        if self.kind in ("grid", "building") and parent is not None:
            # below a subgrid there is no column left: such a unit is found by itself, not by overwriting its parent
            return next((level for level in ("grid_id", "subgrid_id") if getattr(parent, level) is None), None)
        return None

    @property
    def county(self) -> "OrgUnit":
        """The county above it; the unit itself where there is none."""
        return (db.session.get(OrgUnit, self.county_id) if self.county_id else None) or self

    def move_under(self, parent: "OrgUnit") -> list["OrgUnit"]:
        """Stand under `parent` from now on, with all below; answers these and itself. Where it stood until today is kept for the figures of past
        days; the rows that lie in these units are settled by whoever calls (`portal.units.relocation`)."""
        StoodUnder.note(self, self.parent)
        below = self.path + "%"
        found = db.session.scalars(select(OrgUnit).where(OrgUnit.path.like(below)).order_by(OrgUnit.path)).all()
        known = {each.id: each for each in found} | {parent.id: parent}
        self.parent_id = parent.id
        for each in found:
            each.settle_under(known[each.parent_id])  # those above come before those below
        return list(found)

    def take_code(self, code: str) -> None:
        """网格编码 from today on; the one before stays its own. Raises RuleError at `code` for one that another grid has or had: each is given once."""
        taken = select(UnitCode).where(UnitCode.code_system == BOOK_OF_GRIDS, UnitCode.code == code)
        other = db.session.scalar(taken)
        if other and other.unit_id != self.id:
            whose = f"是{other.unit.short_name}的" if other.unit.county_id == self.county_id else "在别处已经用了"
            raise RuleError(f"这个编码{whose}，撤并以后也不再给别的网格。", at="code")
        if other:
            db.session.execute(delete(UnitCode).where(UnitCode.id == other.id))
        db.session.add(UnitCode(unit_id=self.id, code_system=BOOK_OF_GRIDS, code=code, name=self.name))
        db.session.flush()
        db.session.expire(self, ["codes"])

    @property
    def heir(self) -> "OrgUnit":
        """Who took over what lies in it: where it was merged into, or itself."""
        return self.merged_into.heir if self.merged_into else self

    @property
    def level_column(self) -> str | None:
        """Name of the ancestor column in which this unit itself stands; None for provinces and departments."""
        return next((level for level in reversed(LEVELS) if getattr(self, level) == self.id), None)

    @property
    def level(self) -> str:
        """Name of the column in which rows of this unit's subtree have its id."""
        return self.level_column or "unit_id"

    def contains(self, row: Ancestors) -> bool:
        """Whether `row` (a unit or anything scoped) lies in this unit's subtree."""
        if getattr(row, "unit_id", None) == self.id or (isinstance(row, OrgUnit) and row.id == self.id):
            return True
        level = self.level_column
        return level is not None and getattr(row, level) == self.id

    @classmethod
    def lineage(cls) -> list[ColumnElement[int]]:
        """The columns with the ids of the units that contain this one, itself among them: `contains` as SQL."""
        return [cls.id, *(getattr(cls, level) for level in LEVELS)]

    def subtree_of(self, model: type[Ancestors]):
        """The condition that picks rows of `model` in this unit's subtree: an equality, so an index scan."""
        level = self.level_column
        if level:
            return getattr(model, level) == self.id
        return (model.id if model is OrgUnit else model.unit_id) == self.id

    @classmethod
    def is_in_counted(cls) -> ColumnElement[bool]:
        """The condition that it lies in a grid whose households are known, its own among them."""
        above = aliased(OrgUnit)
        counted = above.id == cls.grid_id, above.id != cls.id, above.households.is_not(None)
        return exists(select(above.id).where(*counted).correlate(cls))

    @property
    def ancestor_ids(self) -> tuple[int, ...]:
        """Ids on the way from the root down to this unit, itself included."""
        return tuple(int(part) for part in self.path.split(".") if part)

    @property
    def depth(self) -> int:
        """How many units stand above this one."""
        return len(self.ancestor_ids) - 1

    @property
    def about(self) -> str:
        """Which one it is, on the page of what begins from here."""
        return self.name

    def __str__(self) -> str:
        return self.short_name


class UnitCode(db.Model):
    """A code in one code book: the same code may name different places in different books."""

    __tablename__ = "org_unit_code"
    __table_args__ = (UniqueConstraint("code_system", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"), index=True)
    code_system: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))

    unit: Mapped[OrgUnit] = relationship(back_populates="codes")


class Scoped(Ancestors):
    """A row that belongs to a unit and copies its ancestor columns, so that access is an equality in SQL. `happened`: it tells of what is past, and
    so keeps its unit where that is merged into another."""

    happened: ClassVar[bool] = False

    @declared_attr
    def unit_id(cls) -> Mapped[int]:
        listed = f"ix_{cls.__tablename__}_unit_listed"  # begins with it, too (portal.records.in_order)
        has = any(getattr(each, "name", None) == listed for each in getattr(cls, "__table_args__", ()))
        return mapped_column(ForeignKey("org_unit.id"), index=not has)

    @declared_attr
    def unit(cls) -> Mapped[OrgUnit]:
        return relationship(OrgUnit, foreign_keys=[cls.unit_id])

    def place(self, unit: OrgUnit) -> None:
        """Put the row into `unit`."""
        self.unit = unit
        self.unit_id = unit.id
        self.copy_ancestors(unit)

    def follow_unit(self) -> None:
        """Follow the unit in which it lies, which was moved, or merged into another: the row keeps the unit in which it happened."""
        self.copy_ancestors(self.unit.heir)


class StoodUnder(db.Model):
    """原来的上级: under which unit another stood until the end of the day before `until` (None: under none, it was set up that day). Where it
    stands now is `OrgUnit.parent_id`; of what was merged, the last row says until when it stood there."""

    __tablename__ = "org_stood_under"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("org_unit.id"), index=True)
    until: Mapped[date]

    @classmethod
    def note(cls, unit: OrgUnit, parent: OrgUnit | None) -> None:
        """From today `unit` stands elsewhere than under `parent`."""
        db.session.add(cls(unit_id=unit.id, parent_id=parent.id if parent else None, until=clock.today()))
