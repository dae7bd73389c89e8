"""回访、反弹: after it was struck off the parties are asked twice, and a person says whether one who came again came for the same."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, ForeignKey, Select, String, exists, or_, select, union_all
from sqlalchemy.orm import Mapped, aliased, declared_attr, mapped_column, relationship

from plugins.sponsored.choices import FOLLOW, VERDICTS
from plugins.sponsored.models.contacting import VISITED
from portal import clock
from portal.accounts.models import User
from portal.cases.models import Case, Party
from portal.columns import named
from portal.errors import RuleError
from portal.extensions import db
from portal.records import step
from portal.redaction import RedactedText

if TYPE_CHECKING:
    from plugins.sponsored.models.sponsorship import Sponsorship

NOT_BY = {"handler_id": "责任人", "leader_id": "包案领导"}


class SponsorRelapse(db.Model):
    """反弹: what a person said of a later `case` with a party in common."""

    __tablename__ = "sponsored_relapse"

    id: Mapped[int] = mapped_column(primary_key=True)
    sponsorship_id: Mapped[int] = mapped_column(ForeignKey("sponsored_sponsorship.id"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases_case.id"), index=True)
    verdict: Mapped[str] = mapped_column(String(4))
    reason: Mapped[str] = mapped_column(RedactedText(1000))
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    case: Mapped[Case] = relationship(lazy="joined")
    verdict_name = named("verdict", VERDICTS)


def came_again(of: Any) -> tuple[Select, Select]:
    """The ids of later cases of the county with a party in common with that of `of`, within the days of relapse, about which nobody has said
    anything: of a resident on any side; of an organisation that asked then and asks now. `of`: a sponsorship, or the class in a condition.

    Two statements, for each is read by an index of its own, which leads to the cases of those days alone; `+ 0` keeps the database from reading all cases
    of the county first, and lets it expect what is the case: few parties."""
    was, now, later = aliased(Party), aliased(Party), aliased(Case)
    said = SponsorRelapse.sponsorship_id == of.id, SponsorRelapse.case_id == later.id
    judged = exists().where(*said).correlate_except(SponsorRelapse)
    found = (
        select(later.id)
        .select_from(was)
        .join(now, now.removed_at.is_(None))
        .join(later, later.id == now.case_id)
        .where(
            was.case_id == of.case_id,
            was.removed_at.is_(None),
            later.id != of.case_id,
            later.county_id + 0 == of.county_id,
            now.came_at >= of.struck_at,
            now.came_at <= of.watched_until,
            ~judged,
        )
    )
    resident = was.person_id == now.person_id, was.person_id + 0 == was.person_id
    asked = was.organisation_id == now.organisation_id, was.organisation_id + 0 == was.organisation_id
    return found.where(*resident), found.where(*asked, was.side == 1, now.side == 1)


def _nobody_came(sponsorship: "Sponsorship") -> str:
    return "" if sponsorship.to_judge else "没有同一当事人再次来访的事项。"


def _not_yet(sponsorship: "Sponsorship") -> str:
    due = sponsorship.visit_due_on
    return f"{due} 起回访，还没有到日子。" if due and clock.today() < due else ""


def _not_the_first(sponsorship: "Sponsorship") -> str:
    return "已经回访过一次。" if sponsorship.is_last_visit else _not_yet(sponsorship)


def _not_the_last(sponsorship: "Sponsorship") -> str:
    if not sponsorship.is_last_visit:
        return "先做第一次回访。"
    if said := _not_yet(sponsorship):
        return said
    return "当事人又来反映的事项还没有认定是不是反弹，认定以后再做最后一次回访。" if sponsorship.to_judge else ""


class FollowedUp:
    """`visit_due_on`: the day of the next 回访; `watched_until`: until when somebody who comes again is taken for a relapse; `relapsed_at`: when
    a person confirmed the first."""

    visit_due_on: Mapped[date | None] = mapped_column()
    last_visit_on: Mapped[date | None] = mapped_column()
    watched_until: Mapped[datetime | None] = mapped_column()
    relapsed_at: Mapped[datetime | None] = mapped_column()

    @declared_attr
    def relapses(cls) -> Mapped[list[SponsorRelapse]]:
        return relationship(order_by=SponsorRelapse.id)

    @property
    def is_last_visit(self) -> bool:
        """Whether the 回访 to come is the second."""
        return self.visit_due_on == self.last_visit_on

    @property
    def to_judge(self: "Sponsorship") -> list[Case]:
        """The later cases about which nobody has said whether they are a relapse."""
        if self.status != "struck":
            return []
        return list(db.session.scalars(select(Case).where(Case.id.in_(union_all(*came_again(self)))).order_by(Case.id)))

    @classmethod
    def has_come_again(cls) -> ColumnElement[bool]:
        """The condition: there are such cases."""
        return or_(*(exists(each.correlate(cls)) for each in came_again(cls)))

    @step("销号后回访", of="struck", needs=FOLLOW, unless=_not_the_first, not_by=NOT_BY)
    def visit(self: "Sponsorship", *, party: Party, on: date, way: str, said: str, done: str, by: User) -> str:
        """回访 by somebody who had no part in it. Raises RuleError for a day before it was struck off."""
        told = self._visited(party, on, way, said, done, by)
        self.visit_due_on = self.last_visit_on
        return f"{told}下次 {self.visit_due_on} 起。"

    @step("最后一次回访", of="struck", to="followed", needs=FOLLOW, unless=_not_the_last, not_by=NOT_BY)
    def visit_again(self: "Sponsorship", *, party: Party, on: date, way: str, said: str, done: str, by: User) -> str:
        """As `visit`; then it is over."""
        self.visit_due_on = None
        return self._visited(party, on, way, said, done, by)

    def _visited(self: "Sponsorship", party: Party, on: date, way: str, said: str, done: str, by: User) -> str:
        if self.struck_at and on < clock.local(self.struck_at).date():
            raise RuleError("回访日期不能早于销号的日期，请核对。", at="on")
        return self.tell(VISITED, party, on, way, said, done, by)

    @step("认定反弹", of="struck", needs=FOLLOW, unless=_nobody_came, not_by=NOT_BY, verb="judge")
    def judge_relapse(self: "Sponsorship", *, case: Case, verdict: str, reason: str, by: User) -> str:
        """Whether `case` is a relapse. Raises RuleError for one that is none of `to_judge`."""
        if case not in self.to_judge:
            raise RuleError("这件事已经认定过，或者没有同一当事人。", at="case_id")
        said = {"verdict": verdict, "reason": reason, "by_id": by.id, "at": clock.now()}
        self.relapses.append(SponsorRelapse(case=case, **said))
        if verdict == "yes":
            self.relapsed_at = self.relapsed_at or clock.now()
        return f"{case.number}：{VERDICTS[verdict]}。{reason}"
