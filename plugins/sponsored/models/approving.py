"""批准、升级: another than who drafted it approves, and the grade only goes up."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from plugins.sponsored.choices import APPROVE, GRADES, GRAVE, higher_than
from plugins.sponsored.settings import next_contact
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.records import step

if TYPE_CHECKING:
    from plugins.sponsored.models.sponsorship import Sponsorship


def _highest(sponsorship: "Sponsorship") -> str:
    return "已经是重大，没有更高的一级。" if sponsorship.grade == GRAVE else ""


class Approved:
    """A draft counts once it is approved; from then on somebody is met."""

    approved_at: Mapped[datetime | None] = mapped_column()
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))

    @declared_attr
    def approved_by(cls) -> Mapped[User | None]:
        return relationship(foreign_keys=[cls.approved_by_id])

    @step("批准包案", of="drafted", to="active", needs=APPROVE, not_by={"drafter_id": "拟包的人"}, waits=True)
    def approve(self: "Sponsorship", *, by: User, note: str = "") -> str:
        """批准: the first contact is due by the grade."""
        self.approved_at, self.approved_by_id = clock.now(), by.id
        self.next_contact_on = next_contact(self.unit, self.grade, clock.today())
        return f"请于 {self.next_contact_on} 前见面。{note}"

    @step("不予批准", of="drafted", to="refused", needs=APPROVE)
    def refuse(self: "Sponsorship", reason: str, *, by: User) -> str:
        """With the reason: what was typed comes back in the next draft about the case."""
        return reason

    @step("升级", of=("active", "asking"), needs=APPROVE, unless=_highest, verb="raise")
    def raise_grade(self: "Sponsorship", grade: str, reason: str, *, by: User) -> str:
        """升级 of the grade: the next contact is due sooner. Raises RuleError for one that is not higher."""
        if grade not in higher_than(self.grade):
            raise RuleError("只能升到更高的一级。", at="grade")
        self.grade = grade
        due = next_contact(self.unit, grade, clock.today())
        self.next_contact_on = min(self.next_contact_on or due, due)
        return f"升为{GRADES[grade]}。{reason}"
