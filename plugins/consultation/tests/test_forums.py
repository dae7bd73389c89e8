"""议事坊 and their rosters: one a neighbourhood; who looks after what, from one day to another."""

from datetime import timedelta

import pytest

from plugins.consultation.models import Forum, Steward
from portal import clock
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db

pytestmark = pytest.mark.database


def test_the_director_founds_a_forum_on_its_page(as_user, cast):
    director = as_user("director")
    form = director.page("/consultation/forums/new")
    page = director.fill(form, name="锦绣苑", unit_id=str(cast.unit_ids["grid1"]), households="300")
    assert (page.status, page.heading) == (200, "锦绣苑红管家议事坊")
    assert "锦绣苑" in as_user("grid").page("/consultation/forums").text
    assert "锦绣苑" not in as_user("outsider").page("/consultation/forums").text


def test_a_neighbourhood_has_one(as_user, cast, forum):
    director = as_user("director")
    form = director.page("/consultation/forums/new")
    page = director.fill(form, name="万豪花园", unit_id=str(cast.unit_ids["grid1"]))
    assert page.status == 422
    assert "泰兴社区第一网格的万豪花园已经设立了议事坊" in page.text


def test_not_by_whoever_has_no_right_there(cast):
    with pytest.raises(NotAllowed):
        Forum.found(unit=cast.taixing, name="锦绣苑", by=cast.clerk)


@pytest.mark.parametrize(("name", "households", "said"), [("", "3", "请填写小区名称"), ("苑", "0", "1 至 20000")])
def test_what_is_wrong_is_said_at_the_field(as_user, cast, name, households, said):
    director = as_user("director")
    page = director.fill(director.page("/consultation/forums/new"), name=name, households=households)
    assert page.status == 422
    assert said in page.text


def test_a_telephone_number_is_masked_and_stored_encrypted(as_user, forum):
    page = as_user("clerk").page(f"/consultation/forums/{forum.id}").text
    assert "王秀英" in page
    assert "13804770001" not in page
    stored = db.session.connection().exec_driver_sql("SELECT name, phone FROM records_contact").all()
    assert "13804770001" not in str(stored)
    assert "王秀英" not in str(stored)


def test_nobody_has_one_area_twice(cast, forum):
    with pytest.raises(RuleError, match="已经是3号楼2单元的红管家"):
        forum.enlist(name="王秀英", area="3号楼2单元", valid_from=clock.today(), by=cast.director)


def test_who_leaves_stays_on_the_roster_with_the_last_day(as_user, cast, forum):
    director, steward = as_user("director"), forum.stewards[0]
    forum_id, steward_id = forum.id, steward.id
    page = director.fill(director.page(f"/consultation/forums/{forum_id}/stewards/{steward_id}/ending"))
    assert "已登记卸任" in page.text
    kept = db.session.get(Steward, steward_id)
    assert kept.valid_until == clock.today()
    with pytest.raises(WrongState):
        db.session.get(Forum, forum_id).release(kept, clock.today(), by=cast.director)


def test_not_for_a_day_that_has_not_come(cast, forum):
    with pytest.raises(RuleError, match="还没有到"):
        forum.release(forum.stewards[0], clock.today() + timedelta(days=1), by=cast.director)


def test_the_roster_is_filtered_and_taken_away(as_user, forum):
    assert "王秀英" in as_user("director").page("/consultation/stewards?standing=in&post=unit").text
    assert "王秀英" not in as_user("director").page("/consultation/stewards?post=building").text
    sheet = as_user("director").get("/consultation/stewards.xlsx")
    assert (sheet.status_code, sheet.data[:2]) == (200, b"PK")
    assert as_user("clerk").get("/consultation/stewards.xlsx").status_code == 403


def test_the_list_counts_who_serves_today_on_the_page_and_in_the_file(as_user, forum):
    assert as_user("director").get("/consultation/forums.xlsx").status_code == 200


def test_what_only_a_line_of_a_list_would_send_harms_nothing(as_user, forum):
    director = as_user("director")
    page = director.fill(director.page(f"/consultation/forums/{forum.id}/details"), venue="广场", row="1")
    assert "已修改" in page.text
