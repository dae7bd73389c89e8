"""任务: a background job as a row, written in the transaction of the record it belongs to."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.redaction import RedactedText

STATES = {"queued": "排队中", "running": "执行中", "done": "已完成", "failed": "失败", "skipped": "已跳过"}
OVER = ("done", "failed", "skipped")


class Job(db.Model):
    """后台任务. `key` is unique: enqueueing the same key again returns the existing job."""

    __tablename__ = "jobs_job"
    __table_args__ = (
        Index("ix_jobs_job_waiting", "state", "run_at", "id"),
        Index("ix_jobs_job_unit", "unit_id", "created_at", "id"),
        Index("ix_jobs_job_recent", "created_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    task: Mapped[str] = mapped_column(String(80))
    plugin: Mapped[str] = mapped_column(String(31), default="")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("org_unit.id"))
    args: Mapped[dict] = mapped_column(JSON, default=dict)
    state: Mapped[str] = mapped_column(String(8), default="queued")
    run_at: Mapped[datetime] = mapped_column(default=clock.now)
    lease_until: Mapped[datetime | None]
    worker: Mapped[str] = mapped_column(String(60), default="")
    tries: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    message: Mapped[str] = mapped_column(RedactedText(300), default="")
    error: Mapped[str] = mapped_column(RedactedText(300), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    unit: Mapped[OrgUnit | None] = relationship()

    @classmethod
    def visible_to(cls, user: User):
        """Jobs of the units in the user's subtrees, and those of the whole system, which concern no unit."""
        mine = select(OrgUnit.id).where(user.reach(OrgUnit, "jobs.view"))
        return select(cls).where(or_(cls.unit_id.is_(None), cls.unit_id.in_(mine)))

    @property
    def state_name(self) -> str:
        return STATES[self.state]
