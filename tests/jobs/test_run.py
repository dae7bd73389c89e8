"""A job is done once, wholly or in portions; one that fails leaves nothing behind and is tried again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal import clock
from portal.errors import RuleError
from portal.extensions import db
from portal.jobs.models import Job
from portal.jobs.queue import LeaseLost, claim, enqueue, finish
from portal.jobs.worker import LEASE, Worker
from portal.people.models import Person
from portal.testing import factories
from portal.web.forms.idempotency import Submission

pytestmark = pytest.mark.database


def leave(key: str) -> None:
    """A row that shows what was done."""
    db.session.add(Submission(key=key, user_id=1))
    db.session.flush()


def left() -> list[str]:
    db.session.rollback()
    keys = db.session.scalars(select(Submission.key).order_by(Submission.key)).all()
    db.session.rollback()
    return keys


def asked(name: str, **more) -> int:
    job = enqueue(name, key=more.pop("key", "trial:1"), **more)
    ident = job.id
    db.session.commit()
    return ident


def test_a_job_belongs_to_the_transaction_that_asked_for_it(app, task):
    name = task(lambda ctx, progress: "")
    enqueue(name, key="trial:1")
    db.session.rollback()
    assert db.session.scalar(select(func.count(Job.id))) == 0


def test_asked_twice_it_is_one_job(app, task):
    name = task(lambda ctx, progress: "")
    assert enqueue(name, key="trial:1").id == enqueue(name, key="trial:1").id
    assert enqueue(name, key="trial:2").id != enqueue(name, key="trial:1").id


def test_what_nobody_declared_cannot_be_asked_for(app, task):
    with pytest.raises(LookupError):
        enqueue("trial.nothing", key="trial:1")
    with pytest.raises(ValueError, match="no key"):
        enqueue(task(lambda ctx, progress: ""), key="it's a key")


def test_it_is_told_where_it_works_and_with_what(cast, task, worker, again):
    seen = []

    def run(ctx, progress, word):
        seen.append((ctx.unit.name, ctx.actor, word))
        progress(3, 3)
        return "做完了。"

    ident = asked(task(run), unit=cast.street, args={"word": "你好"})
    assert worker.run_one() is True
    assert worker.run_one() is False
    job = again(ident)
    assert (job.state, job.message, job.done, job.total, job.tries) == ("done", "做完了。", 3, 3, 1)
    assert seen == [("昭君街道", None, "你好")]


def test_a_job_waits_for_its_time(app, task, worker):
    asked(task(lambda ctx, progress: ""), run_at=clock.now() + timedelta(hours=1))
    assert worker.run_one() is False
    with clock.pretend(clock.now() + timedelta(hours=2)):
        assert worker.run_one() is True


def test_a_failing_job_is_undone_and_tried_again_later_five_times_at_most(cast, task, worker, again):
    def run(ctx, progress):
        leave("kept?")
        raise ValueError("张三 15222319800101")

    ident, now = asked(task(run)), clock.now()
    for tries in range(1, 6):
        with clock.pretend(now + timedelta(hours=4 * tries)):
            assert worker.run_one() is True
            assert worker.run_one() is False, "not at once"
        job = again(ident)
        assert (job.state, job.tries) == ("failed" if tries == 5 else "queued", tries)
        assert "ValueError" in job.error
        assert "张三" not in job.error, "personal data does not get into the list"
    assert left() == []


def test_a_rule_that_was_broken_is_told_in_its_own_words(app, task, worker, again):
    def run(ctx, progress):
        raise RuleError("补贴标准还没有设置。")

    ident = asked(task(run))
    worker.run_one()
    assert again(ident).error == "补贴标准还没有设置。"


def test_a_broken_statement_is_noted_too(app, cast, task, worker, again):
    def run(ctx, progress):
        leave("twice")
        db.session.add(Submission(key="twice", user_id=1))
        db.session.flush()

    ident = asked(task(run))
    worker.run_one()
    assert (again(ident).state, left()) == ("queued", [])


def test_what_was_done_in_portions_stays_and_the_rest_is_undone(app, task, worker, again):
    def run(ctx, progress):
        leave("first")
        progress(1, 2)
        leave("second")
        raise ValueError

    ident = asked(task(run))
    worker.run_one()
    assert left() == ["first"]
    assert (again(ident).done, again(ident).total) == (1, 2)


def test_one_portion_does_not_keep_other_writers_waiting(app, cast, task, worker):
    """Between two portions somebody else writes: on SQLite this would wait for ever if the lock were kept."""

    def run(ctx, progress):
        leave("first")
        progress(1, 2)
        with ThreadPoolExecutor(1) as pool:
            pool.submit(register).result(timeout=20)
        return ""

    def register():
        with app.app_context():
            factories.resident(cast.taixing, name="旁人")
            db.session.commit()

    asked(task(run))
    worker.run_one()
    assert db.session.scalar(select(func.count(Person.id)).where(Person.name == "旁人")) == 1


def test_a_worker_that_lost_its_job_changes_nothing_any_more(app, task, again):
    slow, quick = Worker(app), Worker(app)

    def run(ctx, progress):
        leave("by whom?")
        if not taken_over:
            taken_over.append(True)
            db.session.rollback()  # lets the other one in, as a pause of the machine would
            with clock.pretend(clock.now() + 2 * LEASE):
                assert quick.run_one() is True
            leave("too late")
        return "做完了。"

    taken_over = []
    ident = asked(task(run))
    slow.run_one()
    assert left() == ["by whom?"]
    job = again(ident)
    assert (job.state, job.worker, job.tries) == ("done", quick.name, 2)


def test_nobody_finishes_what_somebody_else_holds(app, task):
    asked(task(lambda ctx, progress: ""))
    job = claim("one", timedelta(minutes=1))
    with pytest.raises(LeaseLost):
        finish(job.id, "other", job.tries, "done", "")


def test_several_workers_do_each_job_once(app, task):
    name = task(lambda ctx, progress, number: leave(f"{number:02d}"))
    for number in range(12):
        enqueue(name, key=f"trial:{number}", args={"number": number})
    db.session.commit()

    def work(_):
        worker = Worker(app)
        return sum(1 for _ in iter(worker.run_one, False))

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(work, range(3))) == 12
    assert left() == [f"{number:02d}" for number in range(12)]


def test_what_its_workers_always_die_of_is_given_up(app, task, worker, again):
    ident, now = asked(task(lambda ctx, progress: "")), clock.now()
    for tries in range(5):
        with clock.pretend(now + timedelta(minutes=10 * tries)):
            assert claim("dies", timedelta(minutes=1)) is not None
            db.session.commit()
    with clock.pretend(now + timedelta(hours=2)):
        worker.run_due()
    job = again(ident)
    assert (job.state, job.tries) == ("failed", 5)
    assert "意外中断" in job.error


def test_a_job_that_fails_says_no_number_of_anybody(cast, task, worker, again, caplog):
    def run(ctx, progress):
        raise RuleError("居民 15272219570101997X（15412345678）没有找到")

    job_id = enqueue(task(run), key="trial:numbers", unit=cast.street).id
    db.session.commit()
    worker.run_one()
    assert again(job_id).error == "居民 〔身份证号已隐去〕（〔电话号码已隐去〕）没有找到"
    assert "15272219570101997X" not in caplog.text
