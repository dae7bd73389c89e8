"""小区 and their rosters: who looks after what, from one day to another."""

from datetime import timedelta

import pytest
from flask import render_template

from plugins.stewards.models import Neighbourhood, Steward
from portal import clock
from portal.documents.sheet import Sheet
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db

pytestmark = pytest.mark.database


def test_the_director_enters_a_neighbourhood_on_its_page(as_user, cast):
    director = as_user("director")
    form = director.page("/stewards/neighbourhoods/new")
    page = director.fill(form, name="锦绣苑", unit_id=str(cast.unit_ids["grid1"]))
    assert (page.status, page.heading) == (200, "锦绣苑")
    assert "锦绣苑" in as_user("grid").page("/stewards/neighbourhoods").text
    assert "锦绣苑" not in as_user("outsider").page("/stewards/neighbourhoods").text


def test_it_is_entered_once(as_user, cast, place):
    director = as_user("director")
    form = director.page("/stewards/neighbourhoods/new")
    page = director.fill(form, name="万豪花园", unit_id=str(cast.unit_ids["grid1"]))
    assert page.status == 422
    assert "泰兴社区第一网格的万豪花园已经登记了" in page.text


def test_not_by_whoever_has_no_right_there(cast):
    with pytest.raises(NotAllowed):
        Neighbourhood.enter(unit=cast.taixing, name="锦绣苑", by=cast.clerk)


def test_a_telephone_number_is_masked_and_stored_encrypted(as_user, place):
    page = as_user("clerk").page(f"/stewards/neighbourhoods/{place.id}").text
    assert "王秀英" in page
    assert "13804770001" not in page
    stored = db.session.connection().exec_driver_sql("SELECT name, phone FROM records_contact").all()
    assert "13804770001" not in str(stored)
    assert "王秀英" not in str(stored)


def test_nobody_has_one_area_twice(cast, place):
    with pytest.raises(RuleError, match="已经是3号楼2单元的红管家"):
        place.enlist(name="王秀英", area="3号楼2单元", valid_from=clock.today(), by=cast.director)


def test_who_leaves_stays_on_the_roster_with_the_last_day(as_user, cast, place):
    director, steward = as_user("director"), place.stewards[0]
    place_id, steward_id = place.id, steward.id
    page = director.fill(director.page(f"/stewards/neighbourhoods/{place_id}/stewards/{steward_id}/ending"))
    assert "已登记卸任" in page.text
    kept = db.session.get(Steward, steward_id)
    assert kept.valid_until == clock.today()
    with pytest.raises(WrongState):
        db.session.get(Neighbourhood, place_id).release(kept, clock.today(), by=cast.director)


def test_not_for_a_day_that_has_not_come(cast, place):
    with pytest.raises(RuleError, match="还没有到"):
        place.release(place.stewards[0], clock.today() + timedelta(days=1), by=cast.director)


def test_the_roster_is_filtered_and_taken_away(as_user, place):
    assert "王秀英" in as_user("director").page("/stewards/roster?standing=in&post=unit").text
    assert "王秀英" not in as_user("director").page("/stewards/roster?post=building").text
    sheet = as_user("director").get("/stewards/roster.xlsx")
    assert (sheet.status_code, sheet.data[:2]) == (200, b"PK")
    assert as_user("clerk").get("/stewards/roster.xlsx").status_code == 403


def test_the_list_counts_who_serves_today_on_the_page_and_in_the_file(as_user, place):
    assert as_user("director").get("/stewards/neighbourhoods.xlsx").status_code == 200


def test_the_board_for_the_entrance_is_printed_without_numbers(app, as_user, place):
    url = f"/stewards/neighbourhoods/{place.id}/board.pdf"
    assert url in as_user("clerk").page(f"/stewards/neighbourhoods/{place.id}").links()
    assert as_user("clerk").get(url).data[:4] == b"%PDF"
    with app.test_request_context():
        text = render_template(
            "stewards/documents/board.html",
            sheet=Sheet(title="", office=""),
            neighbourhood=place,
            serving=place.serving,
            office="",
        )
    assert ("王秀英" in text, "13804770001" in text) == (True, False)
    assert as_user("outsider").get(url).status_code == 404


# -- put right ---------------------------------------------------------------------------------------------------------


def test_a_name_that_was_written_wrongly_is_put_right_on_the_board_too(app, as_user, cast, place):
    place_id, steward_id = place.id, place.stewards[0].id
    url = f"/stewards/neighbourhoods/{place_id}/stewards/{steward_id}/correction"
    director = as_user("director")
    assert url in director.page(f"/stewards/neighbourhoods/{place_id}").links()
    page = director.fill(director.page(url), name="王秀瑛", area="3号楼")
    assert (page.status, "请写明为什么更正" in page.text) == (422, True)
    assert page.fields(page.form())["name"] == "王秀瑛"
    page = director.fill(page, reason="姓名写错一个字。")
    assert f"{clock.today()} 更正，原来是王秀英，单元长，3号楼2单元：姓名写错一个字。" in page.text
    put_right = db.session.get_one(Steward, steward_id)
    assert (put_right.name, put_right.area, put_right.contact.name) == ("王秀瑛", "3号楼", "王秀瑛")
    assert put_right.contact.phone == "13804770001", "an empty box changes nothing"
    with app.test_request_context():
        serving = db.session.get_one(Neighbourhood, place_id).serving
        given = {"sheet": Sheet(title="", office=""), "neighbourhood": place, "office": ""}
        text = render_template("stewards/documents/board.html", serving=serving, **given)
    assert ("王秀瑛" in text, "王秀英" in text) == (True, False)
    assert "王秀瑛" in director.page("/stewards/roster").text


def test_another_telephone_number_takes_the_place_of_the_old(as_user, cast, place):
    director, steward_id = as_user("director"), place.stewards[0].id
    url = f"/stewards/neighbourhoods/{place.id}/stewards/{steward_id}/correction"
    assert "没有改动" in director.fill(director.page(url), reason="试").text
    page = director.fill(director.page(url), phone="13804770009", reason="换了号码。")
    assert ("更正电话" in page.text, "13804770009" in page.text) == (True, False)
    assert db.session.get_one(Steward, steward_id).contact.phone == "13804770009"


def test_nobody_is_put_on_an_area_twice_and_only_by_who_manages_the_roster(as_user, cast, place):
    place.enlist(name="李红", post="unit", area="4号楼", valid_from=clock.today(), by=cast.director)
    db.session.commit()
    given = {"post": "unit", "area": "3号楼2单元", "reason": "试"}
    with pytest.raises(RuleError, match="王秀英已经是3号楼2单元的红管家"):
        place.correct(place.stewards[1], name="王秀英", by=cast.director, **given)
    with pytest.raises(NotAllowed):
        place.correct(place.stewards[1], name="李虹", by=cast.clerk, **given)
    place.stewards[1].contact.forget()
    with pytest.raises(RuleError, match="个人信息已经删除"):
        place.correct(place.stewards[1], name="李虹", by=cast.director, **given)
