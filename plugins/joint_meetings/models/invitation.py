"""参会单位: a unit that is invited, what it replies, whether it came, what it said, and that it signed the minutes."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, ForeignKey, Index, String, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.joint_meetings.choices import ANSWER, AWAY, CALL, COMING, DEPUTY, REPLIES
from plugins.joint_meetings.told import OF_INVITATIONS
from portal import clock
from portal.accounts.models import User
from portal.columns import named
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import Part, step
from portal.records.people import Contact, contact
from portal.redaction import RedactedText

if TYPE_CHECKING:
    from plugins.joint_meetings.models.meeting import JointMeeting


def _withdrawn(invitation: "Invitation") -> str:
    return "" if invitation.stands else "已经取消通知这个单位。"


def _need_not_sign(invitation: "Invitation") -> str:
    if not invitation.came:
        return "这个单位没有到会，不用签字。"
    return "已经登记签字。" if invitation.signed_on else ""


class Invitation(Part, db.Model):
    """参会单位. `asked` says whom the host wants to come, by office; `who` is whom the unit sends."""

    __tablename__ = "joint_meetings_invitation"
    __table_args__ = (
        UniqueConstraint("meeting_id", "unit_id"),
        Index("ix_joint_meetings_invitation_unit", "unit_id", "meeting_id"),
    )
    tells = OF_INVITATIONS

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("joint_meetings_meeting.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"))
    asked: Mapped[str] = mapped_column(String(40), default="")
    reply: Mapped[str] = mapped_column(String(8), default="")
    replied_at: Mapped[datetime | None]
    leave_reason: Mapped[str] = mapped_column(RedactedText(200), default="")
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(RedactedText(200), default="")
    came: Mapped[bool] = mapped_column(default=False)
    opinion: Mapped[str] = mapped_column(RedactedText(), default="")
    signed_on: Mapped[date | None]
    unsigned_reason: Mapped[str] = mapped_column(RedactedText(200), default="")
    who_id, who = contact("参加会商的人")

    record: Mapped["JointMeeting"] = relationship(back_populates="invitations")
    unit: Mapped[OrgUnit] = relationship(lazy="joined")
    reply_name = named("reply", REPLIES | {"": "未回复"})

    @classmethod
    def awaited_from(cls, units) -> ColumnElement[bool]:
        """The condition: one of `units` (ids, or parameters) has still to reply."""
        return and_(cls.unit_id.in_(units), cls.withdrawn_at.is_(None), cls.reply == "")

    @property
    def stands(self) -> bool:
        return self.withdrawn_at is None

    @property
    def unsigned(self) -> bool:
        """Whether the minutes still wait for its signature: who did not come does not sign."""
        return self.came and not self.signed_on and not self.unsigned_reason

    @property
    def standing(self) -> tuple[str, str]:
        """How it stands, in words, and the tone of that."""
        if not self.stands:
            return "已取消通知", "neutral"
        if self.record.status in ("called", "called_off"):
            tones = {COMING: "ok", DEPUTY: "ok", AWAY: "neutral"}
            return self.reply_name, tones.get(self.reply, "warn")
        if not self.came:
            return ("请假", "neutral") if self.reply == AWAY else ("未到会", "warn")
        if self.signed_on:
            return f"到会，{self.signed_on} 签字", "ok"
        if self.unsigned_reason:
            return "到会，未签字", "warn"
        return ("到会，待签字", "info") if self.record.status == "written" else ("到会", "ok")

    def entrusted_to(self, user: User, permission: str) -> bool:
        """What the unit says, its own people say; the rest is the host's."""
        if permission != ANSWER:
            return self.record.entrusted_to(user, permission)
        return any(unit.id == self.unit_id for unit in user.units_with(ANSWER))

    def refusal(self, permission: str) -> str:
        if permission == ANSWER:
            return f"通知的是{self.unit}，只有该单位的工作人员可以回复。"
        return super().refusal(permission)

    # -- the reply, until the meeting is held ----------------------------------------------------------------------

    @step("回复参加", of="called", needs=ANSWER, unless=_withdrawn)
    def accept(self, *, who: Contact, by: User) -> str:
        """`who` comes. A later reply takes the place of an earlier one."""
        return self._say(COMING, who, "")

    @step("请假", of="called", needs=ANSWER, unless=_withdrawn)
    def excuse(self, *, reason: str, who: Contact | None, by: User) -> str:
        """With a reason, which the host reads; `who` comes instead."""
        return self._say(DEPUTY if who else AWAY, who, reason)

    @step("登记回复", of="called", needs=CALL, unless=_withdrawn)
    def enter(self, *, reply: str, who: Contact | None, reason: str, by: User) -> str:
        """By the host, of a unit that replied by telephone. Raises RuleError for nobody who comes, somebody of a unit that does not, and leave
        without a reason."""
        if (reply == AWAY) is (who is not None):
            raise RuleError("参加的，写明谁参加；请假不参加的，不写。", at="name")
        if reply != COMING and not reason:
            raise RuleError("请假的，请写明理由。", at="reason")
        return self._say(reply, who, reason if reply != COMING else "")

    def _say(self, reply: str, who: Contact | None, reason: str) -> str:
        self.reply, self.who, self.leave_reason, self.replied_at = reply, who, reason, clock.now()
        return f"{self.unit}：{REPLIES[reply]}。"

    def ask_anew(self) -> None:
        """The meeting is another than the one that was replied to."""
        self.reply, self.who, self.leave_reason, self.replied_at = "", None, "", None

    @step("取消通知", of="called", needs=CALL, unless=_withdrawn)
    def withdraw(self, reason: str, *, by: User) -> str:
        """The unit was invited by mistake, or is not needed: it sees nothing of the meeting any more. Why is the host's to read."""
        self.ask_anew()
        self.withdrawn_at, self.withdrawn_reason = clock.now(), reason
        return f"{self.unit}。"

    # -- the signature ---------------------------------------------------------------------------------------------

    @step("登记未签字", of="written", needs=CALL, unless=_need_not_sign)
    def leave_unsigned(self, reason: str, *, by: User) -> str:
        """It came and does not sign: the minutes say why, and who may not read these does not read it on the timeline."""
        self.unsigned_reason = reason
        return f"{self.unit}。"
