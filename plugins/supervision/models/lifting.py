"""The answer is looked at: it comes back, or 督办 is lifted by another than who asks for it."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from plugins.supervision.choices import LIFT, OVERSEE, SATISFACTION
from plugins.supervision.settings import answer_by
from portal import clock
from portal.accounts.models import User
from portal.columns import named
from portal.records import step

if TYPE_CHECKING:
    from plugins.supervision.models.supervision import Supervision


class Lifted:
    """What was found, and what whoever brought the case says of it."""

    assessment: Mapped[str] = mapped_column(Text, default="")
    satisfaction: Mapped[str] = mapped_column(String(4), default="")
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    lifted_at: Mapped[datetime | None]

    satisfaction_name = named("satisfaction", SATISFACTION)

    @step("退回重办", of="answered", to="issued", needs=OVERSEE, waits=True)
    def send_back(self: "Supervision", reason: str, *, by: User) -> str:
        """The answer is not enough: it is to be answered anew, in the time of its rung."""
        self.due_at = answer_by(self.unit, self.level)
        return reason

    @step("提请解除", of="answered", to="proposed", needs=OVERSEE, waits=True)
    def propose(self: "Supervision", assessment: str, satisfaction: str, *, by: User) -> str:
        """审查: what was asked is done. satisfaction: what whoever brought the case says, a key of SATISFACTION."""
        self.assessment, self.satisfaction, self.proposed_by_id = assessment, satisfaction, by.id
        return f"{assessment}当事人：{SATISFACTION[satisfaction]}。"

    @step("解除督办", of="proposed", to="lifted", needs=LIFT, not_by={"proposed_by_id": "提请解除的人"}, waits=True)
    def lift(self: "Supervision", *, by: User, note: str = "") -> str:
        """解除, of what is listed 摘牌, by another than the one who asked for it."""
        self.lifted_at = clock.now()
        return ("摘牌。" if self.listed_at else "") + note

    @step("不予解除", of="proposed", to="issued", needs=LIFT, verb="retain")
    def hold_on(self: "Supervision", reason: str, *, by: User) -> str:
        """It is to be answered anew, in the time of its rung."""
        self.due_at = answer_by(self.unit, self.level)
        return reason
