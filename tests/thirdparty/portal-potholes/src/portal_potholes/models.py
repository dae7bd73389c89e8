"""坑洼: one hole in the road."""

from datetime import date, datetime, timedelta

from sqlalchemy import ForeignKey, String, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.cases.models import Case
from portal.errors import NotAllowed, WrongState
from portal.extensions import db
from portal.org.models import OrgUnit, Scoped
from portal.settings import settings_of


class Pothole(Scoped, db.Model):
    """坑洼. `due_on` is computed once, with the days in force when it was reported."""

    __tablename__ = "potholes_pothole"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases_case.id"), index=True)
    place_name: Mapped[str] = mapped_column(String(100))
    due_on: Mapped[date]
    overdue: Mapped[bool] = mapped_column(default=False)
    repaired_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    case: Mapped[Case | None] = relationship()

    @classmethod
    def visible_to(cls, user: User):
        return select(cls).where(user.reach(cls, "potholes.view"))

    @classmethod
    def of(cls, case: Case) -> list["Pothole"]:
        return list(db.session.scalars(select(cls).where(cls.case_id == case.id).order_by(cls.id)))

    @classmethod
    def unrepaired_in(cls, unit: OrgUnit) -> int:
        query = select(func.count(cls.id)).where(unit.subtree_of(cls), cls.repaired_on.is_(None))
        return db.session.scalar(query)

    @classmethod
    def report(cls, unit: OrgUnit, place_name: str, *, by: User, case: Case | None = None) -> "Pothole":
        """登记. Raises NotAllowed outside the user's units."""
        if not by.can("potholes.report", unit):
            raise NotAllowed("您不能在这个单位登记坑洼。")
        pothole = cls(
            place_name=place_name,
            case_id=case.id if case else None,
            due_on=clock.today() + timedelta(days=settings_of("potholes", unit).days),
        )
        pothole.place(unit)
        db.session.add(pothole)
        db.session.flush()
        return pothole

    def repair(self, *, by: User) -> None:
        """修补."""
        if self.repaired_on:
            raise WrongState("这处坑洼已经修补。")
        if not by.can("potholes.report", self):
            raise NotAllowed("您不能办理这处坑洼。")
        self.repaired_on, self.overdue = clock.today(), False
