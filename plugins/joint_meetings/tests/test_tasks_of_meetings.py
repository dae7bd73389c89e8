"""任务: on the desk of the unit once the minutes are issued; reported, and checked by the host."""

from datetime import timedelta

import pytest

from plugins.joint_meetings.figures import OF_MEETINGS, OF_TASKS
from plugins.joint_meetings.models import JointMeeting
from plugins.joint_meetings.tests.conftest import told, waits
from portal import clock
from portal.errors import NotAllowed, RuleError
from portal.extensions import db
from portal.testing import factories
from portal.units.held import open_work

pytestmark = pytest.mark.database


@pytest.fixture
def task(issued):
    """Of the labour office."""
    return issued.tasks[0]


def test_it_waits_for_the_unit_then_for_the_host(as_user, cast, task):
    assert waits("会商任务待落实", as_user("department"))
    task.report("工资已经发清。", by=cast.department)
    db.session.commit()
    assert not waits("会商任务待落实", as_user("department"))
    assert waits("会商任务待核实", as_user("clerk"))


def test_only_the_unit_reports(cast, task):
    with pytest.raises(NotAllowed, match="只有该单位的工作人员"):
        task.report("办好了。", by=cast.clerk)


def test_the_task_is_open_work_of_the_unit_that_has_it_and_of_the_place_that_set_it(cast, task):
    assert [each.number for each in open_work(cast.labour_bureau)] == [1]
    task.report("工资已经发清。", by=cast.department)
    task.strike(by=cast.clerk)
    db.session.flush()
    assert open_work(cast.labour_bureau) == []


def test_the_host_checks_and_strikes_off(cast, task):
    task.report("工资已经发清。", by=cast.department)
    task.strike(by=cast.clerk)
    assert task.status == "struck"


def test_what_is_not_done_is_given_back(cast, task):
    task.report("正在办。", by=cast.department)
    task.give_back("没有发清。", by=cast.clerk)
    assert (task.status, task.reported_on) == ("given", None)


def test_who_reported_for_a_unit_does_not_strike_it_off(cast, task):
    task.enter("电话报告：已发清。", by=cast.clerk)
    with pytest.raises(NotAllowed, match="您是报告落实情况的人"):
        task.strike(by=cast.clerk)
    task.strike(by=cast.director)


def test_the_unit_does_not_strike_off_its_own(cast, task):
    task.report("工资已经发清。", by=cast.department)
    with pytest.raises(NotAllowed):
        task.strike(by=cast.department)


def test_its_limit_moves_to_a_later_day_only_and_that_is_counted(cast, task):
    with pytest.raises(RuleError, match="晚于现在的期限"):
        task.extend(task.due_on, "再等等。", by=cast.clerk)
    task.extend(task.due_on + timedelta(days=5), "银行代发。", by=cast.clerk)
    assert task.extensions == 1


def test_one_that_is_late_stands_on_the_desk_of_the_host(as_user, task):
    with clock.pretend(clock.now() + timedelta(days=12)):
        assert waits("会商任务超期", as_user("clerk"))


def test_a_unit_that_has_no_part_in_it_does_not_see_it(as_user, task):
    assert as_user("outsider").get(f"/joint_meetings/tasks/{task.id}").status_code == 404


def test_units_are_counted_and_no_person_is(cast, task):
    task.report("工资已经发清。", by=cast.department)
    task.strike(by=cast.clerk)
    db.session.commit()
    by_target = next(each for each in OF_TASKS.tables(cast.district) if each.figure.key == "target")
    assert by_target.lines[0].numbers[:4] == (1, 1, 0, 0)
    by_unit = next(each for each in OF_MEETINGS.tables(cast.district) if each.figure.key == "unit")
    assert by_unit.lines[0].numbers == (1, 1, 0, 0)


def test_the_next_meeting_begins_with_what_is_open_of_a_case_that_was_merged(cast, case, task):
    other = factories.case(cast.taixing, by=cast.clerk)
    case.merge_into(other, "同一件事。", by=cast.clerk)
    db.session.commit()
    items = [{"case": other, "said": "还没有发清。"}]
    made = JointMeeting.call_about(other, unit=cast.street, by=cast.clerk, **told(cast.labour_bureau, items=items))
    assert made.tasks_before() == [task]
    assert made.first_id == task.meeting_id


def test_a_case_shows_the_meeting_about_one_that_goes_on_as_part_of_it(as_user, cast, case, issued):
    other = factories.case(cast.taixing, by=cast.clerk)
    case.merge_into(other, "同一件事。", by=cast.clerk)
    db.session.commit()
    assert f"/joint_meetings/meetings/{issued.id}" in as_user("clerk").page(f"/cases/{other.id}").links()
