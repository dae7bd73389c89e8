"""议事坊 of a neighbourhood."""

from datetime import date

from sqlalchemy import Index, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.accounts.models import User
from portal.cases.neighbourhood import BringsCases
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit, Scoped
from portal.records import Body, begins, step

MANAGE = "consultation.manage"


class Forum(BringsCases, Body, Scoped, db.Model):
    """红管家议事坊. A community has one for each neighbourhood (小区); `name` is that of the neighbourhood."""

    __tablename__ = "consultation_forum"
    __table_args__ = (
        UniqueConstraint("unit_id", "name"),
        Index("ix_consultation_forum_county", "county_id", "founded_on", "id"),
        Index("ix_consultation_forum_township", "township_id", "founded_on", "id"),
    )
    permission = "consultation.view"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    households: Mapped[int | None]
    venue: Mapped[str] = mapped_column(String(80), default="")
    convener: Mapped[str] = mapped_column(String(40), default="")
    founded_on: Mapped[date]

    @property
    def title(self) -> str:
        """As papers call it."""
        return f"{self.name}红管家议事坊"

    @property
    def party(self) -> dict[str, str]:
        return {"name": self.title, "address": self.venue}

    @begins("设立议事坊", needs=MANAGE, refused="您不能在这个社区设立议事坊。")
    def found(cls, *, unit: OrgUnit, name: str, by: User, founded_on: date | None = None, **fields) -> "Forum":
        """One a neighbourhood; RuleError for a second. Fields: households, venue, convener."""
        if db.session.scalar(select(cls.id).where(cls.unit_id == unit.id, cls.name == name)):
            raise RuleError(f"{unit.short_name}的{name}已经设立了议事坊。")
        founded = cls(name=name, founded_on=founded_on or clock.today(), **fields)
        founded.place(unit)
        db.session.add(founded)
        return founded

    @step("修改", needs=MANAGE)
    def amend(self, *, by: User, **fields) -> None:
        """Households, venue and convener as they are now."""
        for name, value in fields.items():
            setattr(self, name, value)
