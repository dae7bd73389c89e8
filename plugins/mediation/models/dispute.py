"""纠纷: a case on the mediation desk. It hangs on the case and changes only through its verbs."""

from datetime import date, datetime, timedelta

from sqlalchemy import ForeignKey, Index, Select, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.mediation import settings
from plugins.mediation.choices import OPEN, PERFORMANCES, STATUSES
from plugins.mediation.documents.wording import date_text
from plugins.mediation.models.agreement import Agreement, Instalment
from plugins.mediation.models.committee import Committee, Mediator
from plugins.mediation.models.follow_up import FollowUp
from plugins.mediation.models.participation import DisputeMediator, DisputeParty
from plugins.mediation.models.session import Session
from portal import clock
from portal.accounts.models import User
from portal.cases.models import Assignment, Case
from portal.documents.numbering import next_number, written
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.files.models import Attachment
from portal.org.models import Scoped
from portal.workdays.calendar import end_of_day

CHANNEL = "mediation"
SIGNED_SCAN = "signed_agreement"  # purpose of an attachment: the agreement as signed and sealed


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
    follow_up_days: Mapped[int] = mapped_column(default=3)
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
        """Disputes in the subtrees where the user may view mediation."""
        return select(cls).where(user.reach(cls, "mediation.view"))

    @property
    def open(self) -> bool:
        return self.status in OPEN

    @property
    def status_name(self) -> str:
        return STATUSES[self.status]

    @property
    def mediators(self) -> list[Mediator]:
        return [each.mediator for each in self.chosen]

    @classmethod
    def of(cls, case_id) -> Select:
        """The disputes of one case (its id, or a parameter for it), newest first: it may come again after a refusal."""
        return select(cls).where(cls.case_id == case_id).order_by(cls.id.desc())

    def can_be_mediated_by(self, user: User) -> bool:
        return self.open and self._is_for(user)

    def _is_for(self, user: User) -> bool:
        """Mediators work for their own committee, not for one further down the tree."""
        return user.can("mediation.mediate", self) and self.assignment.is_for(user, "mediation.mediate")

    @property
    def materials(self) -> list[Attachment]:
        """What was uploaded, oldest first."""
        return list(db.session.scalars(Attachment.of(self)))

    @property
    def scans(self) -> list[Attachment]:
        """签署扫描件 of the text as it now stands."""
        return self.valid_scans(self.materials)

    def valid_scans(self, materials: list[Attachment]) -> list[Attachment]:
        """Those of `materials` that show the final text: one made before it was taken up again is void."""
        final_at = self.agreement.frozen_at
        return [each for each in materials if final_at and each.purpose == SIGNED_SCAN and each.at >= final_at]

    # -- verbs -----------------------------------------------------------------------------------------------------

    @classmethod
    def receive(cls, case: Case, *, by: User, note: str = "") -> "Dispute":
        """转人民调解: hand a triaged case to the desk of the nearest committee.

        Raises RuleError when there is no committee, when a side has no party, or when it is being mediated already.
        """
        committee = Committee.of(case.unit)
        if committee is None:
            raise RuleError(f"{case.unit}还没有设立人民调解委员会，不能转人民调解。请先在“调委会”里设立。")
        if not (case.side(1) and case.side(2)):
            raise RuleError("转人民调解需要双方当事人，请先补充登记。")
        if any(each.open for each in db.session.scalars(cls.of(case.id))):
            raise RuleError("这件事正在人民调解，不能重复转办。")
        assignment = case.assign(committee.unit, by=by, note=note or f"转{committee.name}调解。", channel=CHANNEL)
        dispute = cls(case=case, assignment=assignment, committee=committee)
        dispute.unit = case.unit
        dispute.unit_id = case.unit_id
        dispute.copy_ancestors(case)
        dispute.parties = [DisputeParty(party=party) for party in case.parties]
        db.session.add(dispute)
        return dispute

    def accept(
        self,
        *,
        source: str,
        consents: dict[int, str],
        mediators: list[Mediator],
        by: User,
        claims: str = "",
        recorder: str = "",
        remark: str = "",
    ) -> None:
        """受理. `consents` says yes or no for each party id: one refusal ends the matter (人民调解法 §17)."""
        self.check(by, "pending")
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
        self.chosen = [DisputeMediator(mediator=each) for each in dict.fromkeys(mediators)]
        self.accepted_on = clock.today()
        local, year = settings.in_force(self.unit, self.accepted_on), self.accepted_on.year
        self.due_on = self.accepted_on + timedelta(days=local.term_days)
        self.follow_up_days = local.follow_up_days
        self.number = written(
            local.number_pattern,
            year=year,
            unit=self.committee.unit.short_name,
            number=next_number(self.committee.unit_id, "mediation", year),
        )
        self.status = "mediating"
        self.assignment.acknowledge(by=by)
        self.case.extend(end_of_day(self.due_on), f"人民调解期限为受理之日起 {local.term_days} 日。", by=by)
        self._note(
            by,
            "人民调解受理",
            f"{self.committee.name}受理，编号{self.number}，调解员：{'、'.join(each.name for each in self.mediators)}。",
        )

    def _refuse(self, names: list[str], by: User) -> None:
        self.status, self.ended_on = "refused", clock.today()
        self.ending = f"{'、'.join(names)}明确拒绝调解，依照人民调解法第十七条不进行调解，当事人可以通过仲裁、行政、司法等途径解决。"
        self.assignment.return_(self.ending, by=by)

    def give_notice(self, on: date, *, by: User) -> None:
        """告知权利义务: every party has received the notice (人民调解法 §23-24)."""
        self.check(by, "mediating")
        self.notice_on = on
        self._note(by, "告知权利义务", f"{date_text(on)}已向各方当事人告知权利义务。")

    def hold_session(self, *, by: User, **fields) -> Session:
        """记一次调解. Fields as in `Session`. A first session without the notice given is refused."""
        self.check(by, "mediating", "agreed")
        if self.notice_on is None:
            raise RuleError("请先告知各方当事人权利义务，再开始调解（人民调解法第二十三、二十四条）。")
        session = Session(sequence=len(self.sessions) + 1, recorded_by=by, **fields)
        self.sessions.append(session)
        self._note(by, f"第{session.sequence}次调解", f"{session.outcome_name}。{session.result}")
        return session

    def conclude(self, *, by: User) -> None:
        """定稿: the parties agree to the text; it waits for signatures and the seal. There must be a record first."""
        self.check(by, "mediating")
        if self.agreement is None or not self.sessions:
            raise RuleError("请先登记调解记录、填写协议内容，再定稿（人民调解法第二十七、二十九条）。")
        self.agreement.freeze()
        self.status = "agreed"
        self._note(by, "达成调解协议", f"协议书已定稿，编号{self.number}，待各方签名并加盖印章后生效。")

    def revise(self, *, by: User) -> None:
        """Take the text up again before it is in force: what was signed and scanned so far no longer counts."""
        self.check(by, "agreed")
        self.agreement.thaw()
        self.status = "mediating"
        self._note(by, "修改调解协议", "协议书退回修改，原有签名作废，须重新打印签署。")

    def settle_effect(self, *, by: User) -> bool:
        """Put the agreement in force when nothing is missing any more; answers whether it is."""
        self.check(by, "agreed")
        if self.agreement.missing(scanned=bool(self.scans)):
            return False
        self.agreement.enter_into_force()
        self.status = "effective"
        if last := self.agreement.last_performance_on:
            self.case.extend(
                end_of_day(last + timedelta(days=self.follow_up_days)), "调解协议履行期届满后回访。", by=by
            )
        self._note(by, "调解协议生效", f"各方签名、印章齐备，自{date_text(self.agreement.effective_on)}起生效。")
        return True

    def pay(self, instalment: Instalment, on: date, *, by: User) -> None:
        """登记履行 of one instalment."""
        self.check(by, "effective")
        instalment.pay(on)
        self._note(by, "登记履行", f"{date_text(instalment.due_on)}到期的一期已于{date_text(on)}履行。")

    def visit(self, *, by: User, **fields) -> FollowUp:
        """登记回访. Fields as in `FollowUp`."""
        self.check(by, "effective")
        visit = FollowUp(visitor=by, **fields)
        self.follow_ups.append(visit)
        self._note(by, "回访", f"{visit.way_name}回访：{visit.performance}满意度：{visit.satisfaction_name}。")
        return visit

    def terminate(self, reason: str, *, by: User) -> None:
        """终止调解: it did not succeed; the parties were told the other ways (人民调解法 §26)."""
        self.check(by, "mediating", "agreed")
        self.status, self.ending, self.ended_on = "terminated", reason, clock.today()
        told = "已告知当事人可通过仲裁、行政、司法途径解决。"
        self.assignment.report(f"调解不成，终止调解：{reason.rstrip('。')}。{told}", by=by)

    def close(self, performance: str, note: str, *, by: User) -> None:
        """结案: the agreement was followed up; the result goes back to the case."""
        self.check(by, "effective")
        if not self.follow_ups:
            raise RuleError("结案前至少回访一次，请先登记回访记录。")
        if performance == "full" and self.agreement.unpaid:
            raise RuleError("还有分期款没有登记履行，不能按“已全部履行”结案。")
        self.status, self.performance, self.ending, self.ended_on = "closed", performance, note, clock.today()
        self.assignment.report(f"调解成功，协议{self.number}{PERFORMANCES[performance]}。{note}", by=by)

    def check(self, user: User, *states: str) -> None:
        """Raises WrongState when the dispute is in none of `states`, NotAllowed when `user` does not mediate it."""
        if self.status not in states:
            raise WrongState(f"这起纠纷现在是“{self.status_name}”，不能这样办理。请刷新页面。")
        if not self._is_for(user):
            raise NotAllowed(f"这起纠纷由{self.committee.name}办理。")

    def _note(self, by: User, title: str, note: str) -> None:
        self.case.move("note", self.case.status, by=by, note=note, unit=self.committee.unit, title=title)
