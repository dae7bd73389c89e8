"""到期处理: asked by one, agreed to by another, done in pieces; withdrawn, refused, failed."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal import clock
from portal.audit.models import AuditEntry
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.jobs.models import Job
from portal.jobs.queue import MOST_TRIES
from portal.jobs.worker import Worker
from portal.people.models import Person
from portal.plugin.hookspecs import Context
from portal.records.people import Contact
from portal.retention import job
from portal.retention.models import RetentionRun
from portal.retention.registers import Kept
from portal.testing import factories

pytestmark = pytest.mark.database
PEOPLE = "people_person"


def do(run: RetentionRun, progress=lambda done, total: db.session.commit()) -> str:
    said = job.run(Context(None, None, clock.now()), progress, run_id=run.id)
    db.session.commit()
    return said


def erased() -> int:
    return len(db.session.scalars(select(Person).where(Person.erased_at.is_not(None))).all())


def actions() -> list[str]:
    told = select(AuditEntry.action).where(AuditEntry.action.startswith("retention")).order_by(AuditEntry.id)
    return list(db.session.scalars(told))


@pytest.fixture
def counting(cast, old, five_years) -> RetentionRun:
    """The director asked, and a job is to count first."""
    old(3)
    run = RetentionRun.ask(PEOPLE, cast.street, "保存期限届满", count=1, whole=False, by=cast.director)
    db.session.commit()
    return run


def fail(app, monkeypatch) -> None:
    """Every try of what is queued fails."""
    monkeypatch.setattr(Kept, "piece", lambda *_: (_ for _ in ()).throw(RuleError("读不出来。")))
    now = clock.now()
    for tries in range(1, MOST_TRIES + 1):
        with clock.pretend(now + timedelta(hours=4 * tries)):
            assert Worker(app).run_one()
    db.session.expire_all()


def test_a_count_that_failed_at_every_try_says_why_and_is_asked_for_again(app, cast, counting, monkeypatch, as_user):
    fail(app, monkeypatch)
    page = as_user("director").page(f"/retention/runs/{counting.id}")
    assert "清点失败：读不出来。" in page.text
    assert f"/retention/{PEOPLE}" in page.links()
    again = RetentionRun.ask(PEOPLE, cast.street, "再来一次", count=1, whole=False, by=cast.director)
    assert (again.state, actions()) == ("counting", ["retention_ask", "retention_fail", "retention_ask"])


def test_what_could_not_be_dealt_with_at_every_try_holds_the_register_no_longer(app, cast, asked, monkeypatch):
    asked.approve(by=cast.district)
    db.session.commit()
    fail(app, monkeypatch)
    assert asked.state_name == "没有处理完"
    assert RetentionRun.ask(PEOPLE, cast.street, "再来一次", count=3, by=cast.director).state == "asked"


def test_whoever_asked_withdraws_it_while_it_is_counted(as_user, cast, counting):
    address = f"/retention/runs/{counting.id}"
    with pytest.raises(NotAllowed, match="申请的人"):
        counting.withdraw(by=cast.district)
    db.session.rollback()
    assert "撤回申请" not in as_user("district").page(address).text
    director = as_user("director")
    director.fill(director.page(address), f"{address}/withdrawal")
    said = job.count(Context(None, None, clock.now()), lambda *_: db.session.commit(), run_id=counting.id)
    db.session.expire_all()
    assert (said, counting.state) == ("没有要清点的。", "withdrawn")


def test_withdrawn_in_the_middle_of_the_count_it_stays_withdrawn(cast, counting):
    def withdraw(*_) -> None:
        counting.withdraw(by=cast.director)
        db.session.commit()

    job.count(Context(None, None, clock.now()), withdraw, run_id=counting.id)
    assert counting.state == "withdrawn"


def test_two_that_are_counted_do_not_stand_beside_each_other(counting):
    twin = RetentionRun(register=PEOPLE, before=counting.before, count=1, reason="同时", state="counting")
    twin.asked_by = counting.asked_by
    twin.place(counting.unit)
    db.session.add(twin)
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_only_who_may_deal_with_it_there_decides(cast, asked):
    with pytest.raises(NotAllowed, match="复核这个单位"):
        asked.approve(by=cast.outsider)


def test_one_asks_another_agrees_and_a_job_does_it(app, cast, asked):
    with pytest.raises(NotAllowed, match="另一位同事"):
        asked.approve(by=cast.director)
    do(asked)
    assert erased() == 0
    asked.approve(by=cast.district)
    db.session.commit()
    assert [each.args for each in db.session.scalars(select(Job).where(Job.task == "retention.run"))] == [
        {"run_id": asked.id}
    ]
    assert do(asked) == "居民登记：处理 3 条，不能处理 0 条。"
    assert (erased(), asked.state, asked.done) == (3, "done", 3)
    assert actions() == ["retention_ask", "retention_approve", "retention_done"]


def test_what_was_refused_is_not_done(cast, asked):
    asked.refuse(by=cast.district)
    db.session.commit()
    do(asked)
    assert erased() == 0
    with pytest.raises(WrongState):
        asked.approve(by=cast.district)


def test_nobody_asks_twice_for_the_same(cast, asked, as_user):
    with pytest.raises(RuleError, match="已经有一次申请"):
        RetentionRun.ask(PEOPLE, cast.street, "再来一次", count=3, by=cast.director)


def test_the_same_job_twice_does_it_once(cast, asked):
    asked.approve(by=cast.district)
    db.session.commit()
    do(asked)
    assert do(asked) == "没有要处理的。"
    assert actions().count("retention_done") == 1


def test_an_interrupted_job_goes_on_with_those_that_are_left(cast, asked, monkeypatch):
    monkeypatch.setattr(job, "AT_ONCE", 1)
    asked.approve(by=cast.district)
    db.session.commit()

    def stop(done: int, total: int) -> None:
        db.session.commit()
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        do(asked, stop)
    db.session.rollback()
    assert erased() == 2
    do(asked)
    assert (erased(), asked.done) == (3, 3)


def test_whoever_is_named_by_then_stays(cast, asked):
    person = db.session.scalars(select(Person).where(Person.created_at < clock.now()).order_by(Person.id)).first()
    asked.approve(by=cast.district)
    factories.case(cast.taixing, by=cast.clerk, parties=[(1, person), (2, factories.resident(cast.taixing))])
    db.session.commit()
    assert do(asked) == "居民登记：处理 2 条，不能处理 0 条。"
    assert person.erased_at is None


def test_whom_the_law_keeps_is_left_and_counted(cast, asked):
    person = db.session.scalars(select(Person).where(Person.created_at < clock.now()).order_by(Person.id)).first()
    case = factories.case(cast.taixing, by=cast.clerk)
    case.parties[0].agent = Contact(name=person.name, phone=person.phone, id_number=person.id_number)
    asked.approve(by=cast.district)
    db.session.commit()
    assert do(asked) == "居民登记：处理 2 条，不能处理 1 条。"
    assert person.erased_at is None


def test_by_the_pages_with_the_desk_of_the_second_person(as_user, cast, old, five_years):
    old(1)
    director, district = as_user("director"), as_user("district")
    refused = director.fill(director.page(f"/retention/{PEOPLE}"), f"/retention/{PEOPLE}", reason="")
    assert refused.status == 422
    director.fill(director.page(f"/retention/{PEOPLE}"), f"/retention/{PEOPLE}", reason="保存期限届满")
    run = db.session.scalars(select(RetentionRun)).one()
    address = f"/retention/runs/{run.id}"
    assert "到期信息待复核" in district.page("/").text
    assert "到期信息待复核" not in director.page("/").text
    assert "等另一位同事复核" in director.page(address).text
    token = director.page(f"/retention/{PEOPLE}").fields(director.page("/").form("/logout"))
    assert director.post(f"{address}/approval", data=token).status_code == 403
    district.fill(district.page(address), f"{address}/approval")
    db.session.expire_all()
    assert run.state == "approved"
    assert as_user("outsider").get(address).status_code == 403
    assert director.get("/retention/runs/99999").status_code == 404
    assert director.get("/retention/nosuch").status_code == 404
