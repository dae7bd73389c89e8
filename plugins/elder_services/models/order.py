"""1+N: 助浴 助洁 助医 探访 理发 义诊 for the old, from the order to the confirmation."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, String, case
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.elder_services.choices import CONFIRMED_BY, SERVICES
from plugins.elder_services.models.provider import MANAGE, Provider
from plugins.elder_services.settings import in_force
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.numbering import take_number
from portal.org.models import OrgUnit
from portal.people.changes import SaysOtherwise
from portal.people.models import Person
from portal.records import Entry, Record, State, States, begins, step
from portal.records.in_order import list_indexes
from portal.records.keeping import Keeping
from portal.records.waiting import waiting_indexes

ORDER_STATES = States(
    State("asked", "待派单", "info", open=True, way="下单", next="派给服务单位，约定日期"),
    State("assigned", "待服务", "warn", open=True, way="派单", next="服务人员上门，登记完成"),
    State("done", "待确认", "warn", open=True, way="服务", next="由登记完成以外的人向老人核实"),
    State("confirmed", "已确认", "ok", way="确认"),
    State("cancelled", "已取消", "neutral", at="confirmed"),
)


MOST_AWAY = 92  # days: what was asked for on paper is entered later, what is asked for comes within a quarter
OLD = 60  # years (老年人权益保障法 §2); who is infirm or disabled may be younger


def _check_day(wanted_on: date, late: bool) -> None:
    if abs((wanted_on - clock.today()).days) > MOST_AWAY:
        raise RuleError(f"只登记前后 {MOST_AWAY} 天以内的服务，请核对日期。", at="wanted_on")
    if wanted_on < clock.today() and not late:
        raise RuleError("这一天已经过去，请核对日期；补记以前的需求请勾选。", at="late")


class OrderEvent(Entry, db.Model):
    """One entry of the timeline of an order."""

    __tablename__ = "elder_services_order_event"

    order_id: Mapped[int] = mapped_column(ForeignKey("elder_services_order.id"), index=True)
    record: Mapped["ServiceOrder"] = relationship(back_populates="events")


class ServiceOrder(SaysOtherwise, Record, db.Model):
    """服务工单: one service for one resident."""

    __tablename__ = "elder_services_order"
    __table_args__ = (
        Index("ix_elder_services_order_number", "number"),
        Index("ix_elder_services_order_recent", "township_id", "created_at", "id"),
        Index("ix_elder_services_order_person", "person_id", "kind", "wanted_on"),
        *list_indexes("elder_services_order", "created_at", "county_id"),
        *waiting_indexes("elder_services_order", ORDER_STATES, "wanted_on"),
    )
    permission, states = "elder_services.view", ORDER_STATES
    grave_verbs = ("cancel",)
    keeping = Keeping(
        name="服务工单",
        since=lambda: ServiceOrder.created_at,
        does="列出来，由服务单位核对结算以后决定，不自动去除姓名",
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    kind: Mapped[str] = mapped_column(String(10))
    wanted_on: Mapped[date]
    request: Mapped[str] = mapped_column(String(200), default="")
    provider_id: Mapped[int | None] = mapped_column(ForeignKey("elder_services_provider.id"), index=True)
    done_on: Mapped[date | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    result: Mapped[str] = mapped_column(String(200), default="")
    confirmed_by: Mapped[str] = mapped_column(String(10), default="")
    satisfied: Mapped[bool | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    provider: Mapped[Provider | None] = relationship()
    events: Mapped[list[OrderEvent]] = relationship(back_populates="record", order_by=OrderEvent.id)

    @begins("登记服务需求", needs=MANAGE)
    def ask(
        cls,
        *,
        unit: OrgUnit,
        person: Person,
        kind: str,
        wanted_on: date,
        by: User | None,
        request: str = "",
        younger: bool = False,
        late: bool = False,
    ) -> "ServiceOrder":
        """下单, by whoever takes the call; visits to those on the roster by a job. RuleError for a day long ago or far ahead, for one that is
        over, unless `late` says that it is entered afterwards, and for whoever is not old, unless `younger` says that he is disabled."""
        _check_day(wanted_on, late)
        if not younger and (age := person.age_in_year(clock.today())) is not None and age < OLD:
            raise RuleError(f"不满 {OLD} 周岁，请核对身份证号；残疾、失能的请勾选。", at="younger")
        order = cls(person=person, kind=kind, wanted_on=wanted_on, request=request)
        order.place(unit)
        today = clock.today()
        order.number = take_number(unit, "elder_services.orders", in_force(unit, today).order_number, today.year)
        db.session.add(order)
        return order

    @step("更正", of="asked", needs=MANAGE)
    def correct(self, kind: str, wanted_on: date, *, by: User, request: str = "", late: bool = False) -> str:
        """What was heard or typed wrongly, before it is sent to anybody. RuleError for another day as for `ask`, and where nothing is
        different."""
        if wanted_on != self.wanted_on:
            _check_day(wanted_on, late)
        told = "，".join(self._changed(kind, wanted_on, request))
        if not told:
            raise RuleError("没有改动。")
        self.kind, self.wanted_on, self.request = kind, wanted_on, request
        return f"{told}。"

    def _changed(self, kind: str, wanted_on: date, request: str) -> Iterator[str]:
        """What is going to be different; the words of a request stand on the order only, where they can be erased."""
        if kind != self.kind:
            yield f"服务项目由{SERVICES[self.kind]}改为{SERVICES[kind]}"
        if wanted_on != self.wanted_on:
            yield f"约定日期由 {self.wanted_on} 改为 {wanted_on}"
        if request != self.request:
            yield "改了具体要求"

    @step("派单", of=("asked", "assigned"), to="assigned", needs=MANAGE, waits=True)
    def assign(self, provider: Provider, on: date, *, by: User) -> str:
        """派给 a provider that offers it, for a day."""
        if self.kind not in provider.kinds.split() or not provider.serves_on(on):
            raise RuleError(f"{provider.name}那天不提供{SERVICES[self.kind]}。")
        self.provider, self.wanted_on = provider, on
        return f"{provider.name}，{on:%Y-%m-%d}。"

    @step("登记完成", of="assigned", to="done", needs=MANAGE)
    def finish(self, on: date, result: str, *, by: User) -> str:
        """What was done, on which day."""
        if on > clock.today():
            raise RuleError("服务日期还没有到，请核对。")
        self.done_on, self.done_by_id, self.result = on, by.id, result
        return f"{on:%Y-%m-%d}。"  # what was done stands on the order, where it can be erased

    @step("确认", of="done", to="confirmed", needs=MANAGE, not_by={"done_by_id": "登记完成的人"})
    def confirm(self, confirmed_by: str, satisfied: bool, *, by: User, note: str = "") -> str:
        """核实 with the old person."""
        self.confirmed_by, self.satisfied = confirmed_by, satisfied
        return f"{CONFIRMED_BY[confirmed_by]}，{'满意' if satisfied else '不满意'}。{note}"

    @step("退回重做", of="done", to="assigned", needs=MANAGE)
    def reject(self, reason: str, *, by: User) -> str:
        """It was not done, or not as wanted."""
        self.done_on = self.done_by_id = None
        return reason

    @step("取消", of=("asked", "assigned"), to="cancelled", needs=MANAGE)
    def cancel(self, reason: str, *, by: User) -> str:
        """不再需要."""
        return reason

    @hybrid_property
    def title(self) -> str:
        """The service; whom it is for stands on the page only."""
        return SERVICES[self.kind]

    @title.inplace.expression
    @classmethod
    def _title(cls) -> ColumnElement[str]:
        return case(SERVICES, value=cls.kind)
