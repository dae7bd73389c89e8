"""包案: a hard case gets a leader who answers for it. 五定: leader, unit, person, measures, limit; one capability a file, here they come together."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text, and_, false, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.sponsored.candidates import refuse_without_reviewer
from plugins.sponsored.choices import DRAFT, EXPORT, FOLLOW, GRADES, HANDLE, LOG, REVIEW, VIEW
from plugins.sponsored.models.approving import Approved
from plugins.sponsored.models.contacting import Contacted
from plugins.sponsored.models.extending import Extended
from plugins.sponsored.models.following import FollowedUp
from plugins.sponsored.models.handing import HandedOver, SponsorHandover, SponsorPart
from plugins.sponsored.models.states import BEFORE_STRUCK, STATES
from plugins.sponsored.models.striking import StruckOff
from plugins.sponsored.settings import take_number
from plugins.sponsored.wording import ask_about_restraint
from portal import clock
from portal.accounts.hands import key_of, one_hand, same_hand, ways
from portal.accounts.models import User
from portal.cases.about import FollowsCase
from portal.cases.models import Case
from portal.columns import named
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import Entry, Moved, Record, begins, step
from portal.records.in_order import list_indexes
from portal.records.waiting import there_is, waiting_indexes

SPONSORABLE = ("triaged", "assigned", "in_progress", "reported", "resolved")  # of the case: accepted, and not archived
APART = (REVIEW, FOLLOW)  # rights of whoever had no part in it
NO_PART = "没有当过这件的包案领导或者责任人、没有登记过见面也没有申请过延期和销号"
WITH_THE_TASK = (VIEW, LOG, EXPORT)  # rights of the unit that is responsible; 配合单位 view


class SponsorshipEvent(Entry, db.Model):
    """One entry of the timeline of a sponsorship."""

    __tablename__ = "sponsored_event"
    __table_args__ = (Index("ix_sponsored_event_sponsorship", "sponsorship_id", "id"),)

    sponsorship_id: Mapped[int] = mapped_column(ForeignKey("sponsored_sponsorship.id"))

    record: Mapped["Sponsorship"] = relationship(back_populates="events")


class SponsoredPartner(db.Model):
    """配合单位."""

    __tablename__ = "sponsored_partner"
    __table_args__ = (Index("ix_sponsored_partner_unit", "unit_id", "sponsorship_id"),)

    sponsorship_id: Mapped[int] = mapped_column(ForeignKey("sponsored_sponsorship.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"), primary_key=True)

    unit: Mapped[OrgUnit] = relationship(lazy="joined")


class Sponsorship(Approved, Contacted, Extended, StruckOff, FollowedUp, HandedOver, FollowsCase, Record, db.Model):
    """包案 of a case, in whose unit it lies. It outlives the closing of the case: 终结后仍须疏导帮扶 (信访工作条例 §37 第三款)."""

    __tablename__ = "sponsored_sponsorship"
    __table_args__ = (
        Index("ix_sponsored_sponsorship_number", "number"),
        Index("ix_sponsored_sponsorship_county", "county_id", "created_at", "id"),
        Index("ix_sponsored_sponsorship_township", "township_id", "created_at", "id"),
        Index("ix_sponsored_sponsorship_case", "case_id", "status"),
        Index("ix_sponsored_sponsorship_responsible", "responsible_id", "status", "id"),
        Index("ix_sponsored_sponsorship_leader", "leader_id", "status"),
        Index("ix_sponsored_sponsorship_handler", "handler_id", "status"),
        *list_indexes("sponsored_sponsorship", "created_at"),
        *waiting_indexes("sponsored_sponsorship", STATES, "due_on"),
        *waiting_indexes("sponsored_sponsorship", "status IN ('struck')", "visit_due_on", name="struck"),
    )
    permission, states = VIEW, STATES
    other_verbs = {SponsorHandover.take_over.verb: SponsorHandover.take_over.label}

    grade: Mapped[str] = mapped_column(String(8))
    focus: Mapped[str] = mapped_column(Text, default="")
    measures: Mapped[str] = mapped_column(Text)
    goal: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    drafter_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))

    drafter: Mapped[User] = relationship(foreign_keys=[drafter_id])
    partners: Mapped[list[SponsoredPartner]] = relationship()
    events: Mapped[list[SponsorshipEvent]] = relationship(back_populates="record", order_by=SponsorshipEvent.id)
    grade_name = named("grade", GRADES)

    # -- who sees it, and who does what ----------------------------------------------------------------------------

    @classmethod
    def reach(cls, user: User, permission: str):
        """By place whoever may read the log there; besides, the unit that is responsible. 配合单位 see the task and the plan once it is approved, and not the log; so
        does a worker of a grid. `HANDLE` is of the unit that is responsible, and of the leader."""
        units = [each.id for each in user.units_with(permission)]
        if permission == HANDLE:
            return or_(cls.responsible_id.in_(units), cls.leader_id.in_(user.persons)) if units else false()
        by_place = user.reach(cls, LOG if permission == VIEW else permission)
        if permission not in WITH_THE_TASK:
            return by_place
        theirs = or_(by_place, cls.responsible_id.in_(units))
        if permission != VIEW:
            return theirs
        partner = select(SponsoredPartner.sponsorship_id).where(SponsoredPartner.unit_id.in_(units))
        return or_(theirs, and_(cls.approved_at.is_not(None), cls.id.in_(partner)))

    def allows(self, user: User, permission: str) -> bool:
        units = {each.id for each in user.units_with(permission)}
        if permission == HANDLE:
            return self.responsible_id in units or (bool(units) and self.leader_id in user.persons)
        if permission in WITH_THE_TASK and self.responsible_id in units:
            return True
        if permission == VIEW and self.approved_at and units & {each.unit_id for each in self.partners}:
            return True
        return user.can(LOG if permission == VIEW else permission, self)

    @classmethod
    def entrusting(cls, user: User, permission: str) -> ColumnElement[bool]:
        """A review, and what follows it, is nobody's who ever had a part in it; a review nobody's of the unit that is responsible."""
        if permission not in APART:
            return cls.reach(user, permission)
        apart = or_(*(and_(cls.reach(user, permission), ~cls._had_a_part(user, ids)) for ids in ways(user)))
        if permission != REVIEW:
            return apart
        return and_(apart, cls.responsible_id.not_in([each.id for each in user.units_with(VIEW)]))

    @classmethod
    def _had_a_part(cls, user: User, ids: list) -> ColumnElement[bool]:
        """The condition: one of the persons `ids`, or whoever acted in an office of theirs, had a part in it; looked up of each that waits, not of all that ever were."""
        part = SponsorPart
        mine = same_hand(part.user_id, cls.__tablename__, part.sponsorship_id, user, ids)
        return there_is(part.sponsorship_id == cls.id, mine, of=cls)

    def entrusted_to(self, user: User, permission: str) -> bool:
        if not self.allows(user, permission):
            return False
        parts = {each.user_id for each in self.parts} if permission in APART else None
        if one_hand(user, parts, key_of(self), lambda: self.allows(user, permission)):
            return False
        return permission != REVIEW or self.responsible_id not in {each.id for each in user.units_with(VIEW)}

    def refusal(self, permission: str) -> str:
        if permission == HANDLE:
            return f"由责任单位{self.responsible}的人员或者包案领导办理。"
        if permission == REVIEW:
            return f"复核由责任单位以外、{NO_PART}、有复核权限的人办理。"
        if permission == FOLLOW:
            return f"回访和认定反弹由{NO_PART}的人办理。"
        return super().refusal(permission)

    def check_words(self, words: Mapping[str, str], vouched: Collection[str] = ()) -> str:
        """No step says words that mean restraint; what may be innocent is vouched for on the timeline."""
        return ask_about_restraint(self.unit, words, vouched)

    @classmethod
    def current(cls, case: Case) -> "Sponsorship | None":
        """The one about `case` that is not struck off."""
        return next(iter(cls.of_case(case, *BEFORE_STRUCK)), None)

    @classmethod
    def last_refused(cls, case: Case) -> "Sponsorship | None":
        """The last draft about `case`, where it was refused."""
        last = db.session.scalars(select(cls).where(cls.case_id == case.id).order_by(cls.id.desc()).limit(1)).first()
        return last if last and last.status == "refused" else None

    # -- how it begins, and what befalls the case ------------------------------------------------------------------

    @begins("拟包案", needs=DRAFT, refused="您不能为这件事拟包案。")
    def draft(
        cls,
        case: Case,
        *,
        leader: User,
        handler: User,
        responsible: OrgUnit,
        due_on: date,
        by: User,
        partners: Sequence[OrgUnit] = (),
        **fields: Any,
    ) -> Moved:
        """拟包. fields: grade, focus, measures, goal. Raises RuleError for a day that is not to come, a case of nobody, one that goes on as
        part of another, and one that has a sponsor already, and where nobody could review it; WrongState for one that is not accepted, or archived."""
        if case.status not in SPONSORABLE:
            raise WrongState(f"这件事{case.status_name}，不能包案：受理以后、归档以前才能包。")
        if not case.parties:
            raise RuleError("这件事没有登记当事人，没有人可以见面，不能包案。")
        if case.merge:
            raise RuleError("这件事已经并入另一件，请在并入的那一件上拟包案。")
        case.lock_as_read()
        if other := cls.current(case):
            raise RuleError(f"这件事已经包案（{other.number}），还没有销号。")
        if due_on <= clock.today():
            raise RuleError("期限要在今天以后。", at="due_on")
        made = cls(case=case, case_id=case.id, leader=leader, handler=handler, responsible=responsible, due_on=due_on)
        made.leader_id, made.handler_id, made.responsible_id = leader.id, handler.id, responsible.id
        made.drafter, made.drafter_id, made.created_at = by, by.id, clock.now()
        for name, value in fields.items():
            setattr(made, name, value)
        made.partners = [SponsoredPartner(unit_id=each.id) for each in partners if each.id != responsible.id]
        made.place(case.unit)
        refuse_without_reviewer(made)
        made.take_part(leader, handler)
        made.number = take_number(case.unit)
        db.session.add(made)
        return Moved(f"{made.grade_name}，包案领导{leader.name}，责任人{responsible}{handler.name}。", made=made)

    @step("随事项终止", of=BEFORE_STRUCK, to="ended", needs=None)
    def end(self, why: str, *, by: User | None) -> str:
        """The case was withdrawn, or is not accepted, before anything was approved; or it goes on as part of one that has a sponsor."""
        self.next_contact_on = None
        return why

    def go_on_in(self, case: Case, *, by: User | None) -> None:
        """Along with its case; of two that are not struck off one goes on: that of the other case, unless it is only a draft and this is more."""
        there = self.current(case) if self.status in BEFORE_STRUCK else None
        if there and there.status == "drafted" and self.status != "drafted":
            there.end(f"并入的事项已经包案（{self.number}）。", by=by)
        elif there:
            self.end(f"{case.number}已经包案（{there.number}）。", by=by)
            return
        self.follow_to(case, by=by)

    @classmethod
    def hear(cls, case: Case, verb: str, what: str, by: User | None) -> None:
        """Something befell `case`. What was approved goes on though the case is withdrawn: whoever would press a party to withdraw is not rid of it."""
        cls.hear_of_merging(case, verb, by)
        if verb in (Case.withdraw.verb, Case.decline.verb):
            made = cls.current(case)
            if made and made.status == "drafted":
                made.end(what, by=by)
