"""自报自办: signs that somebody reported the own work. They are counted beside the others; nobody loses anything by them."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from plugins.public_reports.settings import rules_of
from portal.accounts.models import User
from portal.personal_names import normalise_name

if TYPE_CHECKING:
    from plugins.public_reports.models.report import Report

SIGNS = {"own": "登记人或者反映人就是办结人", "fast": "受理后几分钟就办结", "picture": "照片和以前的来件相同"}


def signs_of(report: "Report", closed_by: User | None, closed_at: datetime) -> str:
    """The keys of SIGNS that a report shows when `closed_by` has closed its case at `closed_at`, with commas between."""
    found = {
        "own": closed_by is not None and (report.recorder_id == closed_by.id or _is_called(report, closed_by)),
        "fast": report.accepted_at is not None
        and closed_at - report.accepted_at < timedelta(minutes=rules_of(report.unit).fast_minutes),
        "picture": any(each.sent_before for each in report.photos),
    }
    return ",".join(key for key, holds in found.items() if holds)


def _is_called(report: "Report", user: User) -> bool:
    return report.reporter is not None and normalise_name(report.reporter.name) == normalise_name(user.name)
