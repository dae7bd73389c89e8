"""任务: set at a meeting, on the desk of whoever has it to do, done with words, struck off at the next meeting."""

from datetime import timedelta

import pytest

from plugins.briefs.models import Brief, BriefTask
from plugins.briefs.tests.conftest import LAST_WEEK, MONDAY, give, meeting, waits
from portal import clock
from portal.accounts.models import User
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def task(signed) -> BriefTask:
    """Out."""
    return signed.tasks[0]


def next_week(cast) -> Brief:
    made = Brief.start(unit=cast.taixing, on=LAST_WEEK + timedelta(days=7), by=cast.clerk)
    db.session.commit()
    return made


def test_it_goes_out_when_the_report_is_signed(as_user, cast, met):
    (task,) = met.tasks
    assert task.title not in as_user("grid").page("/").text
    met.sign(by=cast.director)
    db.session.commit()
    assert task.status == "todo"
    assert task.title in as_user("grid").page("/").text


def test_only_the_unit_itself_says_that_it_is_done(cast, task):
    with pytest.raises(NotAllowed, match="第一网格"):
        task.finish("清了。", by=cast.clerk)
    task.finish("三栋楼已清理。", by=cast.grid)
    assert (task.status, task.done_on) == ("done", clock.today())


def test_it_is_struck_off_at_the_next_meeting_and_not_before(as_user, cast, task):
    task.finish("已清理。", by=cast.grid)
    with pytest.raises(RuleError, match="还没有起草下一期"):
        task.strike(by=cast.clerk)
    with clock.pretend(MONDAY + timedelta(days=7)):
        following = next_week(cast)
        task.strike(by=cast.clerk)
        assert task.struck_in_id == following.id
        assert following.tasks_before == [task]


def test_what_is_done_waits_for_who_strikes_it_off_before_the_next_report_too(as_user, cast, task):
    assert not waits("研判任务待销项", as_user("clerk"))
    task.finish("已清理。", by=cast.grid)
    db.session.commit()
    assert waits("研判任务待销项", as_user("clerk"))


def test_one_that_is_late_stands_on_the_desk_of_who_set_it(as_user, cast, task):
    assert not waits("研判任务超期", as_user("clerk"))
    with clock.pretend(MONDAY + timedelta(days=9)):
        client = as_user("clerk")
        assert waits("研判任务超期", client)
        assert "共 1 条" in client.page("/briefs/tasks?late=1").text


def test_for_a_unit_without_the_portal_it_is_entered_and_another_strikes_it_off(as_user, cast, task):
    client = as_user("clerk")
    assert client.fill(client.page(f"/briefs/tasks/{task.id}/result-for"), text="电话报告：已清理。").status == 200
    db.session.refresh(task)
    assert (task.status, task.done_on) == ("done", clock.today())
    assert not waits("研判任务待销项", as_user("clerk"))
    assert waits("研判任务待销项", as_user("director"))
    with clock.pretend(MONDAY + timedelta(days=7)):
        next_week(cast)
        with pytest.raises(NotAllowed, match="您是登记完成的人"):
            task.strike(by=cast.clerk)
        task.strike(by=cast.director)


@pytest.mark.parametrize("given_first", [True, False])
def test_one_set_while_the_report_is_signed_goes_out_or_is_refused(cast, met, while_open, given_first):
    ident, clerk, director, grid = met.id, cast.clerk.id, cast.director.id, cast.grid1.id

    def giving():
        brief, target = db.session.get_one(Brief, ident), db.session.get_one(OrgUnit, grid)
        said = {"title": "约物业当面定日期", "due_on": clock.today(), "by": db.session.get_one(User, clerk)}
        with db.session.no_autoflush:
            BriefTask.give(brief, target=target, **said)
        db.session.flush()
        return "given"

    def signing():
        with db.session.no_autoflush:
            db.session.get_one(Brief, ident).sign(by=db.session.get_one(User, director))
        db.session.flush()
        return "signed"

    acts = (giving, signing) if given_first else (signing, giving)
    assert while_open(*acts) == (("given", "signed") if given_first else ("signed", None))
    db.session.expire_all()
    assert {each.status for each in db.session.get_one(Brief, ident).tasks} == {"todo"}


def test_what_is_not_done_stays_in_the_list_of_every_week(cast, task):
    for week in (1, 2):
        with clock.pretend(MONDAY + timedelta(days=7 * week)):
            following = Brief.start(unit=cast.taixing, on=LAST_WEEK + timedelta(days=7 * week), by=cast.clerk)
            following.hold(**meeting(), by=cast.clerk)
            following.sign(by=cast.director)
            db.session.commit()
    assert following.struck == [[task.number, task.title, "泰兴社区第一网格", "04-13", "待完成，超期"]]


def test_the_list_stays_as_it_was_when_it_was_signed(cast, task):
    with clock.pretend(MONDAY + timedelta(days=7)):
        following = next_week(cast)
        following.hold(**meeting(), by=cast.clerk)
        following.sign(by=cast.director)
        db.session.commit()
    task.finish("已清理。", by=cast.grid)
    assert following.struck[0][-1] == "待完成"


def test_what_is_sent_back_has_another_day(cast, task):
    task.finish("已清理。", by=cast.grid)
    task.renew(clock.today() + timedelta(days=3), "还有一栋。", by=cast.clerk)
    assert (task.status, task.done_on) == ("todo", None)


def test_it_is_given_to_who_is_below_or_a_department_above(cast, met):
    give(cast, met, target=cast.labour_bureau)
    for other in (cast.nangan, cast.street):
        with pytest.raises(RuleError, match="不能由泰兴社区定任务"):
            give(cast, met, target=other)


def test_none_is_set_once_it_is_signed(cast, signed):
    with pytest.raises(WrongState, match="下一期"):
        give(cast, signed)


def test_a_void_report_takes_its_tasks_along(cast, met):
    met.discard("取早了。", by=cast.clerk)
    assert met.tasks[0].status == "dropped"


def test_one_about_a_case_stands_on_its_page(as_user, cast, met):
    case = factories.case(cast.taixing, by=cast.clerk)
    db.session.commit()
    client = as_user("clerk")
    page = client.page(f"/briefs/reports/{met.id}/tasks/new")
    filled = {"title": "约双方到场", "target_id": str(cast.grid1.id)}
    wrong = client.fill(page, **filled, case_number="没有这个编号")
    assert (wrong.status, "没有找到这个编号" in wrong.text) == (422, True)
    assert client.fill(wrong, case_number=case.number).status == 200
    assert "约双方到场" in client.page(f"/cases/{case.id}").text
