"""协议的变更、解除和撤销: what the parties agree on later supersedes clauses and instalments; what they or a court undo ends (民法典 on contracts; 人民调解法 §32)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from plugins.mediation.models.owed import Due
from portal import clock
from portal.accounts.models import User
from portal.columns import Fen, named
from portal.documents.wording import long_day
from portal.errors import RuleError
from portal.extensions import db
from portal.files.models import Attachment
from portal.money import format_yuan
from portal.records import Moved, step
from portal.redaction import RedactedText
from portal.workdays.calendar import end_of_day

if TYPE_CHECKING:
    from plugins.mediation.models.dispute import Dispute
    from plugins.mediation.models.instalment import Instalment

KINDS = {"change": "变更协议", "end": "解除协议"}
STAGES = {"drawn": "待签署", "effective": "已生效", "dropped": "没有签署"}
CONSENT = "consent"
RULINGS = {"rescinded": "人民法院判决撤销", "void": "人民法院判决无效"}
ENDED = {CONSENT: "协议解除", "rescinded": "协议撤销", "void": "协议无效"}  # of an instalment
REVOKED = {CONSENT: "各方当事人同意解除"} | RULINGS
TOO_EARLY = "变更后的履行日期不能早于今天。"
AMENDED_SCAN = "signed_amendment"


@dataclass(frozen=True)
class Clause:
    """A clause of the agreement or of what changed it. `key`: which one; `until`: the day from which another stands in its place."""

    key: str
    text: str
    until: date | None


class Amendment(db.Model):
    """变更协议, or that the parties end what they agreed. `replaces`: keys of the clauses in whose place others stand (`Clause`). `plan`: what is still to be paid,
    each `[day, fen, note, payee_id]` (`Due`), in place of all that is unpaid. `amount_fen`: the sum of the agreement from now on, None where it stays."""

    __tablename__ = "mediation_amendment"

    id: Mapped[int] = mapped_column(primary_key=True)
    dispute_id: Mapped[int] = mapped_column(ForeignKey("mediation_dispute.id"), index=True)
    serial: Mapped[int]
    kind: Mapped[str] = mapped_column(String(8), default="change")
    stage: Mapped[str] = mapped_column(String(10), default="drawn")
    reason: Mapped[str] = mapped_column(RedactedText(500))
    clauses: Mapped[list] = mapped_column(JSON, default=list)
    replaces: Mapped[list] = mapped_column(JSON, default=list)
    plan: Mapped[list] = mapped_column(JSON, default=list)
    perform_by: Mapped[date | None]
    amount_fen: Mapped[Fen | None]
    drawn_at: Mapped[datetime] = mapped_column(default=clock.now)
    effective_on: Mapped[date | None]

    dispute: Mapped["Dispute"] = relationship(back_populates="amendments")
    kind_name = named("kind", KINDS)
    stage_name = named("stage", STAGES)

    @property
    def name(self) -> str:
        """第 2 份变更协议."""
        return f"第 {self.serial} 份{self.kind_name}"

    @property
    def does(self) -> str:
        """What it does to the agreement: 补充, 变更 or 解除."""
        if self.kind == "end":
            return "解除"
        changes = self.replaces or self.plan or self.perform_by or self.amount_fen is not None
        return "变更" if changes else "补充"

    @property
    def title(self) -> str:
        """What stands on its paper."""
        return f"人民调解{self.does}协议书"

    @property
    def number(self) -> str:
        return f"{self.dispute.number}之{self.serial}"

    @property
    def instalments(self) -> list[Due]:
        return [Due(date.fromisoformat(due), *more) for due, *more in self.plan]

    def set_plan(self, plan: Iterable[Due]) -> None:
        self.plan = [[f"{due}", *more] for due, *more in plan]


def _not_amendable(dispute: "Dispute") -> str:
    if any(each.stage == "drawn" for each in dispute.amendments):
        return "有一份变更协议还没有签署，先登记生效，或者登记不再变更。"
    if dispute.before_the_court:
        return "司法确认申请还没有结果，先登记撤回或者法院的裁定。"
    return "人民法院已经裁定协议有效，各方另有约定的，向人民法院了解怎样办理。" if dispute.confirmed else ""


def _revoked(dispute: "Dispute") -> str:
    text = dispute.agreement
    return "协议已经登记解除、撤销。" if text and text.revoked_on else ""


class Amended:
    """A dispute whose agreement is changed, ended or undone."""

    @declared_attr
    def amendments(cls) -> Mapped[list[Amendment]]:
        return relationship(back_populates="dispute", order_by=Amendment.serial)

    @property
    def amended_by(self: "Dispute") -> list[Amendment]:
        """What changed it and is in force."""
        if self.agreement is None or self.agreement.effective_on is None:  # nothing is read for a draft
            return []
        return [each for each in self.amendments if each.stage == "effective" and each.kind == "change"]

    @property
    def clauses(self: "Dispute") -> list[Clause]:
        """All clauses of the agreement and of what changed it, those that no longer hold too."""
        ended = {key: each.effective_on for each in self.amended_by for key in each.replaces}
        own = [(f"0.{each.position}", each.text) for each in self.agreement.terms]
        later = [
            (f"{each.serial}.{place}", text)
            for each in self.amended_by
            for place, text in enumerate(each.clauses, start=1)
        ]
        return [Clause(key, text, ended.get(key)) for key, text in own + later]

    @property
    def clauses_in_force(self: "Dispute") -> list[str]:
        return [each.text for each in self.clauses if each.until is None]

    def amendment_shown(self: "Dispute", scan: Attachment) -> Amendment | None:
        """Which of them a scan of one shows as far as its day tells: there is one at a time, so the last that was drawn up before."""
        before = [each for each in self.amendments if each.drawn_at <= scan.at]
        return before[-1] if before else None

    @step("变更、解除协议", of="effective", needs="mediation.mediate", unless=_not_amendable)
    def draw_amendment(
        self: "Dispute",
        kind: str,
        reason: str,
        clauses: Sequence[str],
        *,
        by: User,
        replaces: Sequence[str] = (),
        plan: Sequence[tuple] = (),
        perform_by: date | None = None,
        amount_fen: int | None = None,
        checked: Collection[str] = (),
    ) -> Moved:
        """变更协议 drawn up, to be signed by all. kind: a key of KINDS; clauses, replaces, plan, perform_by, amount_fen as in `Amendment`. checked: the keys of the doubts about
        it that were looked at (`found_after`). Raises RuleError where a change changes nothing, for clauses that are not in force, for days before today, and for what the
        agreement cannot say; Doubtful for what was not looked at."""
        if kind == "change" and not clauses:
            raise RuleError("请至少写一条变更后的内容。", at="clauses")
        if any(each < clock.today() for each in (perform_by, *(due for due, *_ in plan)) if each):
            raise RuleError(TOO_EARLY, at="perform_by")
        there = {each.key for each in self.clauses if each.until is None}
        if set(replaces) - there:
            raise RuleError("勾选的条款已经改过，请重新选择。", at="replaces")
        ends = kind == "end"
        amendment = Amendment(
            serial=len(self.amendments) + 1,
            kind=kind,
            reason=reason,
            clauses=list(clauses),
            replaces=[] if ends else list(replaces),
            perform_by=None if ends else perform_by,
            amount_fen=None if ends else amount_fen,
        )
        amendment.set_plan(() if ends else plan)
        looked_at = self.vouch_for_change(amendment, checked)
        after = self.owed_after(amendment)
        amendment.set_plan(after.plan if after.anew else ())  # what its paper says and all sign
        self.amendments.append(amendment)
        told = f"起草{amendment.kind_name}，待各方签署。理由：{reason}{looked_at}"
        return Moved(told, made=amendment, title="变更、解除协议")

    @step("登记变更生效", of="effective", needs="mediation.mediate")
    def sign_amendment(
        self: "Dispute", amendment: Amendment, on: date, files: list, *, by: User, checked: Collection[str] = ()
    ) -> Moved:
        """变更协议 signed by all, sealed and scanned: in force from that day. Raises RuleError for one that waits for nobody, and for a day before it was drawn up; else as
        `draw_amendment`, for meanwhile something may have been paid."""
        self._check_drawn(amendment)
        self.vouch_for_change(amendment, checked)
        after = self.owed_after(amendment)
        if on < clock.local(amendment.drawn_at).date():
            raise RuleError(f"起草日期是 {clock.local(amendment.drawn_at):%Y-%m-%d}，签署不能早于那天。", at="on")
        for upload in files:
            Attachment.take_in(upload, subject=self, purpose=AMENDED_SCAN, by=by)
        amendment.stage, amendment.effective_on = "effective", on
        if amendment.kind == "end":
            return self._undo_agreement(CONSENT, on, "", amendment.reason, by)
        text = self.agreement
        text.prolonged_to = amendment.perform_by or text.prolonged_to
        if after.anew:
            text.replace_unpaid(after.plan, on, amendment.id)
        self.plan_visit(on)
        if last := text.last_performance_on:
            self.case.extend(
                end_of_day(last + timedelta(days=self.follow_up_days)), "变更协议后履行期届满回访。", by=by
            )
        left = sum(each.balance_fen for each in text.unpaid)
        owed = f"还应付 {format_yuan(left)} 元。" if left else ""
        return Moved(f"{amendment.name}自{long_day(on)}起生效。{owed}理由：{amendment.reason}", title="协议变更")

    @step("不再变更", of="effective", needs="mediation.mediate")
    def drop_amendment(self: "Dispute", amendment: Amendment, reason: str, *, by: User) -> Moved:
        """It is not signed: the agreement stays as it is. Raises RuleError for one that waits for nobody."""
        self._check_drawn(amendment)
        amendment.stage = "dropped"
        return Moved(f"{amendment.name}没有签署，原协议不变。{reason}", title="不再变更协议")

    @step("登记判决撤销、无效", of=("effective", "closed"), needs="mediation.mediate", unless=_revoked)
    def revoke(self: "Dispute", how: str, on: date, number: str, reason: str, *, by: User) -> Moved:
        """A court undid the agreement: how is a key of RULINGS, number that of its judgment. Raises RuleError for a day before the agreement was in force."""
        if on < self.agreement.effective_on:
            raise RuleError(f"协议 {self.agreement.effective_on} 才生效，请核对日期。", at="on")
        return self._undo_agreement(how, on, number, reason, by)

    def _check_drawn(self, amendment: Amendment) -> None:
        if amendment.stage != "drawn":
            raise RuleError(f"这份协议{amendment.stage_name}，不能再办。")

    def _undo_agreement(self: "Dispute", how: str, on: date, number: str, reason: str, by: User) -> Moved:
        """Nothing of it is to be performed any longer. What is still under way goes back to whoever handed it on; what was closed stays closed."""
        text = self.agreement
        text.revoked_on, text.revoked_how, text.revocation = on, how, number
        text.replace_unpaid([], on, None)
        for each in self.amendments:
            each.stage = "dropped" if each.stage == "drawn" else each.stage
        self.visit_on = self.apply_by = None
        told = f"{long_day(on)}{self.undone}。{reason}"
        if self.status == "closed":
            return Moved(told, title="协议解除、撤销")
        self.performance, self.ending, self.ended_on = "revoked", f"{self.undone}。{reason}", clock.today()
        self.assignment.report(f"{told}已告知当事人可以重新调解或者通过仲裁、行政、司法等途径解决。", by=by)
        return Moved(to="revoked")

    def why_ended(self: "Dispute", instalment: "Instalment") -> str:
        """Why nothing more of `instalment` is awaited: 变更, 解除, 撤销 or 无效."""
        text = self.agreement
        last = max((each.amendment_id or 0 for each in text.instalments), default=0)
        undone = text.revoked_on == instalment.ended_on and (instalment.amendment_id or 0) == last
        return ENDED.get(text.revoked_how, "变更") if undone else "变更"

    @property
    def undone(self: "Dispute") -> str:
        """How the agreement was ended or undone, naming nobody; "" where it holds."""
        text = self.agreement
        if text is None or text.revoked_on is None:
            return ""
        number = f"（{text.revocation}）" if text.revocation else ""
        return f"{REVOKED[text.revoked_how]}{number}"

    def amended_void(self: "Dispute", kind: str) -> str:
        """Why the agreement, or what changed it, holds no longer."""
        paper, _, ident = kind.partition("-")
        if paper in ("agreement", "oral", "amendment") and self.undone:
            return f"{long_day(self.agreement.revoked_on)}{self.undone}，这份协议不再履行。"
        dropped = (each for each in self.amendments if paper == "amendment" and f"{each.id}" == ident)
        return "这份协议没有签署，没有生效。" if any(each.stage == "dropped" for each in dropped) else ""

    def paper_changed(self: "Dispute", kind: str) -> str:
        """That the agreement was changed since: it holds, together with what changed it."""
        if kind not in ("agreement", "oral") or not self.amended_by:
            return ""
        told = "、".join(f"{long_day(each.effective_on)}{each.name}" for each in self.amended_by)
        return f"这份协议已经变更（{told}），请和变更协议一起核对。"
