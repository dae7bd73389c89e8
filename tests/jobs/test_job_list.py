"""后台任务: the list, who sees what of it, and the command."""

import pytest
from sqlalchemy import select

from portal.extensions import db
from portal.jobs.models import Job
from portal.jobs.queue import enqueue

pytestmark = pytest.mark.database


@pytest.fixture
def jobs(cast, task):
    def run(ctx, progress):
        progress(2, 5)
        raise ValueError("x")

    ours, theirs = task(run, "ours"), task(lambda ctx, progress: "东胜的事", "theirs")
    enqueue(ours, key="trial:ours", unit=cast.street)
    enqueue(theirs, key="trial:theirs", unit=cast.outside_street)
    enqueue(task(lambda ctx, progress: "整个系统的事", "all"), key="trial:all")
    db.session.commit()


@pytest.mark.parametrize("who", ["administrator", "auditor"])
def test_the_list_shows_the_own_subtree_with_progress_and_reason(as_user, jobs, worker, who):
    while worker.run_one():
        pass
    page = as_user(who).page("/jobs")
    for words in ("昭君街道", "2/5", "ValueError", "将自动重试", "全系统", "整个系统的事", "已完成"):
        assert words in page.text, words
    assert "东胜的事" not in page.text


def test_the_list_is_filtered_by_state(as_user, jobs, worker):
    while worker.run_one():
        pass
    client = as_user("administrator")
    assert "ValueError" not in client.page("/jobs?state=done").text
    assert "ValueError" in client.page("/jobs?state=queued").text
    assert client.page("/jobs?state=nonsense").status == 200


def test_an_empty_list_says_so(as_user):
    assert "没有这样的后台任务" in as_user("auditor").page("/jobs").text


def test_the_command_does_what_is_due_and_ends(app, jobs):
    result = app.test_cli_runner().invoke(args=["jobs", "run", "--once"])
    assert result.exit_code == 0, result.output
    assert "项任务" in result.output
    waiting = select(Job.key).where(Job.tries == 0)
    assert db.session.scalars(waiting).all() == []
    assert db.session.scalar(select(Job.state).where(Job.key == "trial:all")) == "done"
