"""以案定补的一件: a dispute that was settled and performed, declared, decided on, booked, and taken back where it was false. One case, one subsidy."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.case_subsidy.choices import GRADES, VIEW
from plugins.case_subsidy.likeness import sketch
from plugins.case_subsidy.models.deciding import Decided
from plugins.case_subsidy.models.declaring import Declared
from plugins.case_subsidy.models.rows import AwardCall, AwardEntry, AwardShare
from plugins.case_subsidy.models.states import STATES
from plugins.case_subsidy.rates import amount
from plugins.case_subsidy.settings import rules_of, take_number
from portal import clock
from portal.accounts.hands import key_of, one_hand
from portal.accounts.models import User
from portal.cases.about import HasCase
from portal.cases.mediated import Mediated, TellsMediated, mediated_of
from portal.columns import Fen, named
from portal.errors import RuleError
from portal.extensions import db
from portal.records import Entry, Moved, Record, begins
from portal.records.in_order import list_indexes
from portal.records.keeping import Keeping
from portal.records.origin import FromElsewhere
from portal.records.waiting import waiting_indexes

GONE = "这件纠纷现在不是调解成功的，不在以案定补的范围。"


class AwardEvent(Entry, db.Model):
    """One entry of the timeline of an award."""

    __tablename__ = "case_subsidy_event"
    __table_args__ = (Index("ix_case_subsidy_event_award", "award_id", "id"),)

    award_id: Mapped[int] = mapped_column(ForeignKey("case_subsidy_award.id"))

    record: Mapped["Award"] = relationship(back_populates="events")


class Award(Declared, Decided, FromElsewhere, HasCase, Record, db.Model):
    """以案定补的一件. It lies in the unit of the committee; it names nobody: who mediated stands in the dispute, which it came out of."""

    __tablename__ = "case_subsidy_award"
    __table_args__ = (
        UniqueConstraint("case_id", name="uq_case_subsidy_award_case"),
        Index("ix_case_subsidy_award_number", "number"),
        Index("ix_case_subsidy_award_county", "county_id", "created_at", "id"),
        Index("ix_case_subsidy_award_township", "township_id", "created_at", "id"),
        *list_indexes("case_subsidy_award", "created_at"),
        *waiting_indexes("case_subsidy_award", STATES, "created_at"),
    )
    ANSWERS = TellsMediated
    permission, states = VIEW, STATES
    lasting = ("approved",)
    keeping = Keeping(
        name="以案定补",
        since=lambda: Award.ended_on,
        does="列出来，由财务人员鉴定，领款人是发放的凭证，不自动去除",
    )
    grave_verbs: ClassVar[tuple[str, ...]] = ("refuse", "cancel")

    case_id: Mapped[int] = mapped_column(ForeignKey("cases_case.id"))  # type: ignore[assignment]  # never without one
    body: Mapped[str] = mapped_column(String(100))
    dispute: Mapped[str] = mapped_column(String(60))
    agreed_on: Mapped[date]
    ended_on: Mapped[date]
    oral: Mapped[bool] = mapped_column(default=False)
    lacking: Mapped[str] = mapped_column(Text, default="")
    sketch: Mapped[list] = mapped_column(JSON, default=list)
    claimed: Mapped[str] = mapped_column(String(10), default="")
    grade: Mapped[str] = mapped_column(String(10), default="")
    amount_fen: Mapped[Fen] = mapped_column(default=0)
    declared_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    shares: Mapped[list[AwardShare]] = relationship(order_by=AwardShare.id)
    entries: Mapped[list[AwardEntry]] = relationship(back_populates="award", order_by=AwardEntry.id)
    calls: Mapped[list[AwardCall]] = relationship(order_by=AwardCall.id)
    events: Mapped[list[AwardEvent]] = relationship(back_populates="record", order_by=AwardEvent.id)
    grade_name = named("grade", GRADES, "")
    claimed_name = named("claimed", GRADES, "")

    @property
    def title(self) -> str:
        return f"{self.body}　{self.dispute}"

    @begins("列入以案定补", needs=None)
    def note_down(cls, told: Mediated, *, by: User | None, origin: Record | None = None) -> Moved:
        """A dispute was settled. Raises RuleError where it is not performed, no rate was in force when it ended, nobody was on the roster, or the case has
        its subsidy."""
        if refused := cls.hindrance(told):
            raise RuleError(refused)
        award = cls(
            body=told.body, dispute=told.number, agreed_on=told.agreed_on, ended_on=told.ended_on, oral=told.oral
        )
        award.case_id, award.origin, award.created_at = told.case.id, origin, clock.now()
        award.lacking = "、".join(told.lacking())
        award.sketch = sketch(told.text(), (each.name for each in told.case.parties))
        award.shares = [
            AwardShare(mediator_id=each.ident, user_id=each.user_id, paid=False)
            for each in told.mediators
            if each.on_roster
        ]
        award.place(told.unit)
        award.number = take_number(told.unit)
        db.session.add(award)
        return Moved(made=award)

    @classmethod
    def hindrance(cls, told: Mediated) -> str:
        """Why there is no subsidy for that dispute, in Chinese, or ""."""
        if refused := cls._out_of_scope(told):
            return refused
        rates = rules_of(told.unit, told.ended_on).values
        if not any(amount(rates, grade, oral=told.oral) for grade in GRADES):
            what = "口头协议的" if told.oral else ""
            return f"{told.ended_on} 结案，那天本地没有规定{what}补贴标准，不在以案定补的范围。"
        if not any(each.on_roster for each in told.mediators):
            return "调解员协议生效那天不在名册上，不在以案定补的范围。"
        if number := db.session.scalar(select(cls.number).where(cls.case_id == told.case.id)):
            return f"这件事已经登记过以案定补（{number}），一案一补。"
        return ""

    @property
    def told(self) -> Mediated | None:
        """What its dispute says now, even where a court undid the agreement; None where it ended otherwise, or is gone with its plugin."""
        return mediated_of(self.origin)

    @property
    def unfounded(self) -> str:
        """Why nothing is to be paid for its dispute as it stands now, in Chinese, or ""."""
        if not self.origin:
            return ""
        return self._out_of_scope(told) if (told := self.told) else GONE

    @staticmethod
    def _out_of_scope(told: Mediated) -> str:
        """That the agreement was undone, or is not wholly performed, in Chinese, or ""."""
        if told.undone:
            return f"{told.undone}，不在以案定补的范围。"
        return "" if told.performed else "协议还没有全部履行，不在以案定补的范围。"

    @property
    def difficulty(self) -> str:
        """How hard the dispute was, as whoever mediated it says now: a key of GRADES, or ""."""
        return told.difficulty if (told := self.told) else ""

    @property
    def accounts(self) -> dict[int, set[int]]:
        """Row of the roster → the accounts of that mediator: the one known when it was declared, and the one on the roster now."""
        told = self.told
        known = [(each.mediator_id, each.user_id) for each in self.shares]
        now = [(each.ident, each.user_id) for each in (told.mediators if told else ())]
        found: dict[int, set[int]] = {}
        for mediator, user in known + now:
            if user:
                found.setdefault(mediator, set()).add(user)
        return found

    def keep_from_own(self, by: User, needs: str) -> None:
        """Raises RuleError for who mediated the dispute, by the accounts known when it was declared and by those that the roster has now: nobody decides about an
        own subsidy."""
        mine = {user for users in self.accounts.values() for user in users}
        if one_hand(by, mine, key_of(self), lambda: self.entrusted_to(by, needs)):
            raise RuleError("您是这件纠纷的调解员，须由其他人办理。")
