"""Tasks by name: those of the core, those that modules of it add, and each plugin's jobs from its manifest."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask, current_app
from sqlalchemy import delete

from portal import guessing
from portal.accounts import sessions
from portal.audit.checkpoints import take_checkpoint
from portal.audit.verifying import faults
from portal.database import reading_first
from portal.errors import RuleError
from portal.extensions import db
from portal.jobs.models import OVER, Job
from portal.web.forms import drafts, kept_files
from portal.web.forms.form_token import VALID
from portal.web.forms.idempotency import Submission

KEEP_DRAFTS = timedelta(days=30)
KEEP_SUBMISSIONS = timedelta(days=30)
KEEP_SESSIONS = timedelta(days=30)
KEEP_JOBS = timedelta(days=365)


@dataclass(frozen=True)
class Task:
    """A kind of job: `run(ctx, progress, **args)`, every "hour", "day" or "month", not before the hour `at`, or only when enqueued ("").

    A plugin's task runs for each unit in which the plugin is on; a core task runs once for the whole system. `gave_up(why, **args)` is called once the
    last try has failed, in the transaction that says so.
    """

    name: str
    label: str
    run: Callable
    every: str = ""
    plugin: str = ""
    at: int = 0
    gave_up: Callable[..., None] | None = None


def tasks() -> dict[str, Task]:
    """All tasks by name; a plugin's are called `<plugin>.<job>`."""
    manifests = current_app.extensions["portal_plugins"].manifests.values()
    of_plugins = [
        Task(f"{each.key}.{job.key}", job.name, job.run, job.every, each.key, job.at)
        for each in manifests
        for job in each.jobs
    ]
    added = current_app.extensions.get("portal_core_tasks", ())
    return {task.name: task for task in (*CORE, *added, *of_plugins)}


def add_task(app: Flask, task: Task) -> None:
    """Let a module of the core, which stands above this one, have `task` run."""
    app.extensions.setdefault("portal_core_tasks", []).append(task)


def purge_drafts(ctx, progress) -> str:
    """Delete drafts that were not used for a long time."""
    files = kept_files.clear(ctx.now - timedelta(seconds=VALID))
    return f"删除 30 天以前的表单草稿 {drafts.purge(ctx.now - KEEP_DRAFTS)} 份，一周以前表单里选好的文件 {files} 份。"


def purge_submissions(ctx, progress) -> str:
    """Delete old form keys, which can no longer be sent twice."""
    gone = db.session.execute(delete(Submission).where(Submission.at < ctx.now - KEEP_SUBMISSIONS)).rowcount
    return f"删除 30 天以前的表单提交标记 {gone} 条。"


def purge_jobs(ctx, progress) -> str:
    """Delete old finished jobs; kept longer than the six months required for logs (网络安全法 §21)."""
    old = delete(Job).where(Job.state.in_(OVER), Job.created_at < ctx.now - KEEP_JOBS)
    return f"删除一年以前的后台任务记录 {db.session.execute(old).rowcount} 条。"


def purge_guesses(ctx, progress) -> str:
    """Forget wrong passwords and codes that slow nobody any more."""
    return f"清理输错密码、查询码的计数 {guessing.forget_whole()} 条。"


def purge_sessions(ctx, progress) -> str:
    """Forget in which browsers people were signed in; that they were stands in the audit trail."""
    return f"清理 30 天以前的登录 {sessions.forget(ctx.now - KEEP_SESSIONS)} 条。"


def sign_the_trail(ctx, progress) -> str:
    """Sign what was recorded in the audit trail since the last time. Fails, after signing the rest, over entries that were changed."""
    signed = take_checkpoint()
    if signed.unsigned:
        raise RuleError(_some(signed.unsigned))
    return f"签名到第 {signed.checkpoint.size} 条审计记录。" if signed.checkpoint else "没有新的审计记录。"


def verify_the_trail(ctx, progress) -> str:
    """Look through the whole audit trail; fails when anything is not as it must be."""
    with reading_first():  # the whole trail is read
        found = faults()
    if found:
        raise RuleError(_some(found))
    return "审计记录完整。"


def _some(found: list[str]) -> str:
    return f"审计记录有 {len(found)} 处不对，请审计员用 flask audit verify 核对：{''.join(found[:3])}"


CORE = (
    Task("core.audit_checkpoint", "生成审计检查点", sign_the_trail, "hour"),
    Task("core.audit_verify", "核对审计记录", verify_the_trail, "day", at=2),
    Task("core.purge_drafts", "清理过期草稿", purge_drafts, "day"),
    Task("core.purge_submissions", "清理表单提交标记", purge_submissions, "day"),
    Task("core.purge_guesses", "清理输错密码的计数", purge_guesses, "hour"),
    Task("core.purge_sessions", "清理旧的登录", purge_sessions, "day"),
    Task("core.purge_jobs", "清理后台任务记录", purge_jobs, "month"),
)
