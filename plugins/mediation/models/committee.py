"""人民调解委员会: of which unit, since when; its terms and roster, what its mediators have learnt, its rooms, its model clauses and its calendar come together here."""

from datetime import date

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from plugins.mediation.models.clause import KeepsClauses
from plugins.mediation.models.credential import Credentialled
from plugins.mediation.models.feed import Published
from plugins.mediation.models.room import Housed
from plugins.mediation.models.staffing import Staffed
from portal import clock
from portal.accounts.models import User
from portal.database import only_once
from portal.extensions import db
from portal.org.models import OrgUnit, Scoped
from portal.records import Body, begins
from portal.records.keeping import Keeping


class Committee(Staffed, Credentialled, Housed, KeepsClauses, Published, Body, Scoped, db.Model):
    """人民调解委员会 of a township, street, village or community."""

    __tablename__ = "mediation_committee"
    __table_args__ = (UniqueConstraint("unit_id"),)

    permission = "mediation.view"
    keeping = Keeping(
        name="调委会名册",
        does="在用的名册，没有到期；离任的另见“离任的人民调解员”",
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    founded_on: Mapped[date | None]

    @classmethod
    def of(cls, unit: OrgUnit) -> "Committee | None":
        """The committee nearest above `unit`: of the community, else of the township."""
        return cls.nearest(cls.places(unit))

    @staticmethod
    def places(unit: OrgUnit) -> tuple[int | None, ...]:
        """Ids of the units whose committee may mediate what happens in `unit`, the nearest first."""
        return unit.community_id, unit.township_id, unit.id

    @begins("设立调委会", needs="mediation.manage")
    def found(cls, *, unit: OrgUnit, name: str, by: User | None, founded_on: date | None = None) -> "Committee":
        """Set a committee up for `unit`: one each, RuleError for a second."""
        committee = cls(name=name, founded_on=founded_on or clock.today())
        committee.place(unit)
        with only_once(f"{unit.name}已经设立了调委会。"):
            db.session.add(committee)
        return committee
