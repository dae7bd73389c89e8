"""受理, with the consent of every party; the notice of rights and duties; the sittings."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from plugins.mediation.models.mediator import Mediator
from plugins.mediation.models.participation import CHOSEN, DisputeMediator, DisputeParty
from plugins.mediation.models.refusing import WAYS_OUT
from plugins.mediation.models.session import Guest, Session
from plugins.mediation.settings import KEY
from portal import clock
from portal.accounts.models import User
from portal.columns import named
from portal.documents.wording import long_day
from portal.errors import RuleError
from portal.numbering import take_number
from portal.records import Moved, step
from portal.redaction import RedactedText
from portal.settings import settings_of
from portal.workdays.calendar import end_of_day

if TYPE_CHECKING:
    from plugins.mediation.models.dispute import Dispute

SOURCES = {"application": "当事人申请", "initiative": "主动调解", "transfer": "委托移送"}


NOT_TOLD = "请先告知各方当事人权利义务，再开始调解（人民调解法第二十三、二十四条）。"


class Accepted:
    """How a dispute is taken up and heard."""

    source: Mapped[str] = mapped_column(String(12), default="application")
    claims: Mapped[str] = mapped_column(Text, default="")
    recorder: Mapped[str] = mapped_column(String(40), default="")
    remark: Mapped[str] = mapped_column(RedactedText(), default="")
    accepted_on: Mapped[date | None]
    due_on: Mapped[date | None]
    follow_up_days: Mapped[int] = mapped_column(default=3)
    notice_on: Mapped[date | None]
    source_name = named("source", SOURCES)

    @declared_attr
    def chosen(cls) -> Mapped[list[DisputeMediator]]:
        return relationship(order_by="DisputeMediator.id", cascade="all, delete-orphan")

    @declared_attr
    def sessions(cls) -> Mapped[list[Session]]:
        return relationship(back_populates="dispute", order_by="Session.sequence")

    @property
    def mediators(self) -> list[Mediator]:
        return [each.mediator for each in self.chosen]

    @step("受理", of="pending", to="mediating", needs="mediation.mediate")
    def accept(
        self: "Dispute",
        *,
        source: str,
        consents: dict[int, str],
        mediators: list[Mediator],
        by: User,
        claims: str = "",
        recorder: str = "",
        remark: str = "",
        apart: bool = False,
        chosen_by: str = "committee",
    ) -> Moved:
        """受理. `consents` says yes or no for each party id: one refusal ends the matter (人民调解法 §17), unless the dispute can be parted (`apart`) and the
        others go on. chosen_by: who chose the mediators, a key of CHOSEN. Raises RuleError where nobody is left of a side."""
        for each in self.parties:
            each.consent, each.consent_on = consents[each.party_id], clock.today()
        self.source, self.claims, self.recorder, self.remark = source, claims, recorder, remark
        if refusing := [each for each in self.parties if each.consent == "no"]:
            if not apart:
                return self._refuse([each.party.name for each in refusing], by)
            self.go_on_without(refusing, clock.today())
        self.choose(mediators, chosen_by)
        self._take_up(by)
        names = f"{'、'.join(each.name for each in self.mediators)}（{CHOSEN[chosen_by]}）"
        parted = f"{self.told_of(refusing)}拒绝调解，和其余各方继续调解。" if refusing else ""
        return Moved(f"{self.committee.name}受理，编号{self.number}，调解员：{names}。{parted}", title="人民调解受理")

    @property
    def chosen_by(self: "Dispute") -> str:
        """Who chose the mediators: a key of CHOSEN."""
        return self.chosen[0].chosen_by if self.chosen else "committee"

    def choose(self: "Dispute", mediators: list[Mediator], chosen_by: str) -> None:
        """Who mediates, and by whose choice: each in office here today, or chosen before. Raises RuleError for another, for nobody (人民调解法 §19), and for one who
        is elsewhere at a sitting that is arranged."""
        before = {each.mediator: each for each in self.chosen}
        if not mediators:
            raise RuleError("请至少选定一名人民调解员（人民调解法第十九条）。")
        if any(self.stepped_back(each) for each in mediators):
            raise RuleError("已经回避的调解员不能再选。", at="mediators")
        new = [each for each in mediators if each not in before]
        if any(each.committee_id != self.committee_id or not each.serves_on(clock.today()) for each in new):
            raise RuleError("只能选择本调委会在任的人民调解员。")
        self.chosen = [before.get(each) or DisputeMediator(mediator=each) for each in dict.fromkeys(mediators)]
        for row in self.chosen:
            row.chosen_by = chosen_by
        self.check_sittings()

    def _take_up(self: "Dispute", by: User) -> None:
        """Number and term by the rules of this day; the case runs until the term ends."""
        self.accepted_on = clock.today()
        local, year = settings_of(KEY, self.unit, self.accepted_on), self.accepted_on.year
        self.due_on = self.accepted_on + timedelta(days=local.term_days)
        self.follow_up_days = local.follow_up_days
        self.number = take_number(self.committee.unit, "mediation", local.number_pattern, year)
        self.assignment.acknowledge(by=by)
        self.case.extend(end_of_day(self.due_on), f"人民调解期限为受理之日起 {local.term_days} 日。", by=by)

    def refuse_long_before(self: "Dispute", day: date, at: str) -> None:
        """Raises RuleError at the argument `at` where `day` is longer before the acceptance than what was mediated then may be written down later."""
        first = self.accepted_on - timedelta(days=settings_of(KEY, self.unit, self.accepted_on).back_days)
        if day < first:
            raise RuleError(f"受理日期是 {self.accepted_on}，补记的日期不能早于 {first}，请核对。", at=at)

    def _refuse(self: "Dispute", names: list[str], by: User) -> Moved:
        self.ended_on = clock.today()
        self.ending = f"{'、'.join(names)}明确拒绝调解，依照人民调解法第十七条不进行调解，{WAYS_OUT}。"
        self.assignment.return_(self.ending, by=by)
        return Moved(to="refused")

    @property
    def untold(self: "Dispute") -> list[DisputeParty]:
        """Who was not told of the rights and duties yet."""
        return [each for each in self.parties if each.told_on is None]

    @step("登记告知", of=("mediating", "agreed"), needs="mediation.mediate")
    def give_notice(self: "Dispute", on: date, *, by: User, parties: list[DisputeParty] | None = None) -> Moved:
        """告知权利义务: `parties`, by default all who were not told before, have received the notice (人民调解法 §23-24)."""
        self.refuse_long_before(on, "on")
        told = self.untold if parties is None else parties
        who = "各方当事人" if len(told) == len(self.parties) else "、".join(each.party.name for each in told)
        for each in told:
            each.told_on = on
        self.notice_on = on
        return Moved(f"{long_day(on)}已向{who or '各方当事人'}告知权利义务。", title="告知权利义务")

    @step("记一次调解", of=("mediating", "agreed"), needs="mediation.mediate")
    def hold_session(self: "Dispute", *, by: User, guests: str = "", told: bool = False, **fields) -> Moved:
        """记一次调解. Fields as in `Session`; `guests` one a line, as `Guest.all_in` reads them. `told`: the parties who came were told of their
        rights and duties as it began, and have signed for it; raises RuleError where one of them was not told at all (人民调解法 §23-24)."""
        there = {*fields.get("present", ()), *fields.get("agents_present", ())}
        new = [each for each in self.untold if each.party_id in there]
        if not told and (new or self.notice_on is None):
            raise RuleError(NOT_TOLD, at="told")
        self.refuse_long_before(clock.local(fields["held_at"]).date(), "held_at")
        before = self.sessions[-1].held_at.replace(second=0, microsecond=0) if self.sessions else None
        if before and fields["held_at"] < before:
            raise RuleError(
                f"上一次调解在 {clock.local(before):%Y-%m-%d %H:%M}，这一次不能更早，请核对。", at="held_at"
            )
        if new:
            self.give_notice(clock.local(fields["held_at"]).date(), by=by, parties=new)
        session = Session(sequence=len(self.sessions) + 1, recorded_by=by, guests=Guest.all_in(guests), **fields)
        session.sitting_id = self.arranged_as(session)
        self.sessions.append(session)
        return Moved(f"{session.outcome_name}。{session.result}", made=session, title=f"第{session.sequence}次调解")
