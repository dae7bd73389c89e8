"""调解协议: the text, and what makes it take effect (人民调解法 §28-30)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.orm.attributes import flag_modified

from plugins.mediation.checking import is_about_identity
from plugins.mediation.models.instalment import Instalment
from plugins.mediation.models.likeness import Sketched
from plugins.mediation.models.mediator import Mediator
from plugins.mediation.models.owed import Due
from portal import clock
from portal.cases.models import Party
from portal.columns import Fen, named
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.workdays.models import load_calendar

if TYPE_CHECKING:
    from plugins.mediation.models.dispute import Dispute
    from plugins.mediation.models.participation import DisputeParty

CONFIRMATION_DAYS = 30  # 人民调解法 §33, 民事诉讼法 §205
AT_ONCE = "一次性履行"
WAYS = {"once": AT_ONCE, "instalments": "分期履行", "act": "行为履行", "other": "其他"}


class Agreement(Sketched, db.Model):
    """人民调解协议书, or what was agreed by word of mouth (`oral`). Its text is open until `frozen_at`; then only signatures are added,
    and what the parties change later stands beside it (`Amendment`; `prolonged_to`: until when it is to be performed since). `revocation`: number of the judgment that undid it."""

    __tablename__ = "mediation_agreement"
    __table_args__ = (
        Index(
            "ix_mediation_agreement_revoked_on",
            "revoked_on",
            sqlite_where=text("revoked_on IS NOT NULL"),
            postgresql_where=text("revoked_on IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dispute_id: Mapped[int] = mapped_column(ForeignKey("mediation_dispute.id"), unique=True)
    facts: Mapped[str] = mapped_column(Text)
    issues: Mapped[str] = mapped_column(Text)
    amount_fen: Mapped[Fen | None]
    way: Mapped[str] = mapped_column(String(12), default="once")
    way_note: Mapped[str] = mapped_column(String(200), default="")
    place: Mapped[str] = mapped_column(String(100), default="")
    perform_by: Mapped[date | None]
    time_note: Mapped[str] = mapped_column(String(200), default="")
    breach: Mapped[str] = mapped_column(Text, default="")
    accelerates: Mapped[bool] = mapped_column(default=False)
    oral: Mapped[bool] = mapped_column(default=False)
    frozen_at: Mapped[datetime | None]
    sealed_on: Mapped[date | None]
    effective_on: Mapped[date | None]
    prolonged_to: Mapped[date | None]
    revoked_on: Mapped[date | None]
    revoked_how: Mapped[str] = mapped_column(String(10), default="")
    revocation: Mapped[str] = mapped_column(String(60), default="")
    version: Mapped[int] = mapped_column()

    dispute: Mapped["Dispute"] = relationship(back_populates="agreement")
    terms: Mapped[list["Term"]] = relationship(order_by="Term.position", cascade="all, delete-orphan")
    responsibilities: Mapped[list["Responsibility"]] = relationship(
        order_by="Responsibility.id", cascade="all, delete-orphan"
    )
    instalments: Mapped[list[Instalment]] = relationship(
        order_by=(Instalment.due_on, Instalment.id), cascade="all, delete-orphan"
    )
    signatures: Mapped[list["Signature"]] = relationship(order_by="Signature.id", cascade="all, delete-orphan")
    way_name = named("way", WAYS)

    __mapper_args__ = {"version_id_col": version}

    def write(self, *, terms: list[str], responsibilities: dict[int, str], instalments: list[tuple], **fields) -> None:
        """Put the text in place; an instalment is `(date, fen, note)`, and the id of the party to be paid where the text names it. Raises WrongState once it is frozen, RuleError when the instalments do not add up."""
        if self.frozen_at is not None:
            raise WrongState("协议书已经定稿，不能直接修改。需要改动请先“退回修改”。")
        total = sum(amount for _, amount, *_ in instalments)
        if instalments and total != fields.get("amount_fen"):
            raise RuleError("分期金额合计与协议金额不一致，请核对。")
        for name, value in fields.items():
            setattr(self, name, value)
        self.compare(terms)
        self.terms = [Term(position=place, text=text) for place, text in enumerate(terms, start=1)]
        self.responsibilities = [
            Responsibility(party_id=party_id, text=text) for party_id, text in responsibilities.items() if text
        ]
        self.instalments = [
            Instalment(due_on=due, amount_fen=amount, note=note, payee_id=payee[0] if payee else None)
            for due, amount, note, *payee in instalments
        ]
        self._mark_changed()

    def _mark_changed(self) -> None:
        """Count a new version also when only a clause or a signature changed, which are rows of their own."""
        flag_modified(self, "facts")

    def freeze(self) -> None:
        """定稿: from now on the text stays."""
        if self.frozen_at is not None:
            raise WrongState("协议书已经定稿。")
        self.frozen_at = clock.now()

    def thaw(self) -> None:
        """Open the text again: signatures and seal so far are void."""
        self.frozen_at = self.sealed_on = None
        self.signatures = []

    def sign(self, who: Party | Mediator, on: date | None, *, by_agent: bool = False) -> None:
        """Note the day on which a party or a mediator signed, or whoever acts for the party (`by_agent`); None takes a mistaken note back. Raises RuleError, also for an agent who may not sign."""
        by_agent = by_agent and on is not None
        if self.signed_by(who) == on and self.agent_signed(who) == by_agent:
            return
        self._check_day(on, "签名")
        if by_agent and on and (objection := self._acting_for(who).why_not("sign", on)):
            raise RuleError(objection)
        field = _signer(who)
        self.signatures = [each for each in self.signatures if getattr(each, field) != who.id]
        if on is not None:
            self.signatures.append(Signature(**{field: who.id}, signed_on=on, by_agent=by_agent))
        self._mark_changed()

    def seal(self, on: date | None) -> None:
        """Note the day on which the committee put its seal; None takes it back. Raises RuleError."""
        if self.sealed_on == on:
            return
        self._check_day(on, "盖章")
        self.sealed_on = on
        self._mark_changed()

    def _check_day(self, on: date | None, what: str) -> None:
        """Signed is the final text: its paper does not exist before, and nobody has signed tomorrow."""
        if self.frozen_at is None or self.effective_on is not None:
            raise WrongState("协议书定稿以后、生效以前才能登记签名和印章。")
        if on is None:
            return
        final_on = clock.local(self.frozen_at).date()
        if on < final_on:
            raise RuleError(f"{what}日期早于定稿日期（{final_on:%Y-%m-%d}），定稿以前打印的是草稿，请核对。")
        if on > clock.today():
            raise RuleError(f"{what}日期还没有到，请核对。")

    def signed_by(self, who: Party | Mediator) -> date | None:
        """The day `who` signed, if that has happened."""
        field = _signer(who)
        return next((each.signed_on for each in self.signatures if getattr(each, field) == who.id), None)

    def agent_signed(self, who: Party | Mediator) -> bool:
        """Whether `who` has signed by whoever acts for it."""
        field = _signer(who)
        return any(each.by_agent for each in self.signatures if getattr(each, field) == who.id)

    def _acting_for(self, who: Party | Mediator) -> "DisputeParty":
        return next(each for each in self.dispute.parties if each.party_id == who.id)

    def missing(self, *, scanned: bool) -> list[str]:
        """What still keeps the agreement from taking effect, for the clerk to read (人民调解法 §29)."""
        lacking = [] if self.frozen_at else ["协议书还没有定稿"]
        for each in self.dispute.parties:
            signs = f"（{each.acting}）" if each.acting else ""
            if self.signed_by(each.party) is None:
                lacking.append(f"{each.party.side_name}{each.party.name}{signs}还没有签名、盖章或者按指印")
        if not any(self.signed_by(each) for each in self.dispute.mediators):
            lacking.append("调解员还没有签名")
        if self.sealed_on is None:
            lacking.append("还没有加盖人民调解委员会印章")
        if not scanned:
            lacking.append("还没有上传签字盖章后的扫描件")
        return lacking

    def enter_into_force(self) -> None:
        """In force from the day on which the last requirement was met; what is paid at once is awaited like an instalment."""
        self.effective_on = max([each.signed_on for each in self.signatures] + [self.sealed_on])
        self._await_payment()

    def hold_orally(self, on: date) -> None:
        """口头协议: in force from the day on which the parties reached it (人民调解法 §30), whoever has signed what was noted down."""
        self.freeze()
        self.oral, self.effective_on = True, on
        self._await_payment()

    def let_go_orally(self) -> None:
        """What was noted by word of mouth is open again; what was awaited at once is not."""
        self.thaw()
        self.oral, self.effective_on = False, None
        self.instalments = self.plan

    def _await_payment(self) -> None:
        if self.way == "once" and self.amount_fen and self.perform_by and not self.instalments:
            self.instalments = [Instalment(due_on=self.perform_by, amount_fen=self.amount_fen, note=AT_ONCE)]

    @property
    def plan(self) -> list[Instalment]:
        """The instalments that the text itself names."""
        return [each for each in self.instalments if each.note != AT_ONCE and each.amendment_id is None]

    @property
    def last_performance_on(self) -> date | None:
        """The day by which everything is to be performed, if the text names one."""
        return max(
            [
                *(each.due_on for each in self.instalments if each.ended_on is None),
                *filter(None, (self.performs_until,)),
            ],
            default=None,
        )

    @property
    def confirm_by(self) -> date | None:
        """Last day for a joint application for judicial confirmation; rolls over days off (民事诉讼法 §85)."""
        return load_calendar().legal_deadline(self.effective_on, CONFIRMATION_DAYS) if self.effective_on else None

    @property
    def confirmable(self) -> bool:
        """Whether a court may confirm it, as changed last: not where it touches marriage, custody, adoption or descent (民事诉讼法 §205; 民事诉讼法解释 §351-358)."""
        return not is_about_identity([*self.dispute.clauses_in_force, self.breach or ""])

    @property
    def unpaid(self) -> list[Instalment]:
        return [each for each in self.instalments if each.paid_on is None and each.ended_on is None]

    @property
    def performs_until(self) -> date | None:
        """The day by which it is to be performed, as changed last."""
        return self.prolonged_to or self.perform_by

    def replace_unpaid(self, plan: Iterable[Due], on: date, amendment_id: int | None) -> None:
        """From that day nothing that is unpaid is awaited any longer, but `plan`."""
        for each in self.unpaid:
            each.ended_on = on
        new = [
            Instalment(
                due_on=each.on,
                amount_fen=each.fen,
                note=each.note,
                payee_id=each.payee_id,
                amendment_id=amendment_id,
            )
            for each in plan
        ]
        self.instalments.extend(new)

    def owe_again(self, instalment: Instalment, fen: int, amendment_id: int) -> None:
        """What was taken for paid of an instalment that a change ended was not: it is owed since its day."""
        told = {name: getattr(instalment, name) for name in ("due_on", "note", "payee_id")}
        self.instalments.append(Instalment(amount_fen=fen, amendment_id=amendment_id, **told))


def _signer(who: Party | Mediator) -> str:
    """The column of `Signature` that names `who`."""
    return "party_id" if isinstance(who, Party) else "mediator_id"


class Term(db.Model):
    """One clause of the agreement."""

    __tablename__ = "mediation_term"

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("mediation_agreement.id"), index=True)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text)


class Responsibility(db.Model):
    """各方责任: what one party answers for."""

    __tablename__ = "mediation_responsibility"

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("mediation_agreement.id"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("cases_party.id"))
    text: Mapped[str] = mapped_column(Text)

    party: Mapped[Party] = relationship()


class Signature(db.Model):
    """A signature on paper, noted by the day it was given: of a party or of a mediator."""

    __tablename__ = "mediation_signature"

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("mediation_agreement.id"), index=True)
    party_id: Mapped[int | None] = mapped_column(ForeignKey("cases_party.id"))
    mediator_id: Mapped[int | None] = mapped_column(ForeignKey("mediation_mediator.id"))
    signed_on: Mapped[date]
    by_agent: Mapped[bool] = mapped_column(default=False)

    party: Mapped[Party | None] = relationship()
    mediator: Mapped[Mediator | None] = relationship()
