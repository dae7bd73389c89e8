"""评价: three questions about the answer, by whoever reported; who says nothing is not counted as satisfied."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped, mapped_column

from plugins.public_reports.settings import rules_of
from portal import clock
from portal.accounts.models import User
from portal.records import step
from portal.redaction import RedactedText

if TYPE_CHECKING:
    from plugins.public_reports.models.report import Report

QUESTIONS = {"responded": "有人联系您、答复您吗", "solved": "事情解决了吗", "satisfied": "满意吗"}
RATES = {"responded": "响应", "solved": "解决", "satisfied": "满意"}


def _not_now(report: "Report") -> str:
    if report.rated_at:
        return "这件事已经评价过。"
    days = rules_of(report.unit).rating_days
    over = report.answered_at is None or clock.now() > report.answered_at + timedelta(days=days)
    return f"答复已经超过 {days} 日，不再评价。" if over else ""


class Rated:
    """响应 解决 满意."""

    responded: Mapped[bool | None]
    solved: Mapped[bool | None]
    satisfied: Mapped[bool | None]
    rated_at: Mapped[datetime | None]
    rating_reason: Mapped[str] = mapped_column(RedactedText(), default="")

    @step("反映人评价", of="answered", needs=None, unless=_not_now)
    def rate(
        self: "Report", responded: bool, solved: bool, satisfied: bool, *, by: User | None, reason: str = ""
    ) -> str:
        """Once, within the days of the unit."""
        self.responded, self.solved, self.satisfied = responded, solved, satisfied
        self.rated_at, self.rating_reason = clock.now(), reason
        said = "、".join(f"{'已' if getattr(self, key) else '未'}{name}" for key, name in RATES.items())
        return f"{said}。{reason}"
