"""Tasks by name: those of the core, and each plugin's jobs from its manifest."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app
from sqlalchemy import delete

from portal.extensions import db
from portal.jobs.models import OVER, Job
from portal.web.forms import drafts
from portal.web.forms.idempotency import Submission

KEEP_DRAFTS = timedelta(days=30)
KEEP_SUBMISSIONS = timedelta(days=30)
KEEP_JOBS = timedelta(days=365)


@dataclass(frozen=True)
class Task:
    """What is done under `name`: `run(ctx, progress, **args)`, every hour, day, month, or only when asked ("").

    The task of a plugin runs for a unit in which it is on; one of the core for the whole system.
    """

    name: str
    label: str
    run: Callable
    every: str = ""
    plugin: str = ""


def tasks() -> dict[str, Task]:
    """Every task there is, by name. That of a plugin is called `<plugin>.<job>`."""
    manifests = current_app.extensions["portal_plugins"].manifests.values()
    of_plugins = [
        Task(f"{each.key}.{job.key}", job.name, job.run, job.every, each.key) for each in manifests for job in each.jobs
    ]
    return {task.name: task for task in (*CORE, *of_plugins)}


def purge_drafts(ctx, progress) -> str:
    """Drafts nobody came back to."""
    return f"删除 30 天以前的表单草稿 {drafts.purge(ctx.now - KEEP_DRAFTS)} 份。"


def purge_submissions(ctx, progress) -> str:
    """Keys of forms that nobody will send a second time any more."""
    gone = db.session.execute(delete(Submission).where(Submission.at < ctx.now - KEEP_SUBMISSIONS)).rowcount
    return f"删除 30 天以前的表单提交标记 {gone} 条。"


def purge_jobs(ctx, progress) -> str:
    """Jobs long over; their records are kept longer than the half year that the law asks of logs (网络安全法 §21)."""
    old = delete(Job).where(Job.state.in_(OVER), Job.created_at < ctx.now - KEEP_JOBS)
    return f"删除一年以前的后台任务记录 {db.session.execute(old).rowcount} 条。"


CORE = (
    Task("core.purge_drafts", "清理过期草稿", purge_drafts, "day"),
    Task("core.purge_submissions", "清理表单提交标记", purge_submissions, "day"),
    Task("core.purge_jobs", "清理后台任务记录", purge_jobs, "month"),
)
