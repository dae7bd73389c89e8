"""联单 of a matter: one of six sheets, each of a meeting or a publication; and what was objected to."""

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.village_affairs.rules import BODIES, NUMBERS
from portal.extensions import db
from portal.redaction import RedactedText

if TYPE_CHECKING:
    from plugins.village_affairs.models.matter import VillageMatter


class VillageSheet(db.Model):
    """一联: one of the six, with the number that links it to the others. `attempt` counts how often the matter was taken up."""

    __tablename__ = "village_affairs_matter_sheet"
    __table_args__ = (UniqueConstraint("matter_id", "attempt", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("village_affairs_matter.id"))
    attempt: Mapped[int] = mapped_column(default=1)
    kind: Mapped[str] = mapped_column(String(10))
    on: Mapped[date]
    noticed_on: Mapped[date | None]
    venue: Mapped[str] = mapped_column(String(80))
    body: Mapped[str] = mapped_column(String(16), default="")
    expected: Mapped[int | None]
    present: Mapped[int | None]
    agreed: Mapped[int | None]
    against: Mapped[int | None]
    abstained: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text, default="")
    observers: Mapped[str] = mapped_column(String(80), default="")
    opinion: Mapped[str] = mapped_column(RedactedText(200), default="")
    passed: Mapped[bool | None]
    correction: Mapped[str] = mapped_column(Text, default="")  # what was put right, when and why, a line each

    matter: Mapped["VillageMatter"] = relationship(back_populates="sheets")

    @property
    def votes(self) -> str:
        """应到 45 人，实到 32 人，同意 30，反对 1，弃权 1."""
        came = f"应到 {self.expected} 人，实到 {self.present} 人"
        return f"{came}，同意 {self.agreed}，反对 {self.against}，弃权 {self.abstained}"

    @property
    def name(self) -> str:
        return self.matter.sheet_name(self.kind)

    def post_again(self, posted: dict[str, Any]) -> None:
        """With other text, place or day; what hung there before stays on it."""
        told = f"{posted['on']} 重新公开，原来 {self.on} 张贴在{self.venue}：{self.text}"
        self.correction = f"{self.correction}\n{told}".strip()
        for name, value in posted.items():
            setattr(self, name, value)

    @property
    def body_name(self) -> str:
        return BODIES[self.body][0] if self.body else ""

    @property
    def number(self) -> str:
        """昭君街道村务〔2026〕3号-4; of a second attempt 再议2-4."""
        again = f"再议{self.attempt}-" if self.attempt > 1 else ""
        return f"{self.matter.number}-{again}{NUMBERS[self.kind]}"


class VillageObjection(db.Model):
    """异议 against a published resolution, to be answered within days. No name: who objects stands on the paper."""

    __tablename__ = "village_affairs_objection"

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("village_affairs_matter.id"), index=True)
    raised_on: Mapped[date]
    due_on: Mapped[date]
    text: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_on: Mapped[date | None]
