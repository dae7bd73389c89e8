"""季结: what a street pays its mediators for the disputes of one quarter, or a county those of its own committee, from the lines to the receipt."""

from collections.abc import Iterator
from math import ceil

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Select,
    UniqueConstraint,
    and_,
    case,
    exists,
    func,
    literal,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.case_subsidy import checks
from plugins.case_subsidy.choices import CHECK, KEY, PAY, REVIEW, SETTLE, VIEW
from plugins.case_subsidy.models.award import Award
from plugins.case_subsidy.models.rows import AwardCall, AwardEntry, AwardShare
from plugins.case_subsidy.settings import rules_of
from portal import entitlements
from portal.entitlements import Hit, Inspected, Rights, Settlement, Span
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records.keeping import Keeping


class AwardFinding(entitlements.Finding, db.Model):
    """核查提示. Its text tells an award by the number, and names nobody."""

    __tablename__ = "case_subsidy_finding"
    __table_args__ = (UniqueConstraint("settlement_id", "rule", "mark"),)
    RULES = checks.NAMES

    settlement_id: Mapped[int] = mapped_column(ForeignKey("case_subsidy_settlement.id"))
    award_id: Mapped[int | None] = mapped_column(ForeignKey("case_subsidy_award.id"), index=True)

    settlement: Mapped["AwardSettlement"] = relationship(back_populates="findings")


class AwardSettlement(Inspected, Settlement, db.Model):
    """以案定补季结."""

    __tablename__ = "case_subsidy_settlement"
    permission, settings_key = VIEW, KEY
    rights = Rights(SETTLE, CHECK, REVIEW, PAY)
    UNITS, BODY_NAME, SPAN = ("township", "county"), "单位", "quarter"
    COUNTED, QUANTITY, SHORT, NAME = "件次", "件数", "以案定补", "以案定补"
    keeping = Keeping(
        name="以案定补季结",
        since=lambda: AwardSettlement.last_day,
        does="列出来，由财务人员鉴定，领款人是发放的凭证，不自动去除",
    )

    findings: Mapped[list[AwardFinding]] = relationship(back_populates="settlement", order_by=AwardFinding.id)

    @property
    def title(self) -> str:
        return f"{self.unit.name} {self.span}{self.NAME}"

    @classmethod
    def concerns(cls, span: Span) -> ColumnElement[bool]:
        """Where something was booked."""
        booked = select(func.coalesce(Award.township_id, Award.county_id)).join(AwardEntry.award)
        return OrgUnit.id.in_(booked.where(AwardEntry.booked_on.between(*span)))

    def booked(self) -> tuple[ColumnElement[bool], ...]:
        """The conditions, for entries joined with their awards: what this settlement pays for."""
        own = and_(Award.county_id == self.unit_id, Award.township_id.is_(None))
        ours = own if self.unit.kind == "county" else self.unit.subtree_of(Award)
        return ours, AwardEntry.booked_on.between(self.first_day, self.last_day)

    def sources(self) -> Select:
        """Every entry booked in the quarter; of earlier ones what was decided on late, or taken back."""
        late = case((AwardEntry.for_day < self.first_day, "补报或取消以前的件"), else_="").label("note")
        rows = select(
            AwardEntry.person_id, AwardEntry.for_day, AwardEntry.quantity, AwardEntry.amount_fen, AwardEntry.basis, late
        )
        return rows.join(Award, Award.id == AwardEntry.award_id).where(*self.booked())

    def awards(self) -> Select:
        """The ids of the awards that it pays for, without those that were taken back."""
        rows = select(AwardEntry.award_id).join(Award, Award.id == AwardEntry.award_id).where(*self.booked())
        return rows.where(Award.status == "approved").distinct()

    def doubts(self) -> str:
        """初核 waits for the sample calls that the rules ask for, and for what the checks found."""
        return self._uncalled() + super().doubts()

    def _uncalled(self) -> str:
        """Only calls by somebody without a part count: who called first and approved later had one."""
        share = rules_of(self.unit, self.last_day).calls_percent
        paid = self.awards().subquery()
        mediated = exists().where(AwardShare.award_id == Award.id, AwardShare.user_id == AwardCall.caller_id)
        reached = (
            select(literal(1))
            .select_from(AwardCall)
            .join(Award, Award.id == AwardCall.award_id)
            .where(
                AwardCall.award_id == paid.c.award_id,
                AwardCall.result != "unreached",
                AwardCall.caller_id.is_distinct_from(Award.declared_by_id),
                AwardCall.caller_id.is_distinct_from(Award.approved_by_id),
                ~mediated,
            )
            .exists()
        )
        counts = select(func.count(), func.count().filter(reached)).select_from(paid)
        number, called = db.session.execute(counts).one()
        needed = ceil(number * share / 100)
        return (
            f"抽查回访 {called} 件，至少要 {needed} 件（{share}%，申报、审定、调解的人自己的回访不算）。"
            if called < needed
            else ""
        )

    def hits(self) -> Iterator[Hit]:
        yield from checks.run(
            list(db.session.scalars(select(Award).where(Award.id.in_(self.awards())))), rules_of(self.unit), self.unit
        )

    def who_counters(self) -> str:
        return "请有审定权限的人打开那一件办理“取消”；认定有误的，由初核人改认定。"


Award.PAID_BY = AwardSettlement
