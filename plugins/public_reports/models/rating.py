"""评价: three questions about the answer, by whoever reported; who says nothing is not counted as satisfied."""

from datetime import timedelta
from typing import TYPE_CHECKING

from plugins.public_reports.settings import rules_of
from portal import clock
from portal.accounts.models import User
from portal.records import rated, step

if TYPE_CHECKING:
    from plugins.public_reports.models.report import Report

QUESTIONS = {"responded": "有人联系您、答复您吗", "solved": "事情解决了吗", "satisfied": "满意吗"}


def _not_now(report: "Report") -> str:
    if report.rated_at:
        return "这件事已经评价过。"
    days = rules_of(report.unit).rating_days
    over = report.answered_at is None or clock.now() > report.answered_at + timedelta(days=days)
    return f"答复已经超过 {days} 日，不再评价。" if over else ""


class Rated(rated.Rated):
    """响应 解决 满意."""

    @step("反映人评价", of="answered", needs=None, unless=_not_now)
    def rate(
        self: "Report", responded: bool, solved: bool, satisfied: bool, *, by: User | None, reason: str = ""
    ) -> str:
        """Once, within the days of the unit."""
        return self.note_rating(responded, solved, satisfied, reason)
