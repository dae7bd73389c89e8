"""公示 of an honour, and 异议, by residents without an account or entered by staff."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, inspect, select
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from plugins.family_honours.models.campaign import DECIDE
from plugins.family_honours.settings import KEY, rules_of, take_number
from portal import clock
from portal.accounts.models import User
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import Entry, Moved, Record, State, States, begins, step
from portal.records.followed import Followed
from portal.records.keeping import Keeping, forget_contacts
from portal.records.people import Contact, contact
from portal.records.publication import Objection, Publication
from portal.records.waiting import waiting_indexes
from portal.settings import basis_of
from portal.workdays.arithmetic import last_day

if TYPE_CHECKING:
    from plugins.family_honours.models.honour import FamilyHonour

OBJECTION_STATES = States(
    State("raised", "待答复", "warn", open=True, way="提出", next="调查，答复"),
    State("dismissed", "不成立", "neutral", at="answered"),
    State("answered", "成立", "ok", way="答复", final=True),
    State("withdrawn", "已撤回", "neutral"),
)


class HonourObjectionEvent(Entry, db.Model):
    """One entry of the timeline of an objection."""

    __tablename__ = "family_honours_objection_event"

    objection_id: Mapped[int] = mapped_column(ForeignKey("family_honours_objection.id"), index=True)

    record: Mapped["HonourObjection"] = relationship(back_populates="events")


class HonourObjection(Objection, Followed, Record, db.Model):
    """异议 to an honour that is published. Who objects is told to nobody but those who answer."""

    __tablename__ = "family_honours_objection"
    __table_args__ = (
        Index("ix_family_honours_objection_recent", "township_id", "created_at", "id"),
        Index("ix_family_honours_objection_recent_county", "county_id", "created_at", "id"),
        *waiting_indexes("family_honours_objection", OBJECTION_STATES, "due_on"),
    )

    permission, states, settings_key = DECIDE, OBJECTION_STATES, KEY
    keeping = Keeping(
        name="荣誉异议",
        since=lambda: HonourObjection.created_at,
        forget=forget_contacts,
        does="去除异议人的姓名、电话，答复予以保留",
    )

    title: Mapped[str] = mapped_column(String(80))
    honour_id: Mapped[int] = mapped_column(ForeignKey("family_honours_honour.id"), index=True)
    due_on: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    objector_id, objector = contact("异议人")
    honour: Mapped["FamilyHonour"] = relationship(back_populates="objections", lazy="joined")
    events: Mapped[list[HonourObjectionEvent]] = relationship(back_populates="record", order_by=HonourObjectionEvent.id)

    @classmethod
    def reach(cls, user: User, permission: str):
        """As the honour that it is about."""
        honour = inspect(cls).relationships["honour"].mapper.class_
        return cls.honour_id.in_(select(honour.id).where(honour.reach(user, permission)))

    def allows(self, user: User, permission: str) -> bool:
        return self.honour.allows(user, permission)

    @begins("提出异议", needs=DECIDE)
    def lodge(
        cls,
        honour: "FamilyHonour",
        *,
        received_on: date,
        objector: Contact,
        text: str,
        by: User | None,
        unit: OrgUnit | None = None,
    ) -> Moved:
        """During the days; `by` is None on the public page. Raises RuleError outside them."""
        honour.check_received(received_on)
        rules = rules_of(honour.unit)
        objection = cls(title=honour.title, received_on=received_on, objector=objector, text=text, honour=honour)
        objection.due_on = last_day(received_on, rules.objection_days, rules.day_kind)
        objection.place(honour.unit)
        objection.number = take_number(honour.campaign.unit, "objection")
        db.session.add(objection)
        return Moved(f"应于 {objection.due_on} 前答复。", made=objection)

    @step("答复异议", of="raised", needs=DECIDE, verb="answer", waits=True)
    def respond(self, answer: str, *, upheld: bool, by: User) -> Moved:
        """One that is upheld leads the honour back to the approval."""
        said = self.reply(answer, upheld=upheld)
        goes_back = upheld and self.honour.status == "published"
        then = (lambda: self.honour.reopen(by=by)) if goes_back else None
        return Moved(said, to="answered" if upheld else "dismissed", then=then)

    @step("撤回异议", of="raised", to="withdrawn", needs=None)
    def withdraw(self, *, by: User | None) -> None:
        """By whoever objected, with the code."""
        self.answered_on = clock.today()


def _not_over(honour: "FamilyHonour") -> str:
    return honour.still_published()


class Publicised(Publication):
    """The days in which everybody may see who is to be honoured, and object."""

    @declared_attr
    def objections(cls) -> Mapped[list[HonourObjection]]:
        return relationship(HonourObjection, back_populates="honour", order_by=HonourObjection.id)

    @step("公示", of="approved", to="published", needs=DECIDE, waits=True)
    def publish(self: "FamilyHonour", *, by: User) -> str:
        """For the days of the campaign."""
        rules = rules_of(self.campaign.unit)
        days, own = self.campaign.publication_days, self.campaign.publication_days != rules.publication_days
        return self.publish_for(days, rules.day_kind, "按评选通知" if own else basis_of(rules, "publication_days"))

    @step("异议成立", of="published", to="reviewed", needs=None)
    def reopen(self: "FamilyHonour", *, by: User | None) -> str:
        """Back to the approval; the publication ends today."""
        self.published_until = clock.today()
        return "异议成立，退回重新审核。"

    @step("结束公示", of="published", to="cleared", needs=DECIDE, verb="end", unless=_not_over)
    def end_publication(self: "FamilyHonour", *, by: User | None) -> str:
        """By hand, or by the nightly job (`by` None)."""
        return "公示期满，异议均已答复。" if self.objections else "公示期满，没有异议。"
