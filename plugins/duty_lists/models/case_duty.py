"""事项对照清单: the row of a list that a case is about, and whether it is handed down all the same because it cannot wait."""

from datetime import datetime

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.duty_lists.choices import BARRED
from plugins.duty_lists.models.item import DutyItem
from plugins.duty_lists.settings import rules_of
from portal import clock
from portal.accounts.models import User
from portal.cases.models import Case
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.redaction import RedactedText

BELOW = ("community", "grid", "building")


class CaseDuty(db.Model):
    """One a case; what was chosen last counts."""

    __tablename__ = "duty_lists_case"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases_case.id"), unique=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("duty_lists_item.id"), index=True)
    urgent: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(RedactedText(), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    item: Mapped[DutyItem] = relationship(lazy="joined")
    by: Mapped[User] = relationship(lazy="joined")

    @classmethod
    def of(cls, case: Case) -> "CaseDuty | None":
        return db.session.scalar(select(cls).where(cls.case_id == case.id))

    @classmethod
    def tie(cls, case: Case, item: DutyItem, *, by: User, urgent: bool = False, reason: str = "") -> "CaseDuty":
        """Note which row `case` is about."""
        tied = cls.of(case) or cls(case_id=case.id)
        tied.item, tied.urgent, tied.reason, tied.by, tied.at = item, urgent, reason, by, clock.now()
        db.session.add(tied)
        return tied

    @classmethod
    def objection(cls, case: Case, unit: OrgUnit, origin: OrgUnit) -> str:
        """Why `case` is not handed from `origin` to `unit`, or "": a community or grid, from above, where the district has the gate on."""
        if unit.kind not in BELOW or _within(origin, unit) or rules_of(unit).gate != "on":
            return ""
        tied = cls.of(case)
        if tied is None or tied.urgent or tied.item.edition.kind not in BARRED:
            return ""
        instead = f"，由{tied.item.department}承接" if tied.item.department else ""
        return f"{tied.item.label}“{tied.item.title}”不能交给{unit}{instead}；确属应急的，先在“对照清单”里注明。"


def _within(inner: OrgUnit, outer: OrgUnit) -> bool:
    """Whether both lie in one community: then nothing is handed down."""
    community = inner.community_id
    return community is not None and community == outer.community_id
