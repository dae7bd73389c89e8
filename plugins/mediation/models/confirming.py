"""司法确认: all sides apply together that a court rules their agreement valid, and what the court answered (人民调解法 §33, 民事诉讼法 §205-206)."""

import re
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.columns import named
from portal.documents.wording import long_day
from portal.errors import RuleError
from portal.extensions import db
from portal.records import Moved, step
from portal.redaction import RedactedText

if TYPE_CHECKING:
    from plugins.mediation.models.dispute import Dispute

INVITING = "inviting"
# 民事诉讼法 §205: the court that invited to mediate, else one of three places, else the intermediate court
BASES = {
    "seat": "调解组织所在地的基层人民法院",
    "party": "一方当事人住所地的基层人民法院",
    "subject": "标的物所在地的基层人民法院",
    INVITING: "邀请调解组织先行调解的人民法院",
    "intermediate": "纠纷依法应由其管辖的中级人民法院",
}
# what a court does not take up (民事诉讼法解释), each the other way round
CHECKS = {
    "taken": "属于人民法院受理案件的范围",
    "competent": "属于收到申请的人民法院管辖",
    "identity": "不是确认婚姻、亲子、收养等身份关系的",
    "procedure": "不涉及适用其他特别程序、公示催告程序、破产程序审理的",
    "title": "内容不涉及物权、知识产权确权",
}
STAGES = {
    "drawn": "待递交法院",
    "filed": "已递交法院",
    "accepted": "法院已受理",
    "valid": "裁定协议有效",
    "rejected": "裁定驳回申请",
    "declined": "法院不予受理",
    "withdrawn": "当事人撤回",
}
FOLLOWING = {
    "drawn": ("filed", "withdrawn"),
    "filed": ("accepted", "declined", "valid", "rejected", "withdrawn"),
    "accepted": ("valid", "rejected", "withdrawn"),
}
RULED = ("valid", "rejected")
TURNED_DOWN = ("rejected", "declined")
ENFORCEABLE = "一方拒绝履行或者没有全部履行的，对方可以申请人民法院执行（民事诉讼法第二百零六条）"
AFTERWARDS = {
    "valid": f"{ENFORCEABLE}。",
    "rejected": "当事人可以通过调解变更原协议或者达成新的协议，也可以向人民法院起诉（民事诉讼法第二百零六条）。",
    "declined": "当事人可以变更协议、重新调解，也可以向人民法院起诉。",
}
_TITLE = re.compile(
    r"(物权|所有权|使用权|产权|专利权|商标权|著作权|知识产权)[^，。；、]{0,8}(归|属于)|(确认|确定)[^，。；]{0,20}(物权|所有权|产权|专利权|商标权|著作权)"
)


class Confirmation(db.Model):
    """司法确认申请. `filed_on`: handed to the court; `answered_on`: when the court took it up or ruled, or it was withdrawn, as `stage` says; `ruling`: the number of the 裁定书."""

    __tablename__ = "mediation_confirmation"

    id: Mapped[int] = mapped_column(primary_key=True)
    dispute_id: Mapped[int] = mapped_column(ForeignKey("mediation_dispute.id"), index=True)
    court: Mapped[str] = mapped_column(String(60))
    basis: Mapped[str] = mapped_column(String(12))
    stage: Mapped[str] = mapped_column(String(10), default="drawn")
    drawn_on: Mapped[date] = mapped_column(default=clock.today)
    filed_on: Mapped[date | None] = mapped_column(index=True)
    answered_on: Mapped[date | None] = mapped_column(index=True)
    ruling: Mapped[str] = mapped_column(String(60), default="")
    reason: Mapped[str] = mapped_column(RedactedText(500), default="")

    dispute: Mapped["Dispute"] = relationship(back_populates="confirmations")
    basis_name = named("basis", BASES)
    stage_name = named("stage", STAGES)

    @property
    def pending(self) -> bool:
        """Whether it goes on."""
        return self.stage in FOLLOWING

    @property
    def since(self) -> date:
        """The day of its last stage."""
        return self.answered_on or self.filed_on or self.drawn_on


def not_confirmable(dispute: "Dispute") -> str:
    """Why no court confirms it, or not yet."""
    text = dispute.agreement
    if text is None or text.effective_on is None:
        return "协议生效以后才能申请司法确认。"
    if text.oral:
        return "口头协议没有协议书，申请司法确认要向人民法院提交调解协议。"
    clauses = dispute.clauses_in_force
    if not text.confirmable:
        return "协议写有婚姻、抚养、收养、亲子等身份关系的内容，人民法院不受理司法确认申请。"
    if found := _found(_TITLE, clauses):
        return f"协议写有“{found}”，涉及物权、知识产权确权的，人民法院不受理司法确认申请。"
    return ""


def _not_now(dispute: "Dispute") -> str:
    if why := not_confirmable(dispute):
        return why
    if any(each.pending or each.stage == "valid" for each in dispute.confirmations):
        return "已经登记了司法确认申请。"
    if any(each.stage == "drawn" for each in dispute.amendments):
        return "有一份变更协议还没有签署，先登记生效，或者登记不再变更。"
    last = dispute.agreement.confirm_by
    return "" if clock.today() <= last else f"共同申请的期限自协议生效之日起三十日，到 {last} 为止，已经过了。"


def _found(words: re.Pattern, clauses: list[str]) -> str:
    return next((match[0] for each in clauses if (match := words.search(each))), "")


class Confirmed:
    """A dispute whose agreement is brought before a court. `apply_by`: the last day for an application that is drawn up and not handed in."""

    apply_by: Mapped[date | None] = mapped_column()

    @declared_attr
    def confirmations(cls) -> Mapped[list[Confirmation]]:
        return relationship(back_populates="dispute", order_by=Confirmation.id)

    @property
    def confirmed(self: "Dispute") -> Confirmation | None:
        """The ruling that the agreement is valid, if there is one."""
        return next((each for each in self.confirmations if each.stage == "valid"), None)

    @property
    def before_the_court(self: "Dispute") -> Confirmation | None:
        """The application that goes on, if there is one."""
        return next((each for each in self.confirmations if each.pending), None)

    @property
    def turned_down(self: "Dispute") -> str:
        """What the parties may do since a court turned the application down; "" where none did, or the agreement was brought before one again or undone since."""
        last = self.confirmations[-1] if self.agreement.effective_on and self.confirmations else None
        if last is None or last.stage not in TURNED_DOWN or self.agreement.revoked_on:
            return ""
        return (
            f"{last.court}{last.stage_name.removeprefix('法院')}：{last.reason.rstrip('。')}。{AFTERWARDS[last.stage]}"
        )

    @property
    def enforceable(self: "Dispute") -> str:
        """What a ruling means for whoever asks how the agreement is kept; "" without one, and once the agreement was undone."""
        found = None if self.undone else self.confirmed
        return f"{found.court}裁定协议有效（{found.ruling}），{ENFORCEABLE}。" if found else ""

    @property
    def before_courts(self: "Dispute") -> str:
        """How it stands with 司法确认, or why no court takes it up."""
        if self.agreement.effective_on is None or not self.confirmations:
            return "" if self.agreement.confirmable else "涉及身份关系，人民法院不受理"
        last = self.confirmations[-1]
        return f"{last.stage_name}{f'（{last.ruling}）' if last.ruling else ''}，{last.since}"

    @step("申请司法确认", of=("effective", "closed"), needs="mediation.mediate", unless=_not_now)
    def draw_confirmation(self: "Dispute", court: str, basis: str, *, by: User) -> Moved:
        """申请司法确认: the joint application is drawn up, to be signed by all sides. basis: why that court, a key of BASES. Raises RuleError for a court that
        invited nobody."""
        if basis == INVITING and self.source != "transfer":
            raise RuleError("这起纠纷不是委托移送的，没有邀请调解的人民法院。", at="basis")
        found = Confirmation(court=court, basis=basis)
        self.confirmations.append(found)
        self.apply_by = self.agreement.confirm_by
        told = f"各方当事人同意共同申请，五项自检符合。{BASES[basis]}：{court}。应在{long_day(self.apply_by)}以前递交。"
        return Moved(told, made=found, title="申请司法确认")

    @step("登记司法确认进展", of=("effective", "closed"), needs="mediation.mediate")
    def follow_confirmation(
        self: "Dispute",
        confirmation: Confirmation,
        stage: str,
        on: date,
        *,
        by: User,
        ruling: str = "",
        reason: str = "",
    ) -> Moved:
        """What became of the application: a key of STAGES that may follow. Raises RuleError for one that may not, for a day before the last one or beyond the term, and where
        number or reason are missing."""
        if stage not in FOLLOWING.get(confirmation.stage, ()):
            raise RuleError(f"现在是“{confirmation.stage_name}”，不能登记“{STAGES[stage]}”。", at="stage")
        if on < confirmation.since:
            raise RuleError(f"“{confirmation.stage_name}”是 {confirmation.since}，不能早于那天。", at="on")
        last = self.agreement.confirm_by
        if stage == "filed" and on > last:
            raise RuleError(f"共同申请的期限到 {last} 为止，请核对递交日期。", at="on")
        if stage in RULED and not ruling:
            raise RuleError("请填写裁定书的文号。", at="ruling")
        if stage in TURNED_DOWN and not reason:
            raise RuleError("请写明法院的理由。", at="reason")
        confirmation.stage, confirmation.ruling, confirmation.reason = stage, ruling if stage in RULED else "", reason
        self.apply_by = None
        if stage == "filed":
            confirmation.filed_on = on
        else:
            confirmation.answered_on = on
        number = f"（{confirmation.ruling}）" if confirmation.ruling else ""
        said = f"{long_day(on)}{confirmation.court}：{STAGES[stage]}{number}。{reason}{AFTERWARDS.get(stage, '')}"
        return Moved(said, title=f"司法确认：{STAGES[stage]}")
