"""补录: meals of a day that the till did not take, asked for with a reason, approved by somebody else."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.elder_care.choices import SITTINGS
from plugins.elder_care.models.canteen import Canteen, SetMeal, hours_of
from plugins.elder_care.models.meal import Meal
from plugins.elder_care.models.member import Member
from plugins.elder_care.models.serving import Order, locked_offers
from plugins.elder_care.settings import in_force
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.numbering import take_number
from portal.records import Entry, Record, State, States, begins, step
from portal.records.waiting import waiting_indexes
from portal.redaction import RedactedText

LATE_STATES = States(
    State("asked", "待审批", "warn", open=True, way="申请", next="由申请人以外的人核对纸质签到表后审批"),
    State("entered", "已补录", "ok", way="补录"),
    State("refused", "不予补录", "neutral", at="entered"),
)
WHYS = {"line": "断网断电", "paper": "纸质签到", "forgot": "漏打", "other": "其他"}


class LateEvent(Entry, db.Model):
    """One entry of the timeline of a sheet."""

    __tablename__ = "elder_care_late_event"

    sheet_id: Mapped[int] = mapped_column(ForeignKey("elder_care_late.id"), index=True)
    record: Mapped["LateSheet"] = relationship(back_populates="events")


class LateLine(db.Model):
    """One diner of a sheet, and what became of it."""

    __tablename__ = "elder_care_late_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("elder_care_late.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("elder_care_member.id"), index=True)
    meal_id: Mapped[int | None] = mapped_column(ForeignKey("elder_care_meal.id"), index=True)
    outcome: Mapped[str] = mapped_column(String(120), default="")

    member: Mapped[Member] = relationship(lazy="joined", innerjoin=True)
    meal: Mapped[Meal | None] = relationship()


class LateSheet(Record, db.Model):
    """补录单: one sitting of one day at one canteen."""

    __tablename__ = "elder_care_late"
    __table_args__ = (
        Index("ix_elder_care_late_recent", "township_id", "created_at", "id"),
        Index("ix_elder_care_late_county", "county_id", "created_at", "id"),
        *waiting_indexes("elder_care_late", LATE_STATES, "eaten_on"),
    )
    permission, states = "elder_care.view", LATE_STATES

    canteen_id: Mapped[int] = mapped_column(ForeignKey("elder_care_canteen.id"), index=True)
    eaten_on: Mapped[date]
    sitting: Mapped[str] = mapped_column(String(10))
    way: Mapped[str] = mapped_column(String(10))
    set_meal_id: Mapped[int] = mapped_column(ForeignKey("elder_care_set_meal.id"))
    why: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(RedactedText(200))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    canteen: Mapped[Canteen] = relationship(lazy="joined", innerjoin=True)
    set_meal: Mapped[SetMeal] = relationship(lazy="joined", innerjoin=True)
    asked_by: Mapped[User] = relationship(lazy="joined", innerjoin=True)
    lines: Mapped[list[LateLine]] = relationship(order_by=LateLine.member_id)
    events: Mapped[list[LateEvent]] = relationship(back_populates="record", order_by=LateEvent.id)

    @begins("申请补录", needs="elder_care.serve", refused="您没有在这个助餐点补录的权限。")
    def ask(cls, canteen: Canteen, *, members: list[Member], eaten_on: date, by: User, **fields) -> "LateSheet":
        """申请. Further fields: sitting, way, set_meal, why, reason. Raises RuleError for a day too far back."""
        rules = in_force(canteen.unit, clock.today())
        days = rules.late_days
        if not clock.today() - timedelta(days=days) <= eaten_on <= clock.today():
            raise RuleError(f"只能补录今天和前 {days} 天的（本地规定）。")
        sheet = cls(canteen=canteen, eaten_on=eaten_on, asked_by=by, **fields)
        sheet.lines = [LateLine(member=each) for each in members]
        sheet.place(canteen.unit)
        sheet.number = take_number(canteen.unit, "elder_care_late", rules.late_number, clock.today().year)
        db.session.add(sheet)
        return sheet

    @step(
        "批准补录", of="asked", to="entered", needs="elder_care.approve", not_by={"asked_by_id": "申请人"}, waits=True
    )
    def approve(self, *, by: User, note: str = "") -> str:
        """批准: each is entered as the till would have done; who ate elsewhere is told in the line."""
        order = self._order()
        order.check()
        found = {each.member.id: each for each in locked_offers(order, [each.member_id for each in self.lines])}
        for each in self.lines:
            try:
                each.meal, each.outcome = order.enter(found[each.member_id]), "已补录"
            except RuleError as error:
                each.outcome = str(error)[:120]
        entered = sum(each.meal is not None for each in self.lines)
        return f"补录 {entered} 人，未补录 {len(self.lines) - entered} 人。{note}"

    @step("不予补录", of="asked", to="refused", needs="elder_care.approve")
    def refuse(self, reason: str, *, by: User) -> str:
        """退回, with the reason."""
        return reason

    def _order(self) -> Order:
        """As whoever asked would have served."""
        return Order(
            self.canteen,
            self.set_meal,
            self.sitting,
            self.way,
            "search",
            self.asked_by,
            at=self.moment,
            source="late",
        )

    @property
    def moment(self) -> datetime:
        """When it is taken to have been eaten: the beginning of the sitting."""
        hours = hours_of(getattr(self.canteen, self.sitting)) or (time(12), time(13))
        return datetime.combine(self.eaten_on, hours[0], clock.SHANGHAI)

    @property
    def title(self) -> str:
        return f"{self.canteen.name} {self.eaten_on:%m-%d} {SITTINGS[self.sitting]} {len(self.lines)} 人"
