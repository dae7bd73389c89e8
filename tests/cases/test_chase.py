"""催办、收回、超期未反馈销单: nothing that was handed on is out of reach of whoever handed it on."""

from datetime import timedelta

import pytest

from portal import clock
from portal.cases.models import Assignment, Case
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def handed(cast) -> Assignment:
    case = factories.case(cast.taixing, by=cast.clerk, title="拖欠工资")
    case.triage(kind="0701", level="minor", by=cast.clerk)
    made = case.assign(cast.labour_bureau, by=cast.clerk)
    db.session.commit()
    return made


def at(assignment: Assignment) -> str:
    return f"/cases/{assignment.case_id}/assignments/{assignment.id}"


def test_a_reminder_stands_on_the_desk_of_the_unit_and_is_counted(as_user, cast, handed):
    clerk, bureau = as_user("clerk"), as_user("department")
    assert "被催办，尽快反馈" not in bureau.page("/").text
    page = clerk.fill(clerk.page(f"{at(handed)}/reminder"), text="工人在等。")
    assert f"已催办 1 次，最近 {clock.today()}" in page.text
    assert "被催办，尽快反馈" in bureau.page("/").text
    assert "工人在等" in bureau.page(f"/cases/{handed.case_id}").text


def test_once_a_day_each(as_user, cast, handed):
    client, ident = as_user("clerk"), handed.id
    url = f"{at(handed)}/reminder"
    client.fill(client.page(url))
    again = client.fill(client.page(url), text="再催一次。")
    assert (again.status, "一天只能催办一次" in again.text) == (422, True)
    assert again.fields(again.form())["text"] == "再催一次。"
    handed = db.session.get(Assignment, ident)
    handed.remind(by=cast.director)
    with clock.pretend(clock.now() + timedelta(days=1)):
        handed.remind(by=cast.clerk)
    assert handed.reminded == 3


def test_what_is_recalled_comes_back_at_once_and_the_unit_is_told(as_user, cast, handed):
    clerk, bureau, case_id = as_user("clerk"), as_user("department"), handed.case_id
    assert clerk.fill(clerk.page(f"{at(handed)}/recall"), text="").status == 422
    page = clerk.fill(clerk.page(f"{at(handed)}/recall"), text="应由住建局办理。")
    assert "已收回" in page.text
    assert db.session.get(Case, case_id).status == "triaged"
    assert "回到本单位 1" in clerk.page("/").text
    assert bureau.page(f"/cases/{case_id}").status == 404
    assert "收回、销单的派单 1" in bureau.page("/").text
    told = bureau.page(f"/cases/ended/{handed.id}/notice")
    assert "应由住建局办理" in told.text
    assert bureau.fill(told).status == 200
    assert "收回、销单的派单 1" not in bureau.page("/").text


def test_recalled_twice_and_reminding_nobody_are_told_the_state(as_user, cast, handed):
    clerk, opened = as_user("clerk"), as_user("clerk").page(f"{at(handed)}/recall")
    handed.recall("派错了。", by=cast.director)
    db.session.commit()
    assert clerk.fill(opened, text="派错了。").status == 409
    assert "已收回" in clerk.page(f"{at(handed)}/reminder").text
    assert clerk.page(f"{at(handed)}/reminder").status == 409
    assert clerk.page(f"/cases/{handed.case_id}/assignments/999/recall").status == 404


def test_who_has_not_handed_it_on_neither_recalls_nor_reads_the_notice_of_others(as_user, cast, handed):
    with pytest.raises(NotAllowed):
        handed.recall("不想让他办。", by=cast.mediator)
    with pytest.raises(NotAllowed):
        handed.remind(by=cast.department)
    assert as_user("mediator").page(f"/cases/ended/{handed.id}/notice").status == 404


def test_silence_is_closed_by_the_director_once_it_is_overdue(as_user, cast, handed):
    with pytest.raises(WrongState, match="还没有超期"):
        handed.close_silent("催办无果。", by=cast.director)
    handed.due_at = clock.now() - timedelta(hours=1)
    db.session.commit()
    with pytest.raises(NotAllowed):
        handed.close_silent("催办无果。", by=cast.clerk)
    client, case_id = as_user("director"), handed.case_id
    page = client.fill(client.page(f"{at(handed)}/silence"), text="三次催办没有答复。")
    assert "超期未反馈" in page.text
    case = db.session.get(Case, case_id)
    assert (case.status, case.assignments[0].status) == ("triaged", "silent")
    case.resolve("本街道直接协调解决。", by=cast.director)


def test_what_a_plugin_has_taken_is_ended_there(cast, handed):
    made = handed.record.assign(cast.street, by=cast.clerk, channel="mediation")
    with pytest.raises(RuleError, match="“人民调解”，先在那里终止"):
        made.recall("改由部门办理。", by=cast.clerk)
