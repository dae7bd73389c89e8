"""条目: one row of a list. Which fields are asked for depends on the list (`plugins.duty_lists.forms.items`)."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, ForeignKey, String, Text, UniqueConstraint, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.duty_lists.choices import ACTIONS, LISTS
from portal import clock
from portal.columns import named
from portal.extensions import db

if TYPE_CHECKING:
    from plugins.duty_lists.models.edition import DutyEdition

COPIED = (
    "serial",
    "area",
    "title",
    "basis",
    "basis_number",
    "department",
    "superior_duty",
    "own_duty",
    "boundary",
    "funded",
    "takeover",
    "transition_until",
    "doing",
    "frequency",
    "standard",
    "enters_homes",
    "admission_number",
    "exit_terms",
    "region",
    "valid_from",
    "valid_until",
)


class DutyItem(db.Model):
    """One row. `department`: 责任办, 上级部门, 承接部门 or 报送对象, as the list has it. Never changed once its edition is published."""

    __tablename__ = "duty_lists_item"
    __table_args__ = (UniqueConstraint("edition_id", "serial"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("duty_lists_edition.id"))
    serial: Mapped[int]
    area: Mapped[str] = mapped_column(String(40), default="")
    title: Mapped[str] = mapped_column(String(120))
    basis: Mapped[str] = mapped_column(String(200), default="")
    basis_number: Mapped[str] = mapped_column(String(60), default="")
    department: Mapped[str] = mapped_column(String(60), default="")
    superior_duty: Mapped[str] = mapped_column(Text, default="")
    own_duty: Mapped[str] = mapped_column(Text, default="")
    boundary: Mapped[str] = mapped_column(Text, default="")
    funded: Mapped[bool] = mapped_column(default=False)
    takeover: Mapped[str] = mapped_column(Text, default="")
    transition_until: Mapped[date | None]
    doing: Mapped[str] = mapped_column("action", String(10), default="")
    frequency: Mapped[str] = mapped_column(String(40), default="")
    standard: Mapped[str] = mapped_column(Text, default="")
    enters_homes: Mapped[bool] = mapped_column(default=False)
    admission_number: Mapped[str] = mapped_column(String(60), default="")
    exit_terms: Mapped[str] = mapped_column(Text, default="")
    region: Mapped[str] = mapped_column(String(60), default="")
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    edition: Mapped["DutyEdition"] = relationship(back_populates="items", lazy="joined")
    doing_name = named("doing", ACTIONS)

    @property
    def label(self) -> str:
        """收回清单第 12 项."""
        return f"{LISTS[self.edition.kind]}第 {self.serial} 项"

    @property
    def about(self) -> str:
        return f"{self.label}　{self.title}"

    @property
    def duties(self) -> str:
        """What its list says of it besides, a line each; nothing of what is not filled in."""
        told = (
            ("上级职责", self.superior_duty),
            ("本级配合职责", self.own_duty),
            ("边界", self.boundary),
            ("承接方式", self.takeover),
            ("过渡到", self.transition_until),
            ("动作", self.doing_name),
            ("频次", self.frequency),
            ("标准", self.standard),
            ("准入批号", self.admission_number),
            ("退出条件", self.exit_terms),
        )
        marks = [word for word, there in (("随附经费", self.funded), ("需入户", self.enters_homes)) if there]
        return "\n".join([*(f"{name}：{text}" for name, text in told if text), *marks])

    @property
    def law(self) -> str:
        """The basis with its number, as it is printed."""
        return "，".join(each for each in (self.basis, self.basis_number) if each)

    @classmethod
    def current(cls, on: date) -> ColumnElement[bool]:
        """The condition: the row itself holds on that day."""
        begun = or_(cls.valid_from.is_(None), cls.valid_from <= on)
        return begun & or_(cls.valid_until.is_(None), cls.valid_until >= on)
