"""议程上的事项: a case that a meeting is about, and what the host writes of it for those who may not read the case."""

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.cases.models import Case
from portal.extensions import db

if TYPE_CHECKING:
    from plugins.joint_meetings.models.meeting import JointMeeting


class AgendaCase(db.Model):
    """事项. `said` goes to every unit that is invited; besides, they see number and kind of the case, and nobody's name."""

    __tablename__ = "joint_meetings_item"
    __table_args__ = (
        Index("ix_joint_meetings_item_meeting", "meeting_id", "id"),
        Index("ix_joint_meetings_item_case", "case_id", "meeting_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("joint_meetings_meeting.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("cases_case.id"))
    said: Mapped[str] = mapped_column(String(200))

    meeting: Mapped["JointMeeting"] = relationship(back_populates="items")
    case: Mapped[Case] = relationship(lazy="joined")

    @property
    def about(self) -> str:
        """昭君〔2026〕12号（拖欠工资）."""
        return f"{self.case.number}（{self.case.kind_name}）"
