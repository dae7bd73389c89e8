"""统计事项: what the statistics ask of a dispute and no other step tells, with who says so: how hard it was, who handed it over, what was prevented."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.cases.mediated import DIFFICULTIES
from portal.columns import named
from portal.errors import RuleError
from portal.extensions import db
from portal.records import step

if TYPE_CHECKING:
    from plugins.mediation.models.dispute import Dispute

HANDED_BY = {"court": "法院", "police": "公安", "procuratorate": "检察院", "petition": "信访", "other": "其他单位"}
PREVENTED = {
    "suicide": "引起自杀",
    "crime": "转化为刑事案件",
    "petition": "群体性上访",
    "fight": "群体性械斗",
    "mass": "其他群体性事件",
}


class DisputeReport(db.Model):
    """统计事项 of one dispute. `people`: how many the prevented matter would have touched; `by`: who vouches for it."""

    __tablename__ = "mediation_report"

    id: Mapped[int] = mapped_column(primary_key=True)
    dispute_id: Mapped[int] = mapped_column(ForeignKey("mediation_dispute.id"), unique=True)
    difficulty: Mapped[str] = mapped_column(String(10))
    handed_by: Mapped[str] = mapped_column(String(14), default="")
    death: Mapped[bool] = mapped_column(default=False)
    prevented: Mapped[str] = mapped_column(String(10), default="")
    people: Mapped[int] = mapped_column(default=0)
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    by: Mapped[User] = relationship()
    difficulty_name = named("difficulty", DIFFICULTIES)
    handed_by_name = named("handed_by", HANDED_BY, "")
    prevented_name = named("prevented", PREVENTED, "")


class Reported:
    """登记统计事项."""

    @declared_attr
    def told_for_statistics(cls) -> Mapped[DisputeReport | None]:
        return relationship(DisputeReport)

    @step("登记统计事项", of=("mediating", "agreed", "effective", "closed"), needs="mediation.mediate", verb="report")
    def report(
        self: "Dispute",
        *,
        difficulty: str,
        by: User,
        handed_by: str = "",
        death: bool = False,
        prevented: str = "",
        people: int | None = None,
    ) -> None:
        """difficulty, handed_by, prevented: keys of DIFFICULTIES and of the lists above. Raises RuleError for one that was handed over by nobody, and for something prevented that
        touches nobody. Told again, it is as told last."""
        if (self.source == "transfer") != bool(handed_by):
            raise RuleError("委托移送的请选择移送单位，其他来源的不选。", at="handed_by")
        if bool(prevented) != bool(people):
            raise RuleError("防止了什么和涉及几人要一起填。", at="people")
        told = self.told_for_statistics or DisputeReport()
        told.difficulty, told.handed_by, told.death = difficulty, handed_by, death
        told.prevented, told.people, told.by, told.at = prevented, people or 0, by, clock.now()
        self.told_for_statistics = told
