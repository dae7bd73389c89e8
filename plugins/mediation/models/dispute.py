"""纠纷: a case on the mediation desk. It hangs on the case and changes only through its verbs."""

from datetime import date, datetime, timedelta

from sqlalchemy import ForeignKey, Index, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.mediation.models.agreement import Agreement
from plugins.mediation.models.committee import Committee, Mediator
from plugins.mediation.models.follow_up import FollowUp
from plugins.mediation.models.session import Session
from portal import clock
from portal.accounts.models import User
from portal.cases.models import Assignment, Case, Party
from portal.documents.numbering import next_number
from portal.extensions import db
from portal.org.models import Scoped
from portal.rules import NotAllowed, RuleError, WrongState
from portal.workdays.calendar import end_of_day

CHANNEL = "mediation"
FOLLOW_UP_AFTER = timedelta(days=3)  # DOMAIN §A1, suggested: a visit three days after performance is due
TERM_DAYS = 30  # 人民调解工作若干规定 §33: within a month
STATUSES = {
    "pending": "待受理", "mediating": "调解中", "agreed": "待生效", "effective": "履行中", "closed": "已结案",
    "terminated": "调解终止", "refused": "当事人拒绝",
}
OPEN = ("pending", "mediating", "agreed", "effective")
SOURCES = {"application": "当事人申请", "initiative": "主动调解", "transfer": "委托移送"}
PERFORMANCES = {"full": "已全部履行", "part": "部分履行", "none": "未履行", "litigation": "已转诉讼等途径"}


class Dispute(Scoped, db.Model):
    """纠纷. `number` is given when it is accepted: one series a committee and year, shared by all its papers."""

    __tablename__ = "mediation_dispute"
    __table_args__ = (
        Index("ix_mediation_dispute_county", "county_id", "status", "id"),
        Index("ix_mediation_dispute_township", "township_id", "status", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases_case.id"), index=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("cases_assignment.id"))
    committee_id: Mapped[int] = mapped_column(ForeignKey("mediation_committee.id"))
    number: Mapped[str] = mapped_column(String(60), default="")
    status: Mapped[str] = mapped_column(String(12), default="pending")
    source: Mapped[str] = mapped_column(String(12), default="application")
    claims: Mapped[str] = mapped_column(Text, default="")
    recorder: Mapped[str] = mapped_column(String(40), default="")
    remark: Mapped[str] = mapped_column(Text, default="")
    accepted_on: Mapped[date | None]
    due_on: Mapped[date | None]
    notice_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    ending: Mapped[str] = mapped_column(Text, default="")
    performance: Mapped[str] = mapped_column(String(12), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column()

    case: Mapped[Case] = relationship()
    assignment: Mapped[Assignment] = relationship()
    committee: Mapped[Committee] = relationship()
    parties: Mapped[list["DisputeParty"]] = relationship(order_by="DisputeParty.id")
    chosen: Mapped[list["DisputeMediator"]] = relationship(order_by="DisputeMediator.id")
    sessions: Mapped[list[Session]] = relationship(back_populates="dispute", order_by="Session.sequence")
    agreement: Mapped[Agreement | None] = relationship(back_populates="dispute")
    follow_ups: Mapped[list[FollowUp]] = relationship(back_populates="dispute", order_by="FollowUp.id")

    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def visible_to(cls, user: User):
        """Disputes in the user's subtrees."""
        return select(cls).where(user.reach(cls))

    @property
    def open(self) -> bool:
        return self.status in OPEN

    @property
    def status_name(self) -> str:
        return STATUSES[self.status]

    @property
    def mediators(self) -> list[Mediator]:
        return [each.mediator for each in self.chosen]

    @property
    def consented(self) -> bool:
        return all(each.consent == "yes" for each in self.parties)

    def can_be_mediated_by(self, user: User) -> bool:
        return self.open and user.can("mediation.mediate", self)

    # -- verbs -----------------------------------------------------------------------------------------------------

    @classmethod
    def receive(cls, case: Case, *, by: User, note: str = "") -> "Dispute":
        """转人民调解: hand a triaged case to the desk of the nearest committee.

        Raises RuleError when there is no committee, or when a side has no party.
        """
        committee = Committee.of(case.unit)
        if committee is None:
            raise RuleError(f"{case.unit}还没有设立人民调解委员会，不能转人民调解。请先在“调委会”里设立。")
        if not (case.side(1) and case.side(2)):
            raise RuleError("转人民调解需要双方当事人，请先补充登记。")
        assignment = case.assign(committee.unit, by=by, note=note or f"转{committee.name}调解。", channel=CHANNEL)
        dispute = cls(case=case, assignment=assignment, committee=committee)
        dispute.unit = case.unit
        dispute.unit_id = case.unit_id
        dispute.copy_ancestors(case)
        dispute.parties = [DisputeParty(party=party) for party in case.parties]
        db.session.add(dispute)
        return dispute

    def accept(self, *, source: str, consents: dict[int, str], mediators: list[Mediator], by: User, claims: str = "",
               recorder: str = "", remark: str = "") -> None:
        """受理. `consents` says yes or no for each party id: one refusal ends the matter (人民调解法 §17)."""
        self._check(by, "pending")
        for each in self.parties:
            each.consent, each.consent_on = consents[each.party_id], clock.today()
        self.source, self.claims, self.recorder, self.remark = source, claims, recorder, remark
        refusing = [each.party.name for each in self.parties if each.consent == "no"]
        if refusing:
            self._refuse(refusing, by)
            return
        if not mediators:
            raise RuleError("请至少选定一名人民调解员（人民调解法第十九条）。")
        if any(each.committee_id != self.committee_id or not each.serves_on(clock.today()) for each in mediators):
            raise RuleError("只能选择本调委会在任的人民调解员。")
        self.chosen = [DisputeMediator(mediator=each) for each in mediators]
        self.accepted_on = clock.today()
        self.due_on = self.accepted_on + timedelta(days=TERM_DAYS)
        number = next_number(self.committee.unit_id, "mediation", self.accepted_on.year)
        self.number = f"（{self.accepted_on.year}）{self.committee.unit.short_name}人调字第{number}号"
        self.status = "mediating"
        self.assignment.acknowledge(by=by)
        self.case.extend(end_of_day(self.due_on), "人民调解一般自受理之日起三十日内调结。", by=by)
        self._note(by, "人民调解受理", f"{self.committee.name}受理，编号{self.number}，调解员：{self._names(mediators)}。")

    def _refuse(self, names: list[str], by: User) -> None:
        self.status, self.ended_on = "refused", clock.today()
        self.ending = f"{'、'.join(names)}明确拒绝调解，依照人民调解法第十七条不进行调解，已告知可通过仲裁、行政、司法途径解决。"
        self.assignment.return_(self.ending, by=by)

    def give_notice(self, on: date, *, by: User) -> None:
        """告知权利义务: every party has received the notice (人民调解法 §23-24)."""
        self._check(by, "mediating")
        self.notice_on = on

    def hold_session(self, *, by: User, **fields) -> Session:
        """记一次调解. Fields as in `Session`. A first session without the notice given is refused."""
        self._check(by, "mediating", "agreed")
        if self.notice_on is None:
            raise RuleError("请先告知各方当事人权利义务，再开始调解（人民调解法第二十三、二十四条）。")
        session = Session(sequence=len(self.sessions) + 1, recorded_by=by, **fields)
        self.sessions.append(session)
        self._note(by, f"第{session.sequence}次调解", f"{session.outcome_name}。{session.result}")
        return session

    def conclude(self, *, by: User) -> None:
        """定稿: the parties agree to the text; it waits for signatures and the seal."""
        self._check(by, "mediating")
        self.agreement.freeze()
        self.status = "agreed"
        self._note(by, "达成调解协议", f"协议书已定稿，编号{self.number}，待各方签名并加盖印章后生效。")

    def revise(self, *, by: User) -> None:
        """Take the text up again before it is in force: what was signed so far no longer counts."""
        self._check(by, "agreed")
        self.agreement.thaw()
        self.status = "mediating"
        self._note(by, "修改调解协议", "协议书退回修改，原有签名作废，须重新打印签署。")

    def settle_effect(self, *, by: User, scanned: bool) -> bool:
        """Put the agreement in force when nothing is missing any more; answers whether it is."""
        if self.status == "agreed" and not self.agreement.missing(scanned=scanned):
            self.agreement.enter_into_force()
            self.status = "effective"
            if last := self.agreement.last_performance_on:
                self.case.extend(end_of_day(last + FOLLOW_UP_AFTER), "调解协议履行期届满后回访。", by=by)
            self._note(by, "调解协议生效", f"各方签名、印章齐备，自{self.agreement.effective_on:%Y年%m月%d日}起生效。")
        return self.status == "effective"

    def terminate(self, reason: str, *, by: User) -> None:
        """终止调解: it did not succeed; the parties were told the other ways (人民调解法 §26)."""
        self._check(by, "mediating", "agreed")
        self.status, self.ending, self.ended_on = "terminated", reason, clock.today()
        self.assignment.report(f"调解不成，终止调解：{reason}。已告知当事人可通过仲裁、行政、司法途径解决。", by=by)

    def close(self, performance: str, note: str, *, by: User) -> None:
        """结案: the agreement was followed up; the result goes back to the case."""
        self._check(by, "effective")
        if not self.follow_ups:
            raise RuleError("结案前至少回访一次，请先登记回访记录。")
        if performance == "full" and self.agreement.unpaid:
            raise RuleError("还有分期款没有登记履行，不能按“已全部履行”结案。")
        self.status, self.performance, self.ending, self.ended_on = "closed", performance, note, clock.today()
        result = f"调解成功，协议{self.number}{PERFORMANCES[performance]}。{note}"
        self.assignment.report(result, by=by)

    def _check(self, user: User, *states: str) -> None:
        if self.status not in states:
            raise WrongState(f"这起纠纷现在是“{self.status_name}”，不能这样办理。请刷新页面。")
        if not user.can("mediation.mediate", self):
            raise NotAllowed("只有本辖区的人民调解员可以办理。")

    def _note(self, by: User, title: str, note: str) -> None:
        self.case.move("note", self.case.status, by=by, note=note, unit=self.committee.unit, title=title)

    @staticmethod
    def _names(mediators: list[Mediator]) -> str:
        return "、".join(each.name for each in mediators)


class DisputeParty(db.Model):
    """A party before the committee: whether it agrees to be mediated."""

    __tablename__ = "mediation_dispute_party"

    id: Mapped[int] = mapped_column(primary_key=True)
    dispute_id: Mapped[int] = mapped_column(ForeignKey("mediation_dispute.id"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("cases_party.id"))
    consent: Mapped[str] = mapped_column(String(8), default="")
    consent_on: Mapped[date | None]

    party: Mapped[Party] = relationship(lazy="joined")


class DisputeMediator(db.Model):
    """A mediator chosen for a dispute (人民调解法 §19)."""

    __tablename__ = "mediation_dispute_mediator"

    id: Mapped[int] = mapped_column(primary_key=True)
    dispute_id: Mapped[int] = mapped_column(ForeignKey("mediation_dispute.id"), index=True)
    mediator_id: Mapped[int] = mapped_column(ForeignKey("mediation_mediator.id"))

    mediator: Mapped[Mediator] = relationship(lazy="joined")
