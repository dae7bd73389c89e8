"""月结: what a canteen is paid for the meals of one month, from its lines to the receipt."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, ForeignKey, Index, Select, case, func, literal, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.elder_care import basis
from plugins.elder_care.models.canteen import Canteen
from plugins.elder_care.models.finding import Finding
from plugins.elder_care.models.meal import Meal
from plugins.elder_care.models.member import Member
from portal import clock
from portal.entitlements import Line, Objection, Payment, Rights, Settlement, Span, constraints, payment_constraints
from portal.extensions import db
from portal.records import Entry, step
from portal.records.people import contact

if TYPE_CHECKING:
    from portal.accounts.models import User

RIGHTS = Rights(make="elder_care.settle", check="elder_care.check", review="elder_care.review", pay="elder_care.pay")
LOOKED_BACK = 36  # months to which a late entry or a counter-entry may belong


class MealLine(Line, db.Model):
    """结算明细: the subsidised meals of one resident."""

    __tablename__ = "elder_care_settlement_line"

    settlement_id: Mapped[int] = mapped_column(ForeignKey("elder_care_settlement.id"), index=True)


class MealPayment(Payment, db.Model):
    """支付: to the canteen that served below price."""

    __tablename__ = "elder_care_settlement_payment"
    __table_args__ = payment_constraints()

    settlement_id: Mapped[int] = mapped_column(ForeignKey("elder_care_settlement.id"), index=True)


class MealObjection(Objection, db.Model):
    """结算异议."""

    __tablename__ = "elder_care_settlement_objection"

    settlement_id: Mapped[int] = mapped_column(ForeignKey("elder_care_settlement.id"), index=True)

    objector_id, objector = contact("异议人")


class SettlementEvent(Entry, db.Model):
    """One entry of the timeline of a settlement."""

    __tablename__ = "elder_care_settlement_event"
    __table_args__ = (Index("ix_elder_care_settlement_event_settlement", "settlement_id", "id"),)

    settlement_id: Mapped[int] = mapped_column(ForeignKey("elder_care_settlement.id"))

    record: Mapped["MealSettlement"] = relationship(back_populates="events")


class MealSettlement(Settlement, db.Model):
    """助餐月结 of one canteen."""

    __tablename__ = "elder_care_settlement"
    __table_args__ = (
        *constraints("canteen_id"),
        Index("ix_elder_care_settlement_township", "township_id", "first_day", "id"),
        Index("ix_elder_care_settlement_county", "county_id", "first_day", "id"),
    )
    permission, settings_key, rights = "elder_care.view", "elder_care", RIGHTS
    line_class, payment_class, objection_class = MealLine, MealPayment, MealObjection
    BODY, COUNTED, QUANTITY, NAME, NUMBER = "canteen_id", "餐", "餐数", "助餐补贴", "{unit}助结〔{year}〕{number}号"

    canteen_id: Mapped[int] = mapped_column(ForeignKey("elder_care_canteen.id"))

    canteen: Mapped[Canteen] = relationship()
    events: Mapped[list[SettlementEvent]] = relationship(back_populates="record", order_by=SettlementEvent.id)
    objections: Mapped[list[MealObjection]] = relationship(order_by=MealObjection.id)
    payments: Mapped[list[MealPayment]] = relationship(order_by=MealPayment.id)
    findings: Mapped[list[Finding]] = relationship(back_populates="settlement", order_by=Finding.id)

    @property
    def title(self) -> str:
        return f"{self.canteen.name} {self.span}{self.NAME}"

    def sources(self) -> Select:
        """The subsidised meals booked in the month, and what was taken back; of earlier months what came late."""
        month = func.coalesce(self._month_of(Meal.eaten_on), literal(self.first_day, Date)).label("for_day")
        late = case((Meal.eaten_on < self.first_day, "补录或冲正以前的餐"), else_="").label("note")
        rows = select(
            Member.person_id,
            month,
            Meal.portions.label("quantity"),
            Meal.subsidy_fen.label("amount_fen"),
            basis.words(self.meals(), self.unit).label("basis"),
            late,
        )
        return rows.join(Member, Member.id == Meal.member_id).where(*self.meals())

    def meals(self) -> tuple:
        """The conditions: the meals that this settlement pays for."""
        booked = Meal.booked_on.between(self.first_day, self.last_day)
        return Meal.canteen_id == self.canteen_id, booked, Meal.subsidy_fen != 0

    def _month_of(self, day: Any) -> Any:
        """The first day of the month of `day`, back to the months that are looked at."""
        starts = [self.first_day, *Span.before("month", self.first_day, LOOKED_BACK)]
        return case(*((day >= literal(each, Date), literal(each, Date)) for each in starts))

    def payees(self) -> Select:
        """The canteen: residents have paid less already."""
        return self.one_payee(self.canteen.run_by or self.canteen.name)

    def hindrance(self) -> str:
        """资质到期自动停结算."""
        lapsed = self.canteen.lapsed(clock.today())
        return f"{'、'.join(lapsed)}，停止结算。更新证照以后再提交。" if lapsed else ""

    # -- checks -------------------------------------------------------------------------------------------------------

    def inspect(self) -> str:
        """Run every rule of the checks; what was decided stays decided."""
        found = Finding.renew(self)
        return f"核查疑点 {found} 条。" if found else "核查没有疑点。"

    def doubts(self) -> str:
        standing = [each for each in self.findings if each.gone_on is None]
        undecided = sum(not each.decision for each in standing)
        upheld = sum(each.decision == "upheld" for each in standing)
        said = [f"还有 {undecided} 条核查疑点没有认定"] * bool(undecided)
        said += [f"{upheld} 条属实的还没有冲正，请退回，冲正后重新提交"] * bool(upheld)
        return "，".join(said) + "。" * bool(said)

    @step("重新核查", of="submitted", needs="check")
    def recheck(self, *, by: "User") -> str:
        """The rules once more, after thresholds or records have changed."""
        return self.inspect()

    @step("认定疑点", of="submitted", needs="check", verb="decide")
    def decide(self, finding: Finding, decision: str, reason: str, *, by: "User") -> str:
        """By a person, with a reason: the program only points at something."""
        finding.decide(decision, reason, by=by)
        return f"{finding.rule_name}：{finding.decision_name}。{reason}"
