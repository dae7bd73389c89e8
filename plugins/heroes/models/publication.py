"""公示: days, objections and their answers; those who want secrecy are exempt."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.protection import EncryptedText

if TYPE_CHECKING:
    from plugins.heroes.models.deed import Deed


class Objection(db.Model):
    """异议."""

    __tablename__ = "heroes_objection"

    id: Mapped[int] = mapped_column(primary_key=True)
    deed_id: Mapped[int] = mapped_column(ForeignKey("heroes_deed.id"), index=True)
    received_on: Mapped[date]
    objector: Mapped[str] = mapped_column(String(60))
    phone: Mapped[str | None] = mapped_column(EncryptedText("heroes_objection.phone"))
    text: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_on: Mapped[date | None]
    upheld: Mapped[bool] = mapped_column(default=False)


class Published:
    """Verbs of the publication."""

    def publish(self: "Deed", notice: str, *, by: User) -> None:
        """公示 from today; where secrecy is wanted, it goes on without (山东: 保密可免)."""
        self.require(by, "heroes.manage", "proposed")
        if self.secret:
            self.move("exempt", "awaiting", by=by, note="本人要求保密，依规定免予公示。")
            return
        term = self.start_term("publication", "publication_days")
        self.notice, self.published_from, self.published_until = notice, term.started_on, term.due_on
        self.move(
            "publish",
            "published",
            by=by,
            note=f"公示期 {term.started_on} 至 {term.due_on}（{term.days} 日，{term.basis}）。",
        )

    def stop_publication(self: "Deed", *, by: User) -> None:
        """Down at once, because secrecy was asked for."""
        self.end_term("publication")
        self.published_until = clock.today()
        self.move("exempt", "awaiting", by=by, note="公示中止，自即日起不再公开。")

    def object(self: "Deed", *, by: User, **fields) -> Objection:
        """收到异议. Fields: received_on, objector, phone, text. Raises RuleError outside the days of publication."""
        self.require(by, "heroes.manage", "published")
        if not self.published_from <= fields["received_on"] <= self.published_until:
            raise RuleError(f"异议应在公示期内提出（{self.published_from} 至 {self.published_until}）。")
        raised = Objection(**fields)
        self.objections.append(raised)
        if self.term("objection") is None:
            self.start_term("objection", "objection_days")
        self.move("object", by=by, note=raised.text)
        return raised

    def answer_objection(self: "Deed", objection: Objection, answer: str, *, upheld: bool, by: User) -> None:
        """答复异议; one that is upheld leads back to the investigation."""
        self.require(by, "heroes.manage", "published")
        if objection.answered_on:
            raise RuleError("这条异议已经答复过。")
        objection.answer, objection.answered_on, objection.upheld = answer, clock.today(), upheld
        if not self.unanswered:
            self.end_term("objection")
        if upheld:
            self.end_term("publication", "objection")
            self.published_until = clock.today()
            self.start_term("review", "review_days")
        self.move(
            "answer",
            "investigating" if upheld else "",
            by=by,
            note=f"{'异议成立，重新调查' if upheld else '异议不成立'}：{answer}",
        )

    @property
    def unanswered(self: "Deed") -> list[Objection]:
        return [each for each in self.objections if each.answered_on is None]

    def end_publication(self: "Deed", *, by: User | None) -> None:
        """公示结束, by hand or by the nightly job (`by` None). Raises RuleError before its last day has passed."""
        self.require(by, "heroes.manage", "published")
        if clock.today() <= self.published_until:
            raise RuleError(f"公示到 {self.published_until} 才期满。")
        if self.unanswered:
            raise RuleError("还有异议没有答复，不能结束公示。")
        self.end_term("publication")
        self.move(
            "end", "awaiting", by=by, note="公示期满" + ("，异议均已答复。" if self.objections else "，没有异议。")
        )

    @classmethod
    def on_display(cls, unit: OrgUnit):
        """What may be shown to everybody today: published, not secret, and its days not over."""
        today = clock.today()
        return select(cls).where(
            unit.subtree_of(cls),
            cls.status == "published",
            cls.secret.is_(False),
            cls.published_from <= today,
            cls.published_until >= today,
        )
