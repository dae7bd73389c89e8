"""剔除: a demand that no law supports is set apart from the rates, with a reason, and another looks at it. The figures show both."""

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from plugins.public_reports.models.deciding import HANDLE
from portal.accounts.models import User
from portal.errors import WrongState
from portal.records import step
from portal.redaction import RedactedText

if TYPE_CHECKING:
    from plugins.public_reports.models.report import Report

REVIEW = "public_reports.review"
PROPOSED, CONFIRMED, REFUSED = "proposed", "confirmed", "refused"
APART = {"": "不剔除", PROPOSED: "申请剔除，待复核", CONFIRMED: "已剔除", REFUSED: "复核不同意剔除"}


def _asked_before(report: "Report") -> str:
    return f"这件{APART[report.apart]}，不能再申请。" if report.apart else ""


def _not_proposed(report: "Report") -> WrongState | str:
    return "" if report.apart == PROPOSED else WrongState("这件没有等复核的剔除申请。")


class SetApart:
    """Whether it counts in the rates."""

    apart: Mapped[str] = mapped_column(String(10), default="")
    apart_reason: Mapped[str] = mapped_column(RedactedText(), default="")

    @declared_attr
    @classmethod
    def apart_by_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("accounts_user.id"))

    @step("申请剔除", of="answered", needs=HANDLE, unless=_asked_before)
    def set_apart(self: "Report", reason: str, *, by: User) -> str:
        """What was asked for has no ground in law: `reason` says which law, and what was explained."""
        self.apart, self.apart_reason, self.apart_by_id = PROPOSED, reason, by.id
        return reason

    @step("同意剔除", of="answered", needs=REVIEW, unless=_not_proposed, not_by={"apart_by_id": "申请人"})
    def confirm_apart(self: "Report", *, by: User, note: str = "") -> str:
        """By another."""
        self.apart = CONFIRMED
        return note

    @step("不同意剔除", of="answered", needs=REVIEW, unless=_not_proposed, not_by={"apart_by_id": "申请人"})
    def refuse_apart(self: "Report", reason: str, *, by: User) -> str:
        """It counts like any other."""
        self.apart = REFUSED
        return reason
