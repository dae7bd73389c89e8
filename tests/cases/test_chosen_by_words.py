"""Who gets a case, and into which it goes, is found by words: with script and without, and nothing is taken before it is chosen."""

import pytest

from portal.cases.models import Case
from portal.extensions import db
from portal.org import chooser
from portal.testing import factories
from portal.testing.client import Page, read

pytestmark = pytest.mark.database
NAME = "人力"


@pytest.fixture
def case(cast) -> Case:
    case = factories.case(cast.taixing, by=cast.clerk)
    case.triage(kind="0201", level="minor", by=cast.clerk)
    db.session.commit()
    return case


@pytest.fixture
def many(monkeypatch) -> None:
    """As in a county of hundreds of units: too many for a list."""
    monkeypatch.setattr(chooser, "FEW", 2)


def offered(page, name: str) -> list[str]:
    return [each.get("value") for each in page.tree.xpath(f"//input[@type='radio'][@name='{name}']")]


def test_a_department_is_found_by_a_part_of_its_name_and_gets_the_case(as_user, cast, case, many):
    clerk, url = as_user("clerk"), f"/cases/{case.id}/assignments/new"
    page = clerk.page(url)
    assert not offered(page, "unit_id")
    page = clerk.fill(page, unit_id__search="社保", search="unit_id")
    assert "没有找到" in page.text
    page = clerk.fill(page, unit_id__search=NAME, search="unit_id", note="请三日内答复。")
    assert offered(page, "unit_id") == [str(cast.labour_bureau.id)]
    assert db.session.get(Case, case.id).assignments == []
    assert clerk.fill(page, unit_id=str(cast.labour_bureau.id)).status == 200
    assert [each.note for each in db.session.get(Case, case.id).assignments] == ["请三日内答复。"]


def test_who_assists_is_found_the_same_way_and_can_be_left_out_again(as_user, cast, case, many):
    clerk = as_user("clerk")
    page = clerk.page(f"/cases/{case.id}/assignments/new")
    page = clerk.fill(page, unit_id__search=NAME, assists__0__unit_id__search="南干", enter="1")
    assert offered(page, "assists-0-unit_id") == [str(cast.nangan.id)]
    page = clerk.fill(
        page, unit_id=str(cast.labour_bureau.id), assists__0__unit_id=str(cast.nangan.id), search="unit_id"
    )
    assert offered(page, "assists-0-unit_id") == [str(cast.nangan.id), "0"]
    page = clerk.fill(page, unit_id=str(cast.labour_bureau.id), assists__0__unit_id="0")
    assert page.status == 200
    assert [each.unit_id for each in db.session.get(Case, case.id).assignments] == [cast.labour_bureau.id]


def test_nothing_chosen_is_said_at_the_field(as_user, case, many):
    clerk = as_user("clerk")
    page = clerk.fill(clerk.page(f"/cases/{case.id}/assignments/new"), note="请核实。")
    assert page.status == 422
    assert "请选择承办单位" in page.text
    assert "请核实。" in page.text


def test_where_they_are_few_a_list_shows_them_in_their_groups(as_user, case):
    page = as_user("clerk").page(f"/cases/{case.id}/assignments/new")
    groups = page.tree.xpath("//select[@name='unit_id']/optgroup/@label")
    assert groups == ["乡镇街道", "部门", "村社区", "网格"]


def test_at_triage_too(as_user, cast, many):
    case = factories.case(cast.taixing, by=cast.clerk)
    db.session.commit()
    clerk = as_user("clerk")
    page = clerk.fill(clerk.page(f"/cases/{case.id}/triage"), unit_id__search=NAME, search="unit_id")
    assert clerk.fill(page, unit_id=str(cast.labour_bureau.id)).status == 200
    assert [each.unit_id for each in db.session.get(Case, case.id).assignments] == [cast.labour_bureau.id]


def test_what_is_taken_back_goes_to_another_that_was_found(as_user, cast, case, many):
    handed = case.assign(cast.nangan, by=cast.clerk)
    db.session.commit()
    clerk, at = as_user("clerk"), f"/cases/{case.id}/assignments/{handed.id}/recall"
    page = clerk.page(at)
    assert offered(page, "unit_id") == ["0"]
    page = clerk.fill(page, unit_id__search=NAME, search="unit_id", text="派错了。")
    clerk.fill(page, unit_id=str(cast.labour_bureau.id))
    assert [each.unit_id for each in db.session.get(Case, case.id).in_hand] == [cast.labour_bureau.id]


def test_many_cases_go_to_one_that_was_found(as_user, cast, case, many):
    clerk, ticked = as_user("clerk"), [case.id]
    page = clerk.page("/cases?status=triaged")
    token = page.fields(page.form("/logout"))["csrf_token"]
    answer = clerk.post("/cases/assignments", data={"chosen": ticked, "csrf_token": token})
    page = clerk.fill(Page(answer, read(answer.text, "assignments")), unit_id__search=NAME, search="unit_id")
    assert offered(page, "unit_id") == [str(cast.labour_bureau.id)]
    clerk.fill(page, unit_id=str(cast.labour_bureau.id))
    assert [each.unit_id for each in db.session.get(Case, case.id).in_hand] == [cast.labour_bureau.id]


def test_the_other_case_is_found_by_its_name_and_chosen(as_user, cast, case):
    other = factories.case(cast.nangan, by=cast.clerk, title="楼道堆放杂物")
    closed = factories.case(cast.nangan, by=cast.clerk, title="楼道堆放家具")
    closed.withdraw(closed.side(1), "visit", "和好了。", by=cast.clerk)
    db.session.commit()
    clerk, at = as_user("clerk"), f"/cases/{case.id}/merger"
    page = clerk.fill(clerk.page(at), number="楼道堆放", search="number", reason="同一处杂物。")
    assert offered(page, "other_id") == [str(other.id)]
    assert "同一处杂物。" in page.text
    assert clerk.fill(page, other_id=str(other.id)).status == 200
    assert db.session.get(Case, case.id).merge.other_id == other.id


def test_words_alone_merge_nothing(as_user, cast, case):
    factories.case(cast.nangan, by=cast.clerk, title="楼道堆放杂物")
    db.session.commit()
    clerk = as_user("clerk")
    page = clerk.fill(clerk.page(f"/cases/{case.id}/merger"), number="楼道堆放", reason="同一处。")
    assert page.status == 422
    assert "没有找到这个编号的事项" in page.text
    assert db.session.get(Case, case.id).open


def test_a_number_and_another_case_that_is_ticked_are_put_to_the_clerk(as_user, cast, case):
    others = [factories.case(cast.nangan, by=cast.clerk, title=f"楼道堆放{what}") for what in ("杂物", "家具")]
    db.session.commit()
    clerk = as_user("clerk")
    page = clerk.fill(clerk.page(f"/cases/{case.id}/merger"), number="楼道堆放", search="number", reason="同一处。")
    assert len(offered(page, "other_id")) == 2
    page = clerk.fill(page, number=others[0].number, other_id=str(others[1].id))
    assert page.status == 422
    assert db.session.get(Case, case.id).open


def test_what_lies_in_another_district_is_not_found(as_user, cast, case):
    factories.case(cast.outsider.appointments[0].unit, by=cast.outsider, title="楼道堆放杂物")
    db.session.commit()
    clerk = as_user("clerk")
    page = clerk.fill(clerk.page(f"/cases/{case.id}/merger"), number="楼道堆放", search="number")
    assert not offered(page, "other_id")
