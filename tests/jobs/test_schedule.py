"""What comes round: one job a period and county, only where the plugin is on, looked at again when it runs."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from portal import clock
from portal.cases.models import Case
from portal.extensions import db
from portal.jobs.models import Job
from portal.jobs.queue import enqueue
from portal.jobs.schedule import make_due, rows_in_effect
from portal.plugin import manifest
from portal.plugin.models import Activation
from portal.records.import_batch import ImportBatch
from portal.testing import factories
from portal.web.forms import drafts
from portal.web.forms.idempotency import Submission

pytestmark = pytest.mark.database


@pytest.fixture
def clocked(join):
    """A plugin with a job, off until somebody switches it on; its runs are noted."""
    ran = []

    def run(ctx, progress):
        ran.append(ctx.unit.name)
        return "已处理。"

    def put(every="day", at=0):
        join(
            "timely",
            "按时模块",
            default_state="off",
            jobs=(manifest.Job(key="tick", name="定时核对", run=run, every=every, at=at),),
        )
        return ran

    return put


def decide(unit, state: str) -> None:
    db.session.add(
        Activation(plugin="timely", unit_id=unit.id, state=state, reason="试验", valid_from=date(2020, 1, 1))
    )
    db.session.commit()


def keys() -> list[str]:
    db.session.rollback()
    found = db.session.scalars(select(Job.key).where(Job.plugin == "timely").order_by(Job.id)).all()
    db.session.rollback()
    return found


def schedule(app, moment: datetime | None = None) -> None:
    with clock.pretend(moment or clock.now()), app.app_context():
        make_due()
        db.session.commit()


def test_a_county_in_which_it_is_on_gets_one_job_a_period(app, cast, clocked):
    clocked()
    decide(cast.county, "on")
    late = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)  # half past midnight in the office
    for moment in (late - timedelta(hours=1), late, late + timedelta(minutes=5)):
        schedule(app, moment)
    assert keys() == [f"timely.tick:{cast.county.id}:2026-11-20", f"timely.tick:{cast.county.id}:2026-11-21"]


@pytest.mark.parametrize(("every", "period"), [("hour", "2026-11-21T00"), ("day", "2026-11-21"), ("month", "2026-11")])
def test_the_period_is_that_of_the_offices_clock(app, cast, clocked, every, period):
    clocked(every)
    decide(cast.county, "on")
    schedule(app, datetime(2026, 11, 20, 16, 30, tzinfo=UTC))
    assert keys() == [f"timely.tick:{cast.county.id}:{period}"]


@pytest.mark.parametrize(("minute", "due"), [(59, False), (60, True), (900, True)])
def test_a_job_at_an_hour_waits_for_it(app, cast, clocked, minute, due):
    clocked(at=7)
    decide(cast.county, "on")
    six = datetime(2026, 11, 20, 22, 0, tzinfo=UTC)  # six in the morning of the 21st in the office
    schedule(app, six + timedelta(minutes=minute))
    assert keys() == ([f"timely.tick:{cast.county.id}:2026-11-21"] if due else [])


def test_several_processes_make_one(app, cast, clocked):
    clocked()
    decide(cast.county, "on")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: schedule(app), range(8)))
    assert len(keys()) == 1


def test_where_it_is_on_in_a_street_only_the_street_gets_the_job(app, cast, clocked):
    clocked()
    decide(cast.street, "on")
    decide(cast.other_street, "off")
    decide(cast.taixing, "on")
    schedule(app)
    assert [key.split(":")[1] for key in keys()] == [str(cast.street.id)]


@pytest.mark.parametrize("state", ["off", "read_only"])
def test_off_or_read_only_means_no_job(app, cast, clocked, state):
    clocked()
    decide(cast.county, state)
    schedule(app)
    assert keys() == []


@pytest.mark.parametrize(
    ("state", "says"), [("off", "该功能模块在本单位已停用"), ("read_only", "该功能模块在本单位目前只读")]
)
def test_switched_off_after_it_was_entered_it_is_skipped_and_says_so(app, cast, clocked, worker, as_user, state, says):
    ran = clocked()
    decide(cast.county, "on")
    schedule(app)
    decide(cast.county, state)
    worker.run_due()
    job = db.session.scalar(select(Job).where(Job.plugin == "timely"))
    assert (job.state, job.message, ran) == ("skipped", says, [])
    page = as_user("administrator").page("/jobs")
    assert says in page.text
    assert "已跳过" in page.text


def test_while_it_is_on_it_runs(cast, clocked, worker):
    ran = clocked()
    decide(cast.county, "on")
    worker.run_due()
    worker.run_due()
    assert ran == ["达拉特旗"]
    assert db.session.scalar(select(Job).where(Job.plugin == "timely")).message == "已处理。"


def test_a_job_of_a_plugin_that_was_taken_out_is_skipped(app, cast, clocked, worker, again):
    clocked()
    ident = enqueue("timely.tick", key="timely.tick:now", unit=cast.county).id
    del app.extensions["portal_plugins"].manifests["timely"]
    db.session.commit()
    worker.run_one()
    assert (again(ident).state, "没有安装" in again(ident).message) == ("skipped", True)


def test_the_job_of_a_county_leaves_alone_what_a_street_has_switched_off(cast, clocked):
    clocked()
    decide(cast.county, "on")
    decide(cast.street, "off")
    decide(cast.nangan, "on")
    for place in (cast.taixing, cast.nangan, cast.other_street, cast.county):
        factories.case(place, by=cast.clerk if place.township_id == cast.street.id else boss(cast), title=place.name)
    db.session.commit()
    titles = db.session.scalars(
        select(Case.title).where(rows_in_effect(Case, "timely", cast.county)).order_by(Case.id)
    ).all()
    assert titles == ["南干社区", "工业街道", "达拉特旗"]


def boss(cast):
    """Somebody who may register anywhere in the county."""
    cast.director.appointments[0].unit_id = cast.county.id
    db.session.flush()
    db.session.expire_all()
    return cast.director


def test_the_core_clears_what_is_of_no_use_any_more(cast, worker):
    old, new = clock.now() - timedelta(days=31), clock.now() - timedelta(days=29)
    for name, moment in (("old", old), ("new", new)):
        db.session.add(Submission(key=name, user_id=cast.clerk.id, at=moment))
        db.session.add(drafts.Draft(user_id=cast.clerk.id, path=f"/{name}", key="k", content="[]", at=moment))
    for name, days in (("old", 8), ("new", 6)):
        moment = clock.now() - timedelta(days=days)
        batch = ImportBatch(key="trial.roll", owner_id=1, name=name, content="", actor=cast.clerk, at=moment)
        batch.unit = cast.street
        db.session.add(batch)
    db.session.add(Job(key="old", task="core.purge_drafts", state="done", created_at=clock.now() - timedelta(days=400)))
    db.session.commit()
    worker.run_due()
    assert db.session.scalars(select(Submission.key)).all() == ["new"]
    assert db.session.scalars(select(drafts.Draft.path)).all() == ["/new"]
    jobs = db.session.scalars(select(Job).where(Job.plugin == "")).all()
    done = {job.task for job in jobs if job.state == "done"}
    swept = {
        "core.purge_drafts",
        "core.purge_submissions",
        "core.purge_jobs",
        "core.purge_imports",
        "core.purge_guesses",
        "core.sweep_files",
    }
    assert swept | {"core.audit_checkpoint"} <= done
    assert "failed" not in {job.state for job in jobs}
    assert "old" not in {job.key for job in jobs}
    assert db.session.scalars(select(ImportBatch.name)).all() == ["new"]
    assert "1 份" in next(job.message for job in jobs if job.task == "core.purge_drafts")
