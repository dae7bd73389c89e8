"""并入、拆分: cases that have to do with each other; a row says since when, and until when."""

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, Select, String, and_, select
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.extensions import db
from portal.redaction import RedactedText

MERGED, SPLIT = "merged", "split"


class CaseLink(db.Model):  # type: ignore[name-defined]
    """`case_id` was merged into `other_id`, or `other_id` was split from `case_id`. `status_was`: where the merged one stood."""

    __tablename__ = "cases_link"
    __table_args__ = (Index("ix_cases_link_case", "case_id", "kind"), Index("ix_cases_link_other", "other_id", "kind"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    case_id: Mapped[int] = mapped_column(ForeignKey("cases_case.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("cases_case.id"))
    status_was: Mapped[str] = mapped_column(String(12), default="")
    reason: Mapped[str] = mapped_column(RedactedText(), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    until: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))


def merged_now(case_id: int | Mapped[int]) -> ColumnElement[bool]:
    """The condition for the row by which the case is merged into another."""
    return and_(CaseLink.case_id == case_id, CaseLink.kind == MERGED, CaseLink.until.is_(None))


def all_merged() -> Select[tuple[int]]:
    """The ids of the cases that go on as part of another now."""
    return ever_merged().where(CaseLink.until.is_(None))


def ever_merged() -> Select[tuple[int]]:
    """The ids of the cases that go on, or went on, as part of another."""
    return select(CaseLink.case_id).where(CaseLink.kind == MERGED)


def merged_into(case_id: int | Mapped[int]) -> ColumnElement[bool]:
    """The condition for the rows by which others are merged into the case."""
    return and_(CaseLink.other_id == case_id, CaseLink.kind == MERGED, CaseLink.until.is_(None))
