"""调查核实: evidence, statements, opinions, and the check whether the law bars it."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.heroes.choices import BARS, EVIDENCE, OPINIONS, WITNESSES
from plugins.heroes.models.file import DeedFile, uploaded
from plugins.heroes.settings import rules_of
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.protection import EncryptedText

if TYPE_CHECKING:
    from plugins.heroes.models.deed import Deed


class Evidence(db.Model):
    """证据."""

    __tablename__ = "heroes_evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    deed_id: Mapped[int] = mapped_column(ForeignKey("heroes_deed.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    content: Mapped[str] = mapped_column(String(500))
    provider: Mapped[str] = mapped_column(String(80), default="")
    obtained_on: Mapped[date]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("heroes_file.id"))

    file: Mapped[DeedFile | None] = relationship(lazy="joined")

    @property
    def kind_name(self) -> str:
        return EVIDENCE[self.kind]


class Statement(db.Model):
    """调查笔录: what one person said."""

    __tablename__ = "heroes_statement"

    id: Mapped[int] = mapped_column(primary_key=True)
    deed_id: Mapped[int] = mapped_column(ForeignKey("heroes_deed.id"), index=True)
    held_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    place: Mapped[str] = mapped_column(String(100))
    witness: Mapped[str] = mapped_column(String(60))
    role: Mapped[str] = mapped_column(String(12))
    gender: Mapped[str] = mapped_column(String(1), default="")
    id_number: Mapped[str | None] = mapped_column(EncryptedText("heroes_statement.id_number"))
    phone: Mapped[str | None] = mapped_column(EncryptedText("heroes_statement.phone"))
    address: Mapped[str | None] = mapped_column(EncryptedText("heroes_statement.address"))
    askers: Mapped[str] = mapped_column(String(80))
    recorder: Mapped[str] = mapped_column(String(40), default="")
    transcript: Mapped[str] = mapped_column(Text)

    @property
    def role_name(self) -> str:
        return WITNESSES[self.role]


class Opinion(db.Model):
    """意见 of the village or employer, the police, the street, the county."""

    __tablename__ = "heroes_opinion"

    id: Mapped[int] = mapped_column(primary_key=True)
    deed_id: Mapped[int] = mapped_column(ForeignKey("heroes_deed.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text)
    signer: Mapped[str] = mapped_column(String(60))
    signed_on: Mapped[date]

    @property
    def kind_name(self) -> str:
        return OPINIONS[self.kind]


class Investigated:
    """Verbs of the investigation."""

    def add_evidence(self: "Deed", *, by: User, upload=None, **fields) -> Evidence:
        """收集证据, with a file if one was chosen. Raises RuleError for a file that is neither picture nor PDF."""
        self.require(by, "heroes.review", "nominated", "correcting", "investigating")
        found = Evidence(**fields)
        if uploaded(upload):
            found.file = DeedFile.take_in(upload, purpose="evidence", by=by)
            self.files.append(found.file)
        self.evidence.append(found)
        self.move("evidence", by=by, note=f"{found.kind_name}：{found.content}")
        return found

    def take_statement(self: "Deed", *, by: User, **fields) -> Statement:
        """调查笔录. Fields as in `Statement`."""
        self.require(by, "heroes.review", "investigating")
        if fields.get("ended_at") and fields["ended_at"] < fields["held_at"]:
            raise RuleError("结束时间早于开始时间，请核对。")
        taken = Statement(**fields)
        self.statements.append(taken)
        self.move("statement", by=by, note=f"询问{taken.role_name}{taken.witness}。")
        return taken

    def give_opinion(self: "Deed", kind: str, text: str, signer: str, signed_on: date, *, by: User) -> Opinion:
        """签署意见; the county's only by the county."""
        self.require(
            by,
            "heroes.manage" if kind == "county" else "heroes.review",
            "nominated",
            "correcting",
            "investigating",
            "review",
            "proposed",
            "published",
            "awaiting",
        )
        given = Opinion(kind=kind, text=text, signer=signer, signed_on=signed_on)
        self.opinions.append(given)
        self.move("opinion", by=by, note=f"{given.kind_name}：{text}")
        return given

    def pause(self: "Deed", reason: str, *, by: User) -> None:
        """鉴定: its time does not count (河南: 鉴定不计)."""
        self.require(by, "heroes.review", "investigating")
        term = self.term("review")
        if term.paused_on:
            raise RuleError("已经中止计时。")
        term.paused_on = clock.today()
        self.settle_due()
        self.move("pause", by=by, note=reason)

    def resume(self: "Deed", note: str, *, by: User) -> None:
        """The appraisal is there: time runs on."""
        self.require(by, "heroes.review", "investigating")
        term = self.term("review")
        if not term.paused_on:
            raise RuleError("现在没有中止计时。")
        term.resume(clock.today())
        self.settle_due()
        self.move("resume", by=by, note=f"{note}期限顺延至 {term.due_on}。")

    def extend(self: "Deed", reason: str, *, by: User) -> None:
        """复杂: the longer time, once."""
        self.require(by, "heroes.manage", "investigating", "review")
        term, days = self.term("review"), rules_of(self.unit, self.term("review").started_on).review_days_extended
        if term.paused_on:
            raise RuleError("鉴定期间不能延长，请先恢复计时。")
        if term.days >= days:
            raise RuleError("期限已经延长过，不能再延长。")
        waited = term.due_on
        term.prolong(days)
        term.due_on = max(term.due_on, waited)
        self.complex = True
        self.settle_due()
        self.move("extend", by=by, note=f"{reason}期限延长至 {term.due_on}。")

    def conclude(self: "Deed", findings: str, bars: list[str], *, by: User) -> None:
        """调查终结. `bars` are the keys of BARS that apply: with one of them it cannot be proposed."""
        self.require(by, "heroes.review", "investigating")
        if not self.evidence or not self.statements:
            raise RuleError("调查终结前，至少要有一项证据和一份调查笔录。")
        if self.term("review").paused_on:
            raise RuleError("鉴定还没有结束，请先恢复计时。")
        self.findings, self.bars = findings, [key for key in BARS if key in bars]
        barred = "；".join(BARS[key] for key in self.bars)
        self.move("conclude", "review", by=by, note=findings + (f"不予认定的情形：{barred}。" if barred else ""))
