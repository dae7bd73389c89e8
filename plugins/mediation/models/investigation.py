"""调查记录 and 证据材料: what was asked outside the sittings, and what was handed in."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.cases.models import Party
from portal.columns import named
from portal.documents.wording import long_day
from portal.errors import RuleError
from portal.extensions import db
from portal.files.models import Attachment
from portal.records import Moved, step
from portal.records.people import Contact, contact
from portal.redaction import RedactedText

if TYPE_CHECKING:
    from plugins.mediation.models.dispute import Dispute

# 民事诉讼法 §66
KINDS = {
    "statement": "当事人的陈述",
    "document": "书证",
    "object": "物证",
    "recording": "视听资料",
    "data": "电子数据",
    "witness": "证人证言",
    "expert": "鉴定意见",
    "inspection": "勘验笔录",
}


class Inquiry(db.Model):
    """调查记录: somebody who knows of the matter is asked. `transcript` holds one question or answer a line: 「问：…」「答：…」."""

    __tablename__ = "mediation_inquiry"

    id: Mapped[int] = mapped_column(primary_key=True)
    dispute_id: Mapped[int] = mapped_column(ForeignKey("mediation_dispute.id"), index=True)
    held_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(100))
    asked_id, asked = contact("被调查人")
    relation: Mapped[str] = mapped_column(RedactedText(60), default="")
    age: Mapped[int | None]
    ethnicity: Mapped[str] = mapped_column(String(20), default="")
    workplace: Mapped[str] = mapped_column(RedactedText(100), default="")
    transcript: Mapped[str] = mapped_column(Text)
    inquirer: Mapped[str] = mapped_column(String(40))
    recorder: Mapped[str] = mapped_column(String(40), default="")
    corrected_at: Mapped[datetime | None]

    dispute: Mapped["Dispute"] = relationship(back_populates="inquiries")


class Exhibit(db.Model):
    """证据: something handed in. `original`: the copy was compared with the original. `struck_on`: taken back, or entered by mistake. `files`:
    ids of the attachments of the dispute that show it."""

    __tablename__ = "mediation_evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    dispute_id: Mapped[int] = mapped_column(ForeignKey("mediation_dispute.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(12))
    source: Mapped[str] = mapped_column(RedactedText(100), default="")
    party_id: Mapped[int | None] = mapped_column(ForeignKey("cases_party.id"))
    copies: Mapped[int] = mapped_column(default=1)
    pages: Mapped[int] = mapped_column(default=1)
    original: Mapped[bool] = mapped_column(default=False)
    proves: Mapped[str] = mapped_column(RedactedText(200), default="")
    received_on: Mapped[date]
    struck_on: Mapped[date | None]
    corrected_at: Mapped[datetime | None]
    files: Mapped[list] = mapped_column(JSON, default=list)

    dispute: Mapped["Dispute"] = relationship(back_populates="all_evidence")
    party: Mapped[Party | None] = relationship()
    kind_name = named("kind", KINDS)

    @property
    def from_whom(self) -> str:
        """Who handed it in: a party, or the committee that gathered it."""
        return self.party.name if self.party else "调委会收集"


class Investigated:
    """What the committee finds out besides the sittings."""

    @declared_attr
    def inquiries(cls) -> Mapped[list[Inquiry]]:
        return relationship(back_populates="dispute", order_by=Inquiry.held_at)

    @declared_attr
    def all_evidence(cls) -> Mapped[list[Exhibit]]:
        return relationship(back_populates="dispute", order_by=Exhibit.id)

    @property
    def evidence(self) -> list[Exhibit]:
        """What counts, in the order in which it was handed in."""
        return [each for each in self.all_evidence if each.struck_on is None]

    @property
    def shown_by(self) -> dict[int, Exhibit]:
        """Id of an attachment → of what it is the file; also of what was struck."""
        return {ident: each for each in self.all_evidence for ident in each.files}

    @step("记调查", of=("mediating", "agreed"), needs="mediation.mediate")
    def inquire(
        self: "Dispute",
        asked: str,
        *,
        by: User,
        gender: str = "",
        phone: str = "",
        address: str = "",
        **fields,
    ) -> Moved:
        """记调查. `asked`: the name of whoever was asked; fields as in `Inquiry`. The timeline names nobody."""
        self.refuse_long_before(clock.local(fields["held_at"]).date(), "held_at")
        who = Contact(name=asked, gender=gender, phone=phone or None, address=address or None)
        inquiry = Inquiry(asked=who, **fields)
        self.inquiries.append(inquiry)
        return Moved(
            f"{long_day(clock.local(inquiry.held_at).date())}在{inquiry.place}调查。", made=inquiry, title="调查"
        )

    @step("登记证据", of=("mediating", "agreed"), needs="mediation.mediate")
    def add_evidence(self: "Dispute", *, by: User, files: list = (), **fields) -> Moved:  # type: ignore[assignment]
        """登记证据; fields as in `Exhibit`. `files` are kept among the materials, which say of what they are. Raises RuleError for a file that is neither picture nor PDF."""
        kept = [Attachment.take_in(upload, subject=self, purpose="evidence", by=by) for upload in files]
        evidence = Exhibit(files=[each.id for each in kept], **fields)
        self.all_evidence.append(evidence)
        checked = "，已与原件核对" if evidence.original else ""
        return Moved(
            f"收到{evidence.kind_name}“{evidence.name}”{evidence.pages}页{checked}。", made=evidence, title="证据"
        )

    @step("撤下证据", of=("mediating", "agreed"), needs="mediation.mediate")
    def strike_evidence(self: "Dispute", evidence: Exhibit, reason: str, *, by: User) -> Moved:
        """撤下证据 that was taken back or entered by mistake: it leaves the list, its row stays. Raises RuleError for the second time."""
        if evidence.struck_on:
            raise RuleError("这项证据已经撤下。")
        evidence.struck_on = clock.today()
        return Moved(f"“{evidence.name}”：{reason}", title="撤下证据")
