"""剔除: a demand that no law supports is set apart from the rates, with a reason, and another looks at it. The figures show both.

    class Report(SetApart, Record, db.Model):
        set_apart = SetApart.set_apart.needing("reports.handle")
        confirm_apart, refuse_apart = (each.needing("reports.review") for each in SetApart.REVIEWS)

The record has a state `answered`, in which these steps are taken.
"""

from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import ColumnElement, ForeignKey, String, and_, literal
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from portal.accounts.hands import by_another
from portal.accounts.models import User
from portal.accounts.reader import Reader
from portal.errors import WrongState
from portal.records.steps import Step, step
from portal.redaction import RedactedText

__all__ = ["APART", "APART_SQL", "CONFIRMED", "SetApart"]

PROPOSED, REFUSED = "proposed", "refused"
APART_SQL = "apart = 'proposed'"  # written out, as in the index of what awaits review
CONFIRMED = "confirmed"  # `apart` of what no longer counts in the rates
APART = {  # how it stands with setting a record apart, in words
    "": "不剔除",
    PROPOSED: "申请剔除，待复核",
    CONFIRMED: "已剔除",
    REFUSED: "复核不同意剔除",
}


def _asked_before(record: "SetApart") -> str:
    return f"这件{APART[record.apart]}，不能再申请。" if record.apart else ""


def _not_proposed(record: "SetApart") -> WrongState | str:
    return "" if record.apart == PROPOSED else WrongState("这件没有等复核的剔除申请。")


class SetApart:
    """Whether it counts in the rates: `apart` is a key of APART. The model says which rights the steps need."""

    REVIEWS: ClassVar[tuple[Step, ...]]

    apart: Mapped[str] = mapped_column(String(10), default="")
    apart_reason: Mapped[str] = mapped_column(RedactedText(), default="")

    if TYPE_CHECKING:
        status: Any

        @classmethod
        def reach(cls, user: User | Reader, permission: str) -> ColumnElement[bool]: ...

    @declared_attr
    @classmethod
    def apart_by_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("accounts_user.id"))

    @step("申请剔除", of="answered", needs=None, unless=_asked_before)
    def set_apart(self, reason: str, *, by: User) -> str:
        """What was asked for has no ground in law: `reason` says which law, and what was explained."""
        self.apart, self.apart_reason, self.apart_by_id = PROPOSED, reason, by.id
        return reason

    @step("同意剔除", of="answered", needs=None, unless=_not_proposed, not_by={"apart_by_id": "申请人"})
    def confirm_apart(self, *, by: User, note: str = "") -> str:
        """By another."""
        self.apart = CONFIRMED
        return note

    @step("不同意剔除", of="answered", needs=None, unless=_not_proposed, not_by={"apart_by_id": "申请人"})
    def refuse_apart(self, reason: str, *, by: User) -> str:
        """It counts like any other."""
        self.apart = REFUSED
        return reason

    @classmethod
    def awaits_review(cls, reader: Reader) -> ColumnElement[bool]:
        """What another than `reader` asked to set apart, of what is `proposed_apart`."""
        right = cls.confirm_apart.needs or ""
        return and_(
            cls.status == "answered", by_another(reader, [cls.apart_by_id], cls, lambda: cls.reach(reader, right))
        )

    @classmethod
    def proposed_apart(cls) -> ColumnElement[bool]:
        """As APART_SQL says it."""
        return cls.apart == literal(PROPOSED, literal_execute=True)


SetApart.REVIEWS = (SetApart.confirm_apart, SetApart.refuse_apart)
