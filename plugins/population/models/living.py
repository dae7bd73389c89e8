"""住处: in which premises a household lives, from one day to another."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, delete, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from plugins.population.choices import EDIT
from plugins.population.models.premises import Premises
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.records import Moved, step
from portal.records.dated import Dated

NOW = text("valid_until IS NULL")


class Residence(Dated, db.Model):
    """住处. A household lives in one at a time; several may share one. `by_roster`: a roster told it, and takes it back."""

    __tablename__ = "population_residence"
    __table_args__ = (
        Index("uq_population_residence_now", "household_id", unique=True, sqlite_where=NOW, postgresql_where=NOW),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("population_household.id"), index=True)
    premises_id: Mapped[int] = mapped_column(ForeignKey("population_premises.id"), index=True)
    by_roster: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    premises: Mapped[Premises] = relationship(lazy="joined")


def _lives_nowhere(household: "Living") -> str:
    return "" if household.residence else "没有登记住处。"


class Living:
    """A household that lives somewhere."""

    @declared_attr
    @classmethod
    def residences(cls) -> Mapped[list[Residence]]:
        return relationship(Residence, order_by=Residence.id)

    @property
    def residence(self) -> Residence | None:
        """Where it lives now."""
        return next((each for each in self.residences if each.valid_until is None), None)

    @step("登记住处", of="here", needs=EDIT)
    def settle(self, premises: Premises, on: date, *, by: User | None, by_roster: bool = False) -> Moved:
        """It lives there from `on`; where it lived before ends the day it leaves. Raises RuleError for premises of another county, that are gone, or where
        it lives already, and for a day to come."""
        if premises.county_id != self.county_id:
            raise RuleError("这处房屋在别的旗县区，不能登记为住处。", at="estate")
        if premises.status != "here":
            raise RuleError("这处房屋已经注销，请核对地址。", at="estate")
        if on > clock.today():
            raise RuleError("日期还没有到，请核对。", at="on")
        if now := self.residence:
            if now.premises is premises:
                raise RuleError("现在就住在这里。", at="estate")
            now.end_on(on)
            db.session.flush()
        made = Residence(premises=premises, valid_from=on, by_roster=by_roster)
        self.residences.append(made)
        return Moved(f"{on} 起住{premises.number}。", made=made)

    @step("搬离", of="here", needs=EDIT, unless=_lives_nowhere)
    def leave_home(self, on: date, *, by: User | None) -> str:
        """It lives nowhere that is known."""
        self.residence.end_on(on)
        return f"最后一天 {on}。"

    def forget_residence(self, since: datetime) -> None:
        """A roster is taken back: where it was said to live, and premises that were entered for that."""
        for each in [one for one in self.residences if one.by_roster and one.created_at >= since]:
            premises = each.premises
            db.session.execute(delete(Residence).where(Residence.id == each.id))
            premises.let_go(since=since)
        db.session.expire(self, ["residences"])
