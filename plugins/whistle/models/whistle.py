"""吹哨: a street that cannot solve a case alone calls departments to the spot."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.whistle.choices import ANSWER, APPROVE, BLOW, EXPORT, KINDS, VIEW
from plugins.whistle.models.call import Call
from plugins.whistle.settings import approved_first, come_by, rules_of, take_number
from plugins.whistle.told import OF_WHISTLES
from portal import clock
from portal.accounts.models import User
from portal.cases.about import AboutCase
from portal.cases.models import Assignment, Case
from portal.columns import named
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import Entry, Moved, Record, State, States, begins, step
from portal.records.in_order import list_indexes
from portal.records.keeping import Keeping, forget_contacts
from portal.records.waiting import there_is, waiting_indexes

STATES = States(
    State("asked", "待审核", "warn", open=True, way="吹哨", next="主要负责人审核"),
    State(
        "blown",
        "已吹哨",
        "info",
        open=True,
        way="报到、处置",
        next="部门签收、报到，在事项里反馈；都反馈了，评价、办结",
    ),
    State("closed", "已办结", "ok", way="办结", final=True),
    State("refused", "未批准", "neutral"),
    State("withdrawn", "已撤回", "neutral"),
    State("ended", "随事项终止", "neutral"),
)
VERBS_OF_CALLS = ("arrive", "enter", "confirm", "agree", "deny", "contradict", "miss", "rate", "rate_back")
WITH_THE_CALL = (VIEW, ANSWER, EXPORT)  # rights of a department that was called


class WhistleEvent(Entry, db.Model):
    """One entry of the timeline of a whistle."""

    __tablename__ = "whistle_event"
    __table_args__ = (Index("ix_whistle_event_whistle", "whistle_id", "id"),)

    whistle_id: Mapped[int] = mapped_column(ForeignKey("whistle_whistle.id"))

    record: Mapped["Whistle"] = relationship(back_populates="events")


def _not_over(whistle: "Whistle") -> str:
    if rest := [str(each.unit) for each in whistle.calls if each.assignment and each.assignment.open]:
        return f"{'、'.join(rest)}还没有反馈。"
    rest = [str(each.unit) for each in whistle.calls if each.holds and not each.grade]
    return f"还没有评价{'、'.join(rest)}。" if rest else ""


class Whistle(AboutCase, Record, db.Model):
    """吹哨. It lies in the unit that blows; `come_by` is when the departments have to be there."""

    __tablename__ = "whistle_whistle"
    __table_args__ = (
        Index("ix_whistle_whistle_number", "number"),
        Index("ix_whistle_whistle_county", "county_id", "created_at", "id"),
        Index("ix_whistle_whistle_township", "township_id", "created_at", "id"),
        Index("ix_whistle_whistle_case", "case_id", "status"),
        *list_indexes("whistle_whistle", "created_at"),
        *waiting_indexes("whistle_whistle", STATES, "come_by"),
    )
    permission, states, tells = VIEW, STATES, OF_WHISTLES
    other_verbs = {name: getattr(Call, name).label for name in VERBS_OF_CALLS}
    keeping = Keeping(
        name="吹哨报到",
        since=lambda: Whistle.created_at,
        forget=forget_contacts,
        does="去除带队人的姓名、电话，报到和评价予以保留",
    )

    kind: Mapped[str] = mapped_column(String(12))
    need: Mapped[str] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(String(200), default="")
    place_of_meeting: Mapped[str] = mapped_column(String(100))
    meet_at: Mapped[datetime | None]
    come_by: Mapped[datetime | None]
    result: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    blown_by_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    out_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    blown_by: Mapped[User] = relationship(foreign_keys=[blown_by_id])
    approved_by: Mapped[User | None] = relationship(foreign_keys=[approved_by_id])
    calls: Mapped[list[Call]] = relationship(back_populates="record", order_by=Call.id)
    events: Mapped[list[WhistleEvent]] = relationship(back_populates="record", order_by=WhistleEvent.id)
    kind_name = named("kind", KINDS)

    # -- who sees it -----------------------------------------------------------------------------------------------

    @classmethod
    def reach(cls, user: User, permission: str):
        """Besides those of the place, the departments that were called."""
        own = user.reach(cls, permission)
        if permission not in WITH_THE_CALL:
            return own
        units = [each.id for each in user.units_with(permission)]
        held = Assignment.id == Call.assignment_id, Assignment.held_by(units)
        return or_(own, there_is(Call.whistle_id == cls.id, *held, of=cls))

    @classmethod
    def listed(cls, user: User, permission: str):
        """As `reach`, for a list, which reads what called a unit from the calls of that unit."""
        if permission not in WITH_THE_CALL:
            return cls.reach(user, permission)
        units = [each.id for each in user.units_with(permission)]
        called = select(Call.whistle_id).join(Call.assignment).where(Call.unit_id.in_(units), Assignment.held_by(units))
        return or_(user.reach(cls, permission), cls.id.in_(called.correlate(None)))

    def allows(self, user: User, permission: str) -> bool:
        return user.can(permission, self) or (
            permission in WITH_THE_CALL
            and any(each.holds and each.assignment.is_for(user, permission) for each in self.calls)
        )

    @classmethod
    def open_on(cls, case: Case) -> "Whistle | None":
        """The one that is under way about `case`."""
        return next(iter(cls.under_way(case)), None)

    def move(self, verb: str, to: str = "", **entry: Any) -> Entry:
        made = super().move(verb, to, **entry)
        for each in self.calls:
            each.under_way = self.open
        return made

    # -- steps -----------------------------------------------------------------------------------------------------

    @begins("吹哨", needs=BLOW, refused="您不能为这件事吹哨。")
    def blow(cls, case: Case, *, calls: list[dict], by: User, **fields: Any) -> Moved:
        """吹哨 about `case`. calls: unit, duty and leads of each department; fields: kind, need, basis, place_of_meeting, meet_at. Whoever heads the
        unit approves, and needs nobody else's approval. Raises RuleError for a case that is not in hand, has a whistle already, or lies
        in a unit that blows none; and for a department that cannot be called."""
        caller = _caller_of(case, by)
        _refuse_case(cls, case)
        whistle = cls(case=case, case_id=case.id, blown_by=by, blown_by_id=by.id, created_at=clock.now(), **fields)
        whistle.place(caller)
        whistle.name_departments(calls)
        whistle.number = take_number(caller)
        db.session.add(whistle)
        at_once = (by.can(APPROVE, caller) and _heads(by, case, caller)) or not approved_first(caller, whistle.kind)
        return Moved(whistle.called, made=whistle, then=(lambda: whistle.go_out(by=by)) if at_once else None)

    def name_departments(self, calls: list[dict]) -> None:
        """Enter the departments. Raises RuleError for one twice, more than one that leads, or one that cannot be called."""
        units = [each["unit"] for each in calls] + [each.unit for each in self.calls]
        if len({each.id for each in units}) < len(units):
            raise RuleError("有的部门写了两遍，一个部门只写一行。", at="calls")
        if sum(each["leads"] for each in calls) + sum(each.leads for each in self.calls) > 1:
            raise RuleError("只能有一个部门牵头。", at="calls")
        for each in calls:
            if said := _not_to_be_called(self.unit, each["unit"]):
                raise RuleError(said, at="calls")
        self.calls.extend(Call(unit_id=each["unit"].id, **each) for each in calls)

    @property
    def called(self) -> str:
        """The departments, in words."""
        return "、".join(f"{each.unit}{'（牵头）' if each.leads else ''}" for each in self.calls) + "。"

    @step("批准吹哨", of="asked", needs=APPROVE, not_by={"blown_by_id": "吹哨人"}, waits=True)
    def approve(self, *, by: User, note: str = "") -> Moved:
        """吹哨准: by whoever heads the unit."""
        return Moved(note, then=lambda: self.go_out(by=by))

    @step("吹哨发出", of="asked", to="blown", needs=None)
    def go_out(self, *, by: User) -> str:
        """The departments get the case in hand; where nobody leads it, the caller does. Raises RuleError for a time that is over, and where the
        case cannot be handed to them."""
        now = clock.now()
        if self.meet_at and self.meet_at < now:
            raise RuleError("要求到场的时间已经过了，请不予批准，改了时间重新吹哨。")
        if not self.case.is_led:
            self.case.assign(self.unit, by=by, note=f"{self.number}，由本单位主办。")
        for each in self.calls:
            self._hand_to(each, by)
        alone = by.id == self.blown_by_id
        approves = by.can(APPROVE, self) and (not alone or _heads(by, self.case, self.unit))
        self.out_at, self.approved_by = now, by if approves else None
        self.come_by = self.meet_at or come_by(self.unit, self.kind, now)
        return f"请于 {clock.local(self.come_by):%Y-%m-%d %H:%M} 前到{self.place_of_meeting}报到。"

    def _hand_to(self, call: Call, by: User) -> None:
        call.assignment = self.case.call(call.unit, by=by, note=f"{self.number}：{call.duty}")

    @step("增加部门", of="blown", needs=APPROVE)
    def call_more(self, calls: list[dict], *, by: User) -> Moved:
        """Further departments, as in `blow`."""
        before = len(self.calls)
        self.name_departments(calls)
        more = self.calls[before:]
        for each in more:
            self._hand_to(each, by)
        return Moved("、".join(str(each.unit) for each in more) + "。", made=more)

    @step("不予批准", of="asked", to="refused", needs=APPROVE)
    def refuse(self, reason: str, *, by: User) -> str:
        """With the reason."""
        return reason

    @step("撤回吹哨", of=("asked", "blown"), to="withdrawn", needs=BLOW)
    def withdraw(self, reason: str, *, by: User) -> Moved:
        """It is not needed any more: what the departments have in hand is taken back."""
        return Moved(reason, then=lambda: self._take_back(reason, by))

    def _take_back(self, reason: str, by: User) -> None:
        for each in self.calls:
            if each.assignment and each.assignment.open:
                each.assignment.recall(f"撤回吹哨：{reason}", by=by)

    @step("办结吹哨", of="blown", to="closed", needs=BLOW, unless=_not_over)
    def close(self, result: str, *, by: User) -> str:
        """What came of it, once the departments that took part have answered and are rated."""
        self.result, self.closed_at = result, clock.now()
        return result

    @step("随事项终止", of=STATES.open, to="ended", needs=None)
    def end(self, why: str, *, by: User | None) -> str:
        """The case is over: withdrawn, merged, closed."""
        return why

    @classmethod
    def hear(cls, case: Case, what: str, by: User | None) -> None:
        """Something befell `case`: when it is over, so is its whistle."""
        if not case.open and (whistle := cls.open_on(case)):
            whistle.end(what, by=by)


def _heads(by: User, case: Case, caller: OrgUnit) -> bool:
    """Whether `by` blows and approves in one office: not as a clerk first, and then for a director on leave."""
    return by.owner_needed(lambda: by.can(BLOW, case)) == by.owner_needed(lambda: by.can(APPROVE, caller))


def _caller_of(case: Case, by: User) -> OrgUnit:
    """The unit of `by`, nearest to the case, that blows for it. Raises RuleError where that is none that may."""
    caller = by.offices_over(case, BLOW)[0]
    kinds = ("township", "community") if rules_of(caller).callers == "community" else ("township",)
    if caller.kind not in kinds:
        raise RuleError(f"吹哨由乡镇、街道发起，{caller}不能吹哨，请直接交办。")
    return caller


def _refuse_case(cls: type[Whistle], case: Case) -> None:
    if not case.open:
        raise WrongState(f"这件事{case.status_name}，不能再吹哨；还要办的，先重新办理。")
    if case.status == "registered":
        raise RuleError("这件事还没有受理，受理以后再吹哨。")
    case.lock_as_read()
    if (other := cls.open_on(case)) is not None:
        raise RuleError(f"这件事已经吹哨（{other.number}），还没有办结；要增加部门的，在那一次里增加。")


def _not_to_be_called(caller: OrgUnit, unit: OrgUnit) -> str:
    """Why `unit` cannot be called by `caller`, or ""."""
    if unit.closed_on:
        return f"{unit}已于 {unit.closed_on} 撤销，请选现在的单位。"
    if caller.contains(unit):
        return f"{unit}是吹哨单位自己或者它下面的单位，请直接交办，不用吹哨。"
    return "" if unit.county_id == caller.county_id else f"{unit}不在本旗县区，不能吹哨。"
