"""回避: a mediator with an interest steps back, by himself or because a party asks for it; the head of the committee decides, and another mediates."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, ForeignKey, and_, exists, or_, select
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from plugins.mediation.models.mediator import Mediator
from plugins.mediation.models.participation import DisputeParty
from portal import clock
from portal.accounts.hands import key_of, one_hand
from portal.accounts.models import User
from portal.accounts.reader import Reader
from portal.cases.models import Party
from portal.documents.wording import long_day
from portal.errors import RuleError
from portal.extensions import db
from portal.notices import Told, holders
from portal.records import Moved, step
from portal.redaction import RedactedText

if TYPE_CHECKING:
    from plugins.mediation.models.dispute import Dispute

DECIDED = "mediation.manage"  # who decides: the head of the committee
UNDECIDED = "有人要求调解员回避，调委会决定以后再定稿。"
RECUSALS_TOLD = {
    "ask_recusal": Told(
        "handed",
        "要求调解员回避，请决定",
        to=lambda dispute, made: [holders(dispute.committee.unit, DECIDED)],
        url="/mediation/disputes/{id}",
    ),
    "decide_recusal": Told(
        "answered",
        "回避已决定",
        to=lambda dispute, made: [holders(dispute.committee.unit, "mediation.mediate")],
        url="/mediation/disputes/{id}",
    ),
}
YOURSELF = "要求回避的就是您本人（代本人办事的也一样），不能自己决定，请由调委会另一位负责人决定。"


class Recusal(db.Model):
    """回避申请. `party_id`: who asked for it, None for the mediator himself; `granted`: None until it is decided."""

    __tablename__ = "mediation_recusal"

    id: Mapped[int] = mapped_column(primary_key=True)
    dispute_id: Mapped[int] = mapped_column(ForeignKey("mediation_dispute.id"), index=True)
    mediator_id: Mapped[int] = mapped_column(ForeignKey("mediation_mediator.id"))
    party_id: Mapped[int | None] = mapped_column(ForeignKey("cases_party.id"))
    reason: Mapped[str] = mapped_column(RedactedText(500))
    asked_on: Mapped[date]
    granted: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(RedactedText(500), default="")
    decided_on: Mapped[date | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))

    mediator: Mapped[Mediator] = relationship(lazy="joined")
    party: Mapped[Party | None] = relationship()
    decided_by: Mapped[User | None] = relationship()

    @property
    def asked_by(self) -> str:
        return f"{self.party.side_name}{self.party.name}" if self.party else "调解员本人"

    @property
    def told(self) -> str:
        """As the record of a sitting tells of it."""
        asked = f"{long_day(self.asked_on)}，{self.asked_by}提出调解员{self.mediator.name}回避，理由：{self.reason.rstrip('。')}。"
        if self.granted is None:
            return f"{asked}调委会尚未决定。"
        decided = "同意，不再参加本件调解" if self.granted else "不同意，继续调解"
        return f"{asked}调委会{long_day(self.decided_on)}决定：{decided}。{self.answer}"


class SteppedBack:
    """A dispute in which a mediator may step back."""

    @declared_attr
    def recusals(cls) -> Mapped[list[Recusal]]:
        return relationship(order_by=Recusal.id, cascade="all, delete-orphan")

    @property
    def undecided(self: "Dispute") -> list[Recusal]:
        return [each for each in self.recusals if each.granted is None]

    @property
    def recused(self: "Dispute") -> set[int]:
        """The ids of mediators who stepped back."""
        return {each.mediator_id for each in self.recusals if each.granted}

    @classmethod
    def kept_from(cls: "type[Dispute]", reader: Reader) -> ColumnElement[bool]:
        """The condition that `is_kept_from` holds for whoever reads."""
        out = Recusal.dispute_id == cls.id, Recusal.granted.is_(True), Mediator.id == Recusal.mediator_id
        name = select(User.name).where(User.id == reader.id).scalar_subquery()
        own = or_(Mediator.user_id == reader.id, and_(Mediator.user_id.is_(None), Mediator.name == name))
        return exists().where(*out, own)

    def is_kept_from(self: "Dispute", user: User) -> bool:
        """Whether `user` stepped back, in whatever office: with the account of a mediator who did, or under the name of one without an account."""
        gone = [each.mediator for each in self.recusals if each.granted]
        return any(each.is_called(user) for each in gone)

    def stepped_back(self: "Dispute", mediator: Mediator) -> bool:
        """Whether `mediator` did, on this line of the roster or on another one."""
        return mediator.id in self.recused or (mediator.user is not None and self.is_kept_from(mediator.user))

    @step("登记回避", of="mediating", needs="mediation.mediate")
    def ask_recusal(
        self: "Dispute", mediator: Mediator, reason: str, on: date, *, by: User, party: DisputeParty | None = None
    ) -> Moved:
        """登记回避: `party` asks that `mediator` steps back; without one he does so himself. The timeline does not repeat the reason. Raises RuleError for one who does not mediate it, for a
        day before the acceptance, and where it is asked already."""
        if mediator not in self.mediators:
            raise RuleError(f"{mediator.name}不是本件的调解员。", at="mediator")
        if any(each.mediator_id == mediator.id for each in self.undecided):
            raise RuleError(f"已经登记过要求{mediator.name}回避，正等调委会决定。", at="mediator")
        if on < self.accepted_on:
            raise RuleError(f"受理日期是 {self.accepted_on}，不能早于那天，请核对。", at="on")
        made = Recusal(mediator=mediator, party=party and party.party, reason=reason, asked_on=on)
        self.recusals.append(made)
        who = f"{party.party.side_name}{party.party.name_masked}" if party else "调解员本人"
        return Moved(f"{who}提出{mediator.name}回避，等调委会决定。", made=made, title="要求回避")

    @step("决定回避", of="mediating", needs=DECIDED)
    def decide_recusal(
        self: "Dispute",
        recusal: Recusal,
        granted: bool,
        *,
        by: User,
        answer: str = "",
        mediators: list[Mediator] = (),  # type: ignore[assignment]
        chosen_by: str = "committee",
    ) -> Moved:
        """决定回避 by the head of the committee. Where it is granted, `mediators` take the place; raises RuleError where nobody would be left, for one's own, for what is decided already, and as
        `choose` does."""
        if recusal.granted is not None:
            raise RuleError("这一次已经决定过。")
        whom, may = recusal.mediator, partial(self.entrusted_to, by, DECIDED)
        if whom.is_called(by) or one_hand(by, whom.user_id, key_of(self), may):
            raise RuleError(YOURSELF, at="granted")
        recusal.granted, recusal.answer, recusal.decided_on, recusal.decided_by = granted, answer, clock.today(), by
        name = recusal.mediator.name
        if not granted:
            return Moved(f"不同意{name}回避，继续调解。{answer}", title="决定回避")
        staying = [each for each in self.mediators if each is not recusal.mediator]
        if not (staying or mediators):
            raise RuleError("回避以后没有调解员了，请另行选定（人民调解法第十九条）。", at="mediators")
        self.choose([*staying, *mediators], chosen_by if mediators else self.chosen_by)
        now = "、".join(each.name for each in self.mediators)
        return Moved(f"同意{name}回避，调解员：{now}。{answer}", title="决定回避")
