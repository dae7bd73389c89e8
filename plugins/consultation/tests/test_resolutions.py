"""决议: published, handed out as cases with unit and date, told when they are done, inspected, shown to residents."""

from datetime import timedelta

import pytest

from plugins.consultation.models import Resolution
from plugins.consultation.models.resolution import NOT_THE_OWNERS
from portal import clock
from portal.errors import RuleError
from portal.extensions import db
from portal.plugin_admin.switching import switch
from portal.testing import factories

pytestmark = pytest.mark.database


def test_nothing_is_handed_out_before_its_publication_is_over(cast, resolved):
    made = resolved()
    made.publish(made.text, by=cast.clerk)
    assert Resolution.hand_out.objection(made).startswith("公示到")


def test_each_task_is_a_case_of_its_unit(cast, carried):
    (task,) = carried().tasks
    assert (task.case.status, task.case.assignments[0].unit_id) == ("assigned", cast.grid1.id)
    assert str(task.due_on) in task.case.assignments[0].note


def test_the_clerk_hands_out_on_its_page(as_user, cast, resolved):
    made = resolved()
    made.publish(made.text, by=cast.clerk)
    made.published_until = clock.today() - timedelta(days=1)
    db.session.commit()
    clerk, url = as_user("clerk"), f"/consultation/resolutions/{made.id}/tasks/new"
    page = clerk.fill(clerk.page(url), tasks__0__text="装充电棚", tasks__0__unit_id=str(cast.unit_ids["labour_bureau"]))
    assert "已交办" in page.text
    assert db.session.get(Resolution, made.id).tasks[0].unit_id == cast.labour_bureau.id


@pytest.mark.parametrize(("day", "said"), [("", "请填写期限"), ("昨天", "期限已经过了"), ("很快", "日期写得不对")])
def test_a_task_needs_a_day_that_has_not_passed(as_user, cast, resolved, day, said):
    made = resolved()
    made.publish(made.text, by=cast.clerk)
    made.published_until = clock.today() - timedelta(days=1)
    db.session.commit()
    clerk, url = as_user("clerk"), f"/consultation/resolutions/{made.id}/tasks/new"
    day = f"{clock.today() - timedelta(days=1)}" if day == "昨天" else day
    page = clerk.fill(clerk.page(url), tasks__0__text="装充电棚", tasks__0__due_on=day)
    assert page.status == 422
    assert said in page.text


def test_where_units_are_many_one_is_found_by_some_letters(as_user, cast, resolved, monkeypatch):
    monkeypatch.setattr("portal.org.chooser.FEW", 2)
    made = resolved()
    made.publish(made.text, by=cast.clerk)
    made.published_until = clock.today() - timedelta(days=1)
    db.session.commit()
    clerk, url = as_user("clerk"), f"/consultation/resolutions/{made.id}/tasks/new"
    page = clerk.fill(
        clerk.page(url), tasks__0__text="装充电棚", tasks__0__unit_id__search="人力", search="tasks-0-unit_id"
    )
    offered = [each.get("value") for each in page.tree.xpath("//input[@type='radio'][@name='tasks-0-unit_id']")]
    assert str(cast.unit_ids["labour_bureau"]) in offered
    page = clerk.fill(page, tasks__0__unit_id=str(cast.unit_ids["labour_bureau"]))
    assert "已交办" in page.text
    assert db.session.get(Resolution, made.id).tasks[0].unit_id == cast.labour_bureau.id


def test_a_task_of_nobody_is_refused_at_its_field(as_user, cast, resolved):
    made = resolved()
    made.publish(made.text, by=cast.clerk)
    made.published_until = clock.today() - timedelta(days=1)
    db.session.commit()
    clerk, url = as_user("clerk"), f"/consultation/resolutions/{made.id}/tasks/new"
    page = clerk.fill(clerk.page(url), tasks__0__text="装充电棚", tasks__0__unit_id="0")
    assert page.status == 422
    assert "请选择责任单位" in page.text
    assert not db.session.get(Resolution, made.id).tasks


def test_when_the_last_case_is_closed_it_waits_for_inspection(as_user, finished):
    made = finished()
    assert (made.status, made.events[-1].note) == ("finished", "已经装好。")
    assert "装充电棚" in as_user("clerk").page("/").text


def test_what_is_inspected_solves_the_topic(solved):
    made = solved()
    assert (made.status, made.topic.status) == ("accepted", "solved")


def test_what_is_not_good_enough_is_handed_out_again(cast, finished):
    made = finished()
    with clock.pretend(clock.now() + timedelta(days=30)):
        task = {"text": "补装顶棚", "unit": cast.grid1, "due_on": clock.today() + timedelta(days=9)}
        made.hand_out([task], by=cast.clerk)
    assert (made.status, len(made.tasks)) == ("carried", 2)


def test_residents_see_how_it_goes_and_what_it_is_not(client, cast, carried):
    carried()
    page = client.page(f"/consultation/public/{cast.unit_ids['street']}/").text
    assert "南门装 20 个位" in page
    assert "装充电棚（待签收）" in page
    assert NOT_THE_OWNERS in page


def test_another_street_shows_nothing_of_it(client, cast, carried):
    carried()
    assert "南门装 20 个位" not in client.page(f"/consultation/public/{cast.unit_ids['other_street']}/").text


def test_its_words_bear_no_number_of_anybody(as_user, resolved):
    made = resolved()
    clerk = as_user("clerk")
    page = clerk.fill(clerk.page(f"/consultation/resolutions/{made.id}/publication"), text="请打13804770001")
    assert page.status == 422
    assert "对所有人公开" in page.text


def test_a_day_in_the_past_is_refused(cast, resolved):
    made = resolved()
    made.publish(made.text, by=cast.clerk)
    with clock.pretend(clock.now() + timedelta(days=10)), pytest.raises(RuleError, match="已经过了"):
        made.hand_out([{"text": "…", "unit": cast.grid1, "due_on": clock.today() - timedelta(days=1)}], by=cast.clerk)


def test_one_whose_case_is_taken_up_again_is_carried_out_again(cast, finished):
    made = finished()
    made.tasks[0].case.reopen("少装了两个。", by=cast.director)
    assert (made.status, made.events[-1].note) == ("carried", "少装了两个。")


def test_one_whose_case_was_merged_waits_for_the_other(cast, carried):
    made = carried()
    other, mine = factories.case(cast.street, by=cast.clerk), made.tasks[0].case
    other.accept(by=cast.clerk)
    mine.merge_into(other, "同一件事", by=cast.clerk)
    assert made.status == "carried"
    other.resolve("已经装好。", by=cast.director)
    assert made.status == "finished"


def test_a_case_closed_while_the_module_was_off_is_told_afterwards(cast, carried):
    made = carried()
    switch("consultation", cast.county, "off", by=None, reason="停用")
    case = made.tasks[0].case
    case.assignments[0].acknowledge(by=cast.grid)
    case.assignments[0].report("装好了。", by=cast.grid)
    case.resolve("已经装好。", by=cast.director)
    db.session.commit()
    assert made.status == "carried"
    switch("consultation", cast.county, "on", by=None, reason="启用")
    assert made.status == "finished"
