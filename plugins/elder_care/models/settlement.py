"""月结: what a canteen is paid for the meals of one month, from its lines to the receipt."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, ForeignKey, Integer, Select, case, func, literal, select
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from plugins.elder_care import basis
from plugins.elder_care.checks import run
from plugins.elder_care.models.canteen import Canteen
from plugins.elder_care.models.finding import Finding
from plugins.elder_care.models.meal import Meal
from plugins.elder_care.models.member import Member
from portal import clock
from portal.entitlements import Hit, Inspected, Rights, Settlement, Span
from portal.extensions import db
from portal.records.keeping import Keeping

LOOKED_BACK = 36  # months to which a late entry or a counter-entry may belong


class MealSettlement(Inspected, Settlement, db.Model):
    """助餐月结 of one canteen."""

    __tablename__ = "elder_care_settlement"
    permission, settings_key = "elder_care.view", "elder_care"
    rights = Rights("elder_care.settle", "elder_care.check", "elder_care.review", "elder_care.pay")
    BODY, BODY_NAME, COUNTED, QUANTITY = "canteen_id", "助餐点", "餐", "餐数"
    SHORT, NAME = "助餐", "助餐补贴"
    keeping = Keeping(
        name="助餐月结",
        since=lambda: MealSettlement.last_day,
        does="列出来，由财务人员鉴定，领取人是发放的凭证，不自动去除",
    )

    canteen_id: Mapped[int] = mapped_column(ForeignKey("elder_care_canteen.id"))

    canteen: Mapped[Canteen] = relationship(backref=backref("settlements", order_by=lambda: MealSettlement.first_day))
    findings: Mapped[list[Finding]] = relationship(back_populates="settlement", order_by=Finding.id)

    @classmethod
    def bodies(cls) -> Select:
        return select(Canteen).order_by(Canteen.name, Canteen.id)

    @classmethod
    def concerns(cls, span: Span) -> ColumnElement[bool]:
        """Where somebody ate."""
        return select(Meal.id).where(Meal.canteen_id == Canteen.id, Meal.booked_on.between(*span)).exists()

    @property
    def title(self) -> str:
        return f"{self.canteen.name} {self.span}{self.NAME}"

    def sources(self) -> Select:
        """The subsidised meals booked in the month, and what was taken back; of earlier months what came late."""
        month = self._month_of(Meal.eaten_on).label("for_day")
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

    @classmethod
    def with_day(cls, canteen: int, day: date) -> "MealSettlement | None":
        """That of the period of the canteen in which `day` lies."""
        return db.session.scalar(select(cls).where(cls.of(canteen), cls.first_day <= day, cls.last_day >= day))

    def meals(self) -> tuple:
        """The conditions: the meals that this settlement pays for."""
        booked = Meal.booked_on.between(self.first_day, self.last_day)
        return Meal.canteen_id == self.canteen_id, booked, Meal.subsidy_fen != 0

    def _month_of(self, day: Any) -> Any:
        """The first day of the month of `day`, back to the months that are looked at."""
        starts = [self.first_day, *Span.before("month", self.first_day, LOOKED_BACK)]
        known = case(*((day >= literal(each, Date), literal(each, Date)) for each in starts))
        return func.coalesce(known, literal(self.first_day, Date))

    def payees(self) -> Select:
        """Whoever ran the canteen on the day of the meal: residents have paid less already."""
        payee, month = self.canteen.payee_on(Meal.eaten_on), self._month_of(Meal.eaten_on)
        meal = select(payee.label("payee"), month.label("for_day"), Meal.subsidy_fen).where(*self.meals()).subquery()
        nobody, amount = literal(None, Integer).label("person_id"), func.sum(meal.c.subsidy_fen).label("amount_fen")
        return select(nobody, meal.c.payee, meal.c.for_day, amount).group_by(meal.c.payee, meal.c.for_day)

    def about_body(self) -> list[tuple[str, str]]:
        return [("助餐点", self.canteen.name), ("运营单位", self.canteen.operators(self.first_day, self.last_day))]

    def hindrance(self) -> str:
        """资质到期自动停结算."""
        lapsed = self.canteen.lapsed(clock.today())
        return f"{'、'.join(lapsed)}，停止结算。更新证照以后再提交。" if lapsed else ""

    def source_state(self) -> tuple[int, int | None]:
        """Meals are only added: their number, and the last."""
        booked = Meal.canteen_id == self.canteen_id, Meal.booked_on.between(self.first_day, self.last_day)
        number, last = db.session.execute(select(func.count(), func.max(Meal.id)).where(*booked)).one()
        return number, last

    def who_counters(self) -> str:
        """Who submits mostly may not, and is told whom to ask."""
        return "请有审批权限的人（一般是中心主任）在下面点“原始记录”，勾选后冲正；认定有误的，由初核人改认定。"

    def returned_first(self, member_id: int) -> str:
        """Why a meal of this member in it is not countered now, or "": while a doubt about it waits for 初核, the counter-entry would go
        into the books of another month, and the doubt would stand."""
        open_ = self.status == "submitted" and not self.later_is_frozen()
        about = (each for each in self.findings if each.gone_on is None and each.decision != "cleared")
        if not open_ or not any(each.member_id in (None, member_id) for each in about):
            return ""
        return f"{self.number}（{self.span}）待初核，有关于这位老人的疑点。请先认定、退回，再冲正，才记在{self.span}。"

    def hits(self) -> Iterator[Hit]:
        for rule, hit in run(self):
            yield Hit(rule, hit.mark, hit.text, {"member_id": hit.member_id})
