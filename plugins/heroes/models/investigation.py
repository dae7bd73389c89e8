"""调查核实: evidence, statements, opinions, the time it takes, and the check whether the law bars it."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from plugins.heroes.choices import BARS, EVIDENCE, OPINIONS, WITNESSES
from plugins.heroes.settings import rules_of
from portal import clock
from portal.accounts.models import User
from portal.columns import named
from portal.errors import NotAllowed, RuleError
from portal.extensions import db
from portal.files.models import Attachment, chosen
from portal.records import Moved, step
from portal.records.people import Contact, contact

if TYPE_CHECKING:
    from plugins.heroes.models.deed import Deed

COLLECTING = ("nominated", "correcting", "investigating")
UNDECIDED = (*COLLECTING, "review", "proposed", "published", "awaiting")


class Evidence(db.Model):
    """证据."""

    __tablename__ = "heroes_evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    deed_id: Mapped[int] = mapped_column(ForeignKey("heroes_deed.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    content: Mapped[str] = mapped_column(String(500))
    provider: Mapped[str] = mapped_column(String(80), default="")
    obtained_on: Mapped[date]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files_attachment.id"))

    file: Mapped[Attachment | None] = relationship(lazy="joined")

    kind_name = named("kind", EVIDENCE)


class Statement(db.Model):
    """调查笔录: what one person said."""

    __tablename__ = "heroes_statement"

    id: Mapped[int] = mapped_column(primary_key=True)
    deed_id: Mapped[int] = mapped_column(ForeignKey("heroes_deed.id"), index=True)
    held_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    place: Mapped[str] = mapped_column(String(100))
    role: Mapped[str] = mapped_column(String(12))
    askers: Mapped[str] = mapped_column(String(80))
    recorder: Mapped[str] = mapped_column(String(40), default="")
    transcript: Mapped[str] = mapped_column(Text)

    witness_id, witness = contact("被询问人")

    role_name = named("role", WITNESSES)


class Opinion(db.Model):
    """意见 of the village or employer, the police, the street, the county."""

    __tablename__ = "heroes_opinion"

    id: Mapped[int] = mapped_column(primary_key=True)
    deed_id: Mapped[int] = mapped_column(ForeignKey("heroes_deed.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text)
    signer: Mapped[str] = mapped_column(String(60))
    signed_on: Mapped[date]

    kind_name = named("kind", OPINIONS)


def _paused(deed: "Deed") -> str:
    return "鉴定还没有结束，请先恢复计时。" if deed.term("review").paused_on else ""


def _running(deed: "Deed") -> str:
    return "" if deed.term("review").paused_on else "现在没有中止计时。"


def _extended(deed: "Deed") -> str:
    longest = rules_of(deed.unit, deed.term("review").started_on).review_days_extended
    return _paused(deed) or ("期限已经延长过，不能再延长。" if deed.term("review").days >= longest else "")


def _incomplete(deed: "Deed") -> str:
    found = deed.evidence and deed.statements
    return _paused(deed) if found else "调查终结前，至少要有一项证据和一份调查笔录。"


class Investigated:
    """What was found, and the steps of the investigation. `bars` are the keys of BARS that apply."""

    bars: Mapped[list] = mapped_column(JSON, default=list)
    findings: Mapped[str] = mapped_column(Text, default="")

    @declared_attr
    def evidence(cls) -> Mapped[list[Evidence]]:
        return relationship(Evidence, order_by=Evidence.id)

    @declared_attr
    def statements(cls) -> Mapped[list[Statement]]:
        return relationship(Statement, order_by=Statement.id)

    @declared_attr
    def opinions(cls) -> Mapped[list[Opinion]]:
        return relationship(Opinion, order_by=Opinion.id)

    @step("登记证据", of=COLLECTING, needs="heroes.review", verb="evidence")
    def add_evidence(self: "Deed", *, by: User, upload=None, **fields) -> Moved:
        """收集证据, with a file if one was chosen. Raises RuleError for a file that is neither picture nor PDF."""
        found = Evidence(**fields)
        if chosen(upload):
            found.file = Attachment.take_in(upload, subject=self, purpose="evidence", by=by)
        self.evidence.append(found)
        return Moved(f"{found.kind_name}：{found.content}", made=found)

    @step("调查笔录", of="investigating", needs="heroes.review", verb="statement")
    def take_statement(
        self: "Deed",
        *,
        by: User,
        witness: str,
        gender: str = "",
        id_number: str = "",
        id_type: str = "",
        phone: str = "",
        address: str = "",
        **fields,
    ) -> Moved:
        """What `witness` said; further fields as in `Statement`. `id_type` is not kept: the number tells it. Raises RuleError when it ended before it began."""
        if fields.get("ended_at") and fields["ended_at"] < fields["held_at"]:
            raise RuleError("结束时间早于开始时间，请核对。")
        who = Contact(name=witness, gender=gender, id_number=id_number, phone=phone, address=address)
        taken = Statement(witness=who, **fields)
        self.statements.append(taken)
        return Moved(f"询问{taken.role_name}{who.name_masked}。", made=taken)

    @step("签署意见", of=UNDECIDED, needs="heroes.review", verb="opinion")
    def give_opinion(self: "Deed", kind: str, text: str, signer: str, signed_on: date, *, by: User) -> Moved:
        """Raises NotAllowed for the county's where `by` does not manage there."""
        if kind == "county" and not self.allows(by, "heroes.manage"):
            raise NotAllowed(self.refusal("heroes.manage"))
        given = Opinion(kind=kind, text=text, signer=signer, signed_on=signed_on)
        self.opinions.append(given)
        return Moved(f"{given.kind_name}：{text}", made=given)

    @step("鉴定中止计时", of="investigating", needs="heroes.review", unless=_paused)
    def pause(self: "Deed", reason: str, *, by: User) -> str:
        """鉴定: its time does not count (河南: 鉴定不计)."""
        self.term("review").pause(clock.today())
        self.settle_due()
        return reason

    @step("恢复计时", of="investigating", needs="heroes.review", unless=_running)
    def resume(self: "Deed", reason: str, *, by: User) -> str:
        """The appraisal is there: time runs on."""
        term = self.term("review")
        term.resume(clock.today())
        self.settle_due()
        return f"{reason}期限顺延至 {term.due_on}。"

    @step("延长期限", of=("investigating", "review"), needs="heroes.manage", unless=_extended)
    def extend(self: "Deed", reason: str, *, by: User) -> str:
        """复杂: the longer time, once."""
        term = self.term("review")
        term.prolong(rules_of(self.unit, term.started_on).review_days_extended)
        self.complex = True
        self.settle_due()
        return f"{reason}期限延长至 {term.due_on}。"

    @step("调查终结", of="investigating", to="review", needs="heroes.review", unless=_incomplete, waits=True)
    def conclude(self: "Deed", findings: str, bars: list[str], *, by: User) -> str:
        """With one of the `bars` it cannot be proposed."""
        self.findings, self.bars = findings, [key for key in BARS if key in bars]
        barred = "；".join(BARS[key] for key in self.bars)
        return findings + (f"不予认定的情形：{barred}。" if barred else "")
