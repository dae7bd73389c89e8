"""Days in the text: those that no calendar has, those that are over, and those that say otherwise than the field."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from plugins.mediation.checking.draft import Draft, Finding

__all__ = ["check", "days_in"]

DAY = re.compile(
    r"(?:(?<!\d)(\d{4})\s*+(?:年|[-/.])\s*+)?(?<!\d)(\d{1,2})\s*+(?:月|(?<=\d)[-/.])\s*+(\d{1,2})(?:\s*+[日号]|(?!\d))"
)
BEFORE = re.compile(r"\s*+[（(]?[^，。；,;]{0,2}[)）]?(?:之前|以前|前)")
LEAP = 2024  # a year in which February has 29 days: of a day without a year nobody knows


def days_in(text: str) -> Iterator[tuple[str, date | None, bool]]:
    """Each day in `text` as it stands there, the day (None: no calendar has it, or its year is not said and it may be), and whether it is the last of
    a time. A day without a year is told only where no year has it."""
    plain = unicodedata.normalize("NFKC", text)
    for match in DAY.finditer(plain):
        year, month, day = (int(each) if each else 0 for each in match.groups())
        if not year and "月" not in match[0]:
            continue  # 1.5, 3/4: no days
        exists = 1 <= month <= 12 and 1 <= day <= monthrange(year or LEAP, month)[1]
        if year and exists:
            yield match[0], date(year, month, day), bool(BEFORE.match(plain, match.end()))
        elif not exists and (year == 0 or 1900 <= year <= 2200):
            yield match[0], None, False


def check(draft: Draft) -> Iterator[Finding]:
    """A day that does not exist stops; one that is over, or later than the last day of performance, is asked about."""
    for at, text in (*draft.clauses, ("time_note", draft.time_note)):
        for said, day, is_last in days_in(text):
            if day is None:
                yield Finding(at, "没有这一天", f"没有“{said}”这一天，请改正。", must=True)
            elif is_last and day < draft.today:
                yield Finding(at, "期限已过", f"“{said}”前已经过了，请核对。")
            elif is_last and draft.perform_by and day > draft.perform_by:
                yield Finding(at, "期限不一致", f"“{said}”晚于履行期限 {draft.perform_by}，请核对。")
    if draft.perform_by and draft.perform_by < draft.today:
        yield Finding(
            "perform_by", "期限已过", f"履行期限 {draft.perform_by} 已经过了，签订以前已履行的请在条款里写明。"
        )
    for place, (day, _) in enumerate(draft.plan):
        if day < draft.today:
            yield Finding(f"instalments-{place}-due_on", "期限已过", f"第 {place + 1} 期 {day} 已经过了，请核对。")
        elif draft.perform_by and day > draft.perform_by:
            told = f"第 {place + 1} 期 {day} 晚于履行期限 {draft.perform_by}，请核对。"
            yield Finding(f"instalments-{place}-due_on", "期限不一致", told)
