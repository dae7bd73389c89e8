"""更正说明: what turns out to be wrong in a record once it was signed. The record stays; what it should say is written beside it, dated, with who and why."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.records import Moved, step
from portal.redaction import RedactedText

if TYPE_CHECKING:
    from plugins.mediation.models.dispute import Dispute

ROWS = {"record": "sessions", "inquiry": "inquiries"}


class Correction(db.Model):
    """一处更正. `paper`: the stored kind of the paper that says it wrong (`portal.documents`)."""

    __tablename__ = "mediation_correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    dispute_id: Mapped[int] = mapped_column(ForeignKey("mediation_dispute.id"), index=True)
    paper: Mapped[str] = mapped_column(String(40))
    was: Mapped[str] = mapped_column(Text)
    should: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(RedactedText())
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    by: Mapped[User] = relationship()

    @property
    def on(self) -> date:
        return clock.local(self.at).date()


class CorrectedLater:
    """A dispute whose signed records are put right beside them."""

    @declared_attr
    def corrections(cls) -> Mapped[list[Correction]]:
        return relationship(order_by=Correction.id)

    @property
    def signed_papers(self: "Dispute") -> dict[str, str]:
        """Stored kind → name of what may have to be put right; the agreement is changed by the parties instead."""
        found = {"acceptance": "受理登记表", "rights": "权利义务告知书"}
        found |= {f"record-{each.id}": f"第 {each.sequence} 次调解记录" for each in self.sessions}
        found |= {f"inquiry-{each.id}": f"{clock.local(each.held_at):%Y-%m-%d} 调查记录" for each in self.inquiries}
        found |= {"evidence": "证据清单"} if self.evidence else {}
        return found | ({"oral": "口头协议登记表"} if self.agreement and self.agreement.oral else {})

    @step("登记更正说明", of=("effective", "closed"), needs="mediation.mediate")
    def correct_later(self: "Dispute", paper: str, was: str, should: str, reason: str, *, by: User) -> Moved:
        """更正说明: paper, a key of `signed_papers`, says `was` and should say `should`. Raises RuleError for another paper, and for what is the same."""
        name = self.signed_papers.get(paper)
        if name is None:
            raise RuleError("请选择要更正的文书。", at="paper")
        if was.strip() == should.strip():
            raise RuleError("和原来写的一样，没有需要更正的内容。", at="should")
        self.corrections.append(Correction(paper=paper, was=was, should=should, reason=reason, by=by))
        return Moved(f"{name}写着“{was}”，更正为“{should}”。理由：{reason}", title=f"更正说明：{name}")

    def paper_corrected_at(self: "Dispute", kind: str) -> datetime | None:
        """When what a paper of that stored kind says was last put right."""
        found = [each.at for each in self.corrections if each.paper == kind]
        name, _, ident = kind.partition("-")
        if name in ROWS:
            found += [each.corrected_at for each in getattr(self, ROWS[name]) if f"{each.id}" == ident]
        if kind == "evidence":
            found += [each.corrected_at for each in self.all_evidence]
        return max(filter(None, (self.corrected_at, *found)), default=None)
